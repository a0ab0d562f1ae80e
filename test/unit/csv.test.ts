import { readAccountsCsv } from '@counterpart/server/identity/builtin/csv.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const row = (line: number, draft: object) => ({
  line,
  draft: { displayName: expect.any(String), givenName: '', familyName: '', email: null, phones: [], ...draft },
});
const ada = { username: 'ada@x.fr', email: 'ada@x.fr' };

describe('a list of accounts is read', () => {
  const headers: [string, Record<string, string>][] = [
    ['Email,First name,Last name', { email: 'Email', givenName: 'First name', familyName: 'Last name' }],
    ['E-MAIL,FIRSTNAME,Surname', { email: 'E-MAIL', givenName: 'FIRSTNAME', familyName: 'Surname' }],
    ['Adresse e-mail;Prénom;Nom', { email: 'Adresse e-mail', givenName: 'Prénom', familyName: 'Nom' }],
    [
      'adresse électronique;prenom;nom de famille',
      { email: 'adresse électronique', givenName: 'prenom', familyName: 'nom de famille' },
    ],
    ['Courriel;Nom', { email: 'Courriel', displayName: 'Nom' }],
    [
      'Nom d’utilisateur\tTéléphone\tPortable',
      { username: 'Nom d’utilisateur', phone: 'Téléphone', mobile: 'Portable' },
    ],
    [
      'Username,Phone,Mobile,Home phone',
      { username: 'Username', phone: 'Phone', mobile: 'Mobile', homePhone: 'Home phone' },
    ],
    [
      'User principal name,Display name,Business phones,Mobile phone',
      {
        username: 'User principal name',
        displayName: 'Display name',
        phone: 'Business phones',
        mobile: 'Mobile phone',
      },
    ],
    ['"Email","Name","Shoe size, EU"', { email: 'Email', displayName: 'Name' }],
    [' Email ,Notes', { email: 'Email' }],
  ];
  test.each(headers)('by the columns of %j', (header, columns) => {
    expect(readAccountsCsv(`${header}\n`)).toEqual({ columns, rows: [], errors: [] });
  });

  const files: [string, string, object[]][] = [
    ['with commas', 'Email,Name\nada@x.fr,Ada\n', [row(2, { ...ada, displayName: 'Ada' })]],
    [
      'with semicolons and commas in cells',
      'Email;Name\nada@x.fr;King, Ada\n',
      [row(2, { ...ada, displayName: 'King, Ada' })],
    ],
    ['with tabs', 'Email\tName\nada@x.fr\tAda', [row(2, { ...ada, displayName: 'Ada' })]],
    ['with one column only', 'Email\nada@x.fr\n', [row(2, ada)]],
    ['with a byte order mark', '\uFEFFEmail,Name\nada@x.fr,Ada', [row(2, ada)]],
    ['with the line a spreadsheet puts first', 'sep=;\r\nEmail;Name\r\nada@x.fr;Ada', [row(3, ada)]],
    [
      'with quotes, quoted quotes and line breaks',
      'Name,Email\r\n"Ada ""the\r\nfirst"" King",ada@x.fr\r\nBob,b@x.fr\r\n',
      [row(2, { ...ada, displayName: 'Ada "the first" King' }), row(4, { username: 'b@x.fr', email: 'b@x.fr' })],
    ],
    ['with old Macintosh line ends', 'Email,Name\rada@x.fr,Ada\r', [row(2, ada)]],
    ['with empty lines and lines of separators', 'Email,Name\n\n,\n  , \nada@x.fr,Ada\n\n', [row(5, ada)]],
    ['with short lines', 'Email,Name,Phone\nada@x.fr\n', [row(2, { ...ada, displayName: 'ada@x.fr' })]],
    ['with a username beside the address', 'Username,Email\nada,ada@x.fr\n', [row(2, { ...ada, username: 'ada' })]],
    [
      'with names for a display name',
      'Email,First name,Last name\nada@x.fr,Ada,King',
      [row(2, { ...ada, displayName: 'Ada King', givenName: 'Ada', familyName: 'King' })],
    ],
    [
      'with phones as typed',
      'Username,Phone,Mobile,Home phone\nada,+33 1,06 12,0',
      [
        row(2, {
          username: 'ada',
          phones: [
            { kind: 'work', value: '+33 1' },
            { kind: 'mobile', value: '06 12' },
            { kind: 'home', value: '0' },
          ],
        }),
      ],
    ],
    [
      'with formulas kept as the text they are',
      'Username,Name,Phone\n"=HYPERLINK(""x"")",@SUM(1),-1',
      [row(2, { username: '=HYPERLINK("x")', displayName: '@SUM(1)', phones: [{ kind: 'work', value: '-1' }] })],
    ],
  ];
  test.each(files)('%s', (_name, text, rows) => {
    expect(readAccountsCsv(text)).toMatchObject({ rows, errors: [] });
  });

  test('by the columns a person chose, and no others', () => {
    const text = 'A,B,Email,Phone\nada,ada@x.fr,other@x.fr,1\n';
    expect(readAccountsCsv(text, { username: 'A', email: 'b' })).toEqual({
      columns: { username: 'A', email: 'B' },
      rows: [
        {
          line: 2,
          draft: { username: 'ada', displayName: 'ada', givenName: '', familyName: '', email: 'ada@x.fr', phones: [] },
        },
      ],
      errors: [],
    });
  });
});

describe('what is wrong is said, line by line', () => {
  const wrongs: [string, string, { line: number; column: string | null; message: RegExp }, number][] = [
    [
      'no address',
      'Email,Name\nada@x.fr,Ada\nbob,Bob\n',
      { line: 3, column: 'Email', message: /name@example\.com/ },
      1,
    ],
    ['nobody', 'Email,Name\n,Ada\nb@x.fr,Bob', { line: 2, column: 'Email', message: /Fill in/ }, 1],
    [
      'the same username twice',
      'Username,Name\nada,A\nbob,B\nADA,C',
      { line: 4, column: 'Username', message: /^Line 2 already/ },
      2,
    ],
    [
      'too many cells',
      'Email,Name\nada@x.fr,King, Ada\nb@x.fr,Bob',
      { line: 2, column: null, message: /3 cells, the header 2/ },
      1,
    ],
    [
      'a quote left open',
      'Email,Name\nada@x.fr,Ada\nb@x.fr,"Bob\nc@x.fr,Cy',
      { line: 3, column: null, message: /quote/ },
      1,
    ],
    ['letters lost to the encoding', 'Email,Name\nada@x.fr,Zo\uFFFD', { line: 2, column: 'Name', message: /UTF-8/ }, 0],
    [
      'characters nobody sees',
      'Email,Name\nada@x.fr,A\u0007da',
      { line: 2, column: 'Name', message: /Type it anew/ },
      0,
    ],
    [
      'a number a spreadsheet rounded',
      'Email,Phone\nada@x.fr,"3,36E+10"',
      { line: 2, column: 'Phone', message: /rounded/ },
      0,
    ],
    [
      'too long a name',
      `Email,First name\nada@x.fr,${'a'.repeat(129)}`,
      { line: 2, column: 'First name', message: /at most 128/ },
      0,
    ],
    ['an empty file', '', { line: 1, column: null, message: /empty/ }, 0],
    ['blank lines only', ' \r\n\r\n', { line: 1, column: null, message: /empty/ }, 0],
    ['a spreadsheet and no text', 'PK\u0003\u0004\0\0', { line: 1, column: null, message: /not a text file/ }, 0],
    ['no column of use', 'Foo,Bar\n1,2', { line: 1, column: null, message: /Foo, Bar/ }, 0],
    [
      'a line break in a cell before it',
      'Name,Email\n"A\nB",a@x.fr\nC,nope',
      { line: 4, column: 'Email', message: /name@/ },
      1,
    ],
  ];
  test.each(wrongs)('%s', (_name, text, error, rows) => {
    const answer = readAccountsCsv(text);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toEqual({ ...error, message: expect.stringMatching(error.message) });
    expect(answer.rows).toHaveLength(rows);
  });

  test('and chosen columns that are not there, or hold a field nobody knows', () => {
    const answer = readAccountsCsv('A,B\nada,1\n', { username: 'A', phone: 'Z', shoes: 'B' });
    expect(answer.rows).toHaveLength(1);
    expect(answer.errors).toEqual([
      { line: 1, column: 'Z', message: expect.stringContaining('A, B') },
      { line: 1, column: 'B', message: expect.stringContaining('username') },
    ]);
  });
});

test('nothing is thrown, and each row is a whole account or an error, whatever the file holds', () => {
  const pieces = fc.constantFrom(
    'Email',
    'Nom',
    'a@b.cd',
    ',',
    ';',
    '\t',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '=1+1',
    'é',
    'sep=',
    ' ',
  );
  const noise = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(noise, fc.boolean(), (text, headed) => {
      const answer = readAccountsCsv(headed ? `Email,Nom\n${text}` : text);
      const names = answer.rows.map(({ draft }) => draft.username.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      const lines = [...text.matchAll(/\r\n|\n|\r/g)].length + 2;
      for (const { line } of [...answer.rows, ...answer.errors]) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is written by the rules comes back as it was, line by line', () => {
  const cell = fc
    .string({ unit: fc.constantFrom('a', 'Z', 'é', '"', ',', ';', '\t', '=', "'") })
    .map((text) => `x${text}x`);
  const people = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9_999 }), cell), { selector: ([key]) => key });
  fc.assert(
    fc.property(people, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, end) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const lines = rows.map(([key, name]) => [`user${key}`, quoted(name)].join(delimiter));
      const answer = readAccountsCsv([['Username', 'Display name'].join(delimiter), ...lines].join(end));
      expect(answer.errors).toEqual([]);
      expect(answer.rows.map(({ line, draft }) => [line, draft.username, draft.displayName])).toEqual(
        rows.map(([key, name], index) => [index + 2, `user${key}`, name.replace(/\s+/g, ' ').trim()]),
      );
    }),
  );
});
