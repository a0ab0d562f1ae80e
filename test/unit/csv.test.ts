import { type CsvRow, readAccountsCsv as read } from '@counterpart/server/identity/builtin/csv.ts';
import { CSV_PROBLEMS, type CsvProblem, csvCell, fromCsvCell } from '@counterpart/shared/csv.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** The whole file, as a test compares it. */
function readAccountsCsv(text: string, options: Parameters<typeof read>[1] = {}) {
  const { rows, problems, ...file } = read(text, options);
  const all = [...rows];
  const good = all.filter((row): row is Extract<CsvRow, { values: object }> => 'values' in row);
  const errors = [...problems, ...all.flatMap((row) => ('problems' in row ? row.problems : []))];
  return { ...file, rows: good, errors };
}
const row = (line: number, values: object) => ({ line, values });
const ada = { email: 'ada@x.fr' };

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
    expect(readAccountsCsv(`${header}\n`)).toMatchObject({ columns, rows: [], errors: [] });
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
      [row(2, { ...ada, displayName: 'Ada "the first" King' }), row(4, { email: 'b@x.fr', displayName: 'Bob' })],
    ],
    ['with old Macintosh line ends', 'Email,Name\rada@x.fr,Ada\r', [row(2, ada)]],
    ['with empty lines and lines of separators', 'Email,Name\n\n,\n  , \nada@x.fr,Ada\n\n', [row(5, ada)]],
    ['with short lines', 'Email,Name,Phone\nada@x.fr\n', [row(2, ada)]],
    ['with a username beside the address', 'Username,Email\nada,ada@x.fr\n', [row(2, { ...ada, username: 'ada' })]],
    [
      'with names for a display name',
      'Email,First name,Last name\nada@x.fr,Ada,King',
      [row(2, { ...ada, givenName: 'Ada', familyName: 'King' })],
    ],
    [
      'with phones as typed',
      'Username,Phone,Mobile,Home phone\nada,+33 1,06 12,0',
      [row(2, { username: 'ada', phone: '+33 1', mobile: '06 12', homePhone: '0' })],
    ],
    [
      'with formulas kept as the text they are',
      'Username,Name,Phone\n"=HYPERLINK(""x"")",@SUM(1),-1',
      [row(2, { username: '=HYPERLINK("x")', displayName: '@SUM(1)', phone: '-1' })],
    ],
  ];
  test.each(files)('%s', (_name, text, rows) => {
    expect(readAccountsCsv(text)).toMatchObject({ rows, errors: [] });
  });

  test('by the columns a person chose, and no others', () => {
    const text = 'A,B,Email,Phone\nada,ada@x.fr,other@x.fr,1\n';
    expect(readAccountsCsv(text, { columns: { username: 'A', email: 'b' } })).toEqual({
      headers: ['A', 'B', 'Email', 'Phone'],
      columns: { username: 'A', email: 'B' },
      rows: [row(2, { username: 'ada', email: 'ada@x.fr' })],
      errors: [],
    });
  });

  test('and a formula that was marked as text comes back as what it was', () => {
    expect(readAccountsCsv("Username,Name\n'=1+1,\"'+33 1\"\n'quoted,O'Hara").rows).toEqual([
      row(2, { username: '=1+1', displayName: '+33 1' }),
      row(3, { username: "'quoted", displayName: "O'Hara" }),
    ]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = csvCell(text);
        const cell = quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;
        if (!/^'\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)) expect(fromCsvCell(cell)).toBe(text);
      }),
    );
  });
});

describe('what is wrong is said, line by line', () => {
  const wrongs: [string, string, Partial<CsvProblem>, number][] = [
    ['no address', 'Email,Name\nada@x.fr,Ada\nbob,Bob\n', { line: 3, column: 'Email', code: 'not_an_address' }, 1],
    ['nobody', 'Email,Name\n,Ada\nb@x.fr,Bob', { line: 2, column: 'Email', code: 'nameless' }, 1],
    [
      'the same username twice',
      'Username,Name\nada,A\nbob,B\nADA,C',
      { line: 4, column: 'Username', code: 'twice', values: { other: 2 } },
      2,
    ],
    [
      'too many cells',
      'Email,Name\nada@x.fr,King, Ada\nb@x.fr,Bob',
      { line: 2, column: null, code: 'too_many_cells', values: { cells: 3, headers: 2 } },
      1,
    ],
    [
      'a quote left open',
      'Email,Name\nada@x.fr,Ada\nb@x.fr,"Bob\nc@x.fr,Cy',
      { line: 3, column: null, code: 'unclosed_quote' },
      1,
    ],
    [
      'letters lost to the encoding',
      'Email,Name\nada@x.fr,Zo\uFFFD',
      { line: 2, column: 'Name', code: 'letters_lost' },
      0,
    ],
    [
      'characters nobody sees',
      'Email,Name\nada@x.fr,A\u0007da',
      { line: 2, column: 'Name', code: 'unseen_characters' },
      0,
    ],
    [
      'a number a spreadsheet rounded',
      'Email,Phone\nada@x.fr,"3,36E+10"',
      { line: 2, column: 'Phone', code: 'rounded_number' },
      0,
    ],
    [
      'too long a name',
      `Email,First name\nada@x.fr,${'a'.repeat(129)}`,
      { line: 2, column: 'First name', code: 'too_long', values: { most: 128 } },
      0,
    ],
    ['an empty file', '', { line: 1, column: null, code: 'empty' }, 0],
    ['blank lines only', ' \r\n\r\n', { line: 1, column: null, code: 'empty' }, 0],
    ['a spreadsheet and no text', 'PK\u0003\u0004\0\0', { line: 1, column: null, code: 'not_text' }, 0],
    [
      'no column of use',
      'Foo,Bar\n1,2',
      { line: 1, column: null, code: 'no_name_column', values: { headers: 'Foo, Bar' } },
      0,
    ],
    [
      'a line break in a cell before it',
      'Name,Email\n"A\nB",a@x.fr\nC,nope',
      { line: 4, column: 'Email', code: 'not_an_address' },
      1,
    ],
  ];
  test.each(wrongs)('%s', (_name, text, error, rows) => {
    const answer = readAccountsCsv(text);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toEqual({ values: {}, ...error });
    expect(answer.rows).toHaveLength(rows);
  });

  test('and chosen columns that are not there, before any row is taken', () => {
    const answer = readAccountsCsv('A,B\nada,1\n', { columns: { username: 'A', phone: 'Z' } });
    expect(answer.rows).toEqual([]);
    expect(answer.errors).toEqual([{ line: 1, column: 'Z', code: 'no_such_column', values: { headers: 'A, B' } }]);
  });

  test('and what tells accounts apart, where that is another column than the username', () => {
    const text =
      'Login,Employee ID,Email\nada,1,a@x.fr\nbob,1,b@x.fr\ncy,,c@x.fr\nADA,2,d@x.fr\ndee,A,e@x.fr\neve,a,f@x.fr';
    const answer = readAccountsCsv(text, { key: 'externalId' });
    expect(answer.rows.map(({ line }) => line)).toEqual([2, 6, 7]);
    expect(answer.errors.map(({ line, column, code, values }) => [line, column, code, values])).toEqual([
      [3, 'Employee ID', 'twice', { other: 2 }],
      [4, 'Employee ID', 'keyless', {}],
      [5, 'Login', 'username_twice', { other: 2 }],
    ]);
    expect(readAccountsCsv('Login\nada', { key: 'externalId' }).errors).toMatchObject([{ code: 'no_key_column' }]);
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
      const names = answer.rows.map(({ values }) => (values.username ?? values.email)!.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      for (const { code } of answer.errors) expect(CSV_PROBLEMS).toContain(code);
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
      expect(answer.rows.map(({ line, values }) => [line, values.username, values.displayName])).toEqual(
        rows.map(([key, name], index) => [index + 2, `user${key}`, name.replace(/\s+/g, ' ').trim()]),
      );
    }),
  );
});
