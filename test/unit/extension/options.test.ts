import { GRANTS } from '@counterpart/server/identity/google/scopes.ts';
import { type Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { csvCell } from '@counterpart/shared/csv.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resources, startLanguage } from '../../../extension/i18n/index.ts';
import {
  connectwiseDraft,
  connectwiseSchemas,
  connectwiseValues,
} from '../../../extension/options/connections/connectwise-values.ts';
import {
  GOOGLE_SCOPES,
  googleDraft,
  googleSchemas,
  googleValues,
} from '../../../extension/options/connections/google-values.ts';
import { errorsAsCsv, isUtf16 } from '../../../extension/options/csv.ts';
import { readDevice } from '../../../extension/options/device.ts';
import { domainLines, hostLines, optional, readHost, secretAddress } from '../../../extension/options/form/fields.ts';
import { type Route, readRoute, readWantedHost, routeHash } from '../../../extension/options/route.ts';

const t = startLanguage('en', []).getFixedT('en', 'options');

describe('the addresses of the options page', () => {
  const cases: [hash: string, route: Route][] = [
    ['', { section: 'pairing' }],
    ['#/pairing', { section: 'pairing' }],
    ['#/connections', { section: 'connections', at: 'list' }],
    ['#/connections/new', { section: 'connections', at: 'choose' }],
    ['#/connections/new/halopsa', { section: 'connections', at: 'new', provider: 'halopsa' }],
    ['#/connections/new/autotask', { section: 'connections', at: 'new', provider: 'autotask' }],
    ['#/connections/new/connectwise', { section: 'connections', at: 'new', provider: 'connectwise' }],
    ['#/connections/new/nothing', { section: 'connections', at: 'choose' }],
    ['#/connections/sync/7', { section: 'connections', at: 'sync', id: '7', first: false }],
    ['#/connections/sync/7/first', { section: 'connections', at: 'sync', id: '7', first: true }],
    ['#/connections/import/7', { section: 'connections', at: 'import', id: '7' }],
    ['#/connections/7/renew', { section: 'connections', at: 'renew', id: '7' }],
    ['#/connections/7', { section: 'connections', at: 'list' }],
    ['#/connections/sync', { section: 'connections', at: 'list' }],
    ['#/sites?host=help.example.com', { section: 'sites' }],
    ['#/preferences', { section: 'preferences' }],
    ['#/elsewhere', { section: 'pairing' }],
  ];
  it.each(cases)('%s', (hash, route) => {
    expect(readRoute(hash)).toEqual(route);
    expect(readRoute(routeHash(route))).toEqual(route);
  });
  it('take a host from the query or from behind the hash', () => {
    expect(readWantedHost({ search: '?host=a.example', hash: '#/sites' })).toBe('a.example');
    expect(readWantedHost({ search: '', hash: '#/sites?host=b.example' })).toBe('b.example');
    expect(readWantedHost({ search: '', hash: '#/sites' })).toBeNull();
  });
});

describe('the address of a server that gets a secret', () => {
  const schema = secretAddress(t, 'Address', 'Write it.');
  it.each([
    ['acme.halopsa.com', 'https://acme.halopsa.com'],
    [' https://acme.halopsa.com/ ', 'https://acme.halopsa.com'],
    ['https://acme.example/halo', 'https://acme.example/halo'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['localhost:8787', 'http://localhost:8787'],
  ])('takes %s', (typed, address) => {
    expect(schema.parse(typed)).toBe(address);
  });
  it.each([
    ['', 'Address is empty. Write it.'],
    ['http://acme.halopsa.com', 'in the clear'],
    ['http://127.0.0.1.evil.example', 'in the clear'],
    ['ftp:/x', 'no web address'],
    ['https://user@acme.halopsa.com', 'no web address'],
    ['not an address', 'no web address'],
  ])('refuses %s, naming the field and the fix', (typed, says) => {
    const message = schema.safeParse(typed).error?.issues[0]?.message ?? '';
    expect(message).toContain('Address');
    expect(message).toContain(says);
  });
});

describe('a field that may stay empty', () => {
  const schema = optional(secretAddress(t, 'Zone', 'Write it.'));
  it.each([
    ['', null],
    ['  ', null],
    ['webservices5.autotask.net', 'https://webservices5.autotask.net'],
  ])('%j is %s', (typed, value) => {
    expect(schema.parse(typed)).toBe(value);
  });
  it('says what is wrong with what is there', () => {
    const issues = schema.safeParse('http://webservices5.autotask.net').error?.issues;
    expect(issues?.map(({ message }) => message)).toEqual([expect.stringContaining('in the clear')]);
  });
});

describe('the ConnectWise wizard', () => {
  const schemas = connectwiseSchemas(t);
  const typed = {
    ...connectwiseValues(t),
    ...{ address: 'na.myconnectwise.net/v4_6_release/services/', company: ' acme ', publicKey: 'p', privateKey: 's' },
    ...{ clientId: 'c', entra: ' Entra id ', hosts: 'psa.acme.example' },
  };
  it('takes the server out of the screens’ address, and leaves out the fields that are not there', () => {
    const draft = connectwiseDraft(schemas, typed);
    expect(ConnectionDraft.parse(draft)).toEqual(draft);
    expect(draft.settings).toEqual({
      ...{ address: 'https://na.myconnectwise.net', company: 'acme', publicKey: 'p', clientId: 'c' },
      ...{ customFields: { entra: 'Entra id' }, hosts: ['psa.acme.example'] },
    });
  });
  it('keeps what a known connection has and the form does not ask for; what was emptied is gone', () => {
    const { settings } = connectwiseDraft(schemas, typed);
    const customFields = { entra: 'Old', okta: 'Okta id', key: 'Key' };
    const known = { name: 'Ours', settings: { ...settings, customFields } } as unknown as Connection;
    const values = connectwiseValues(t, known);
    expect(values).toMatchObject({ name: 'Ours', entra: 'Old', key: 'Key', external: '', privateKey: '' });
    const renewed = connectwiseDraft(schemas, { ...values, privateKey: 'new', key: '' }, known);
    expect(renewed.settings.customFields).toEqual({ entra: 'Old', okta: 'Okta id' });
    expect(renewed.secrets).toEqual({ privateKey: 'new' });
  });
});

describe('the Google wizard', () => {
  const schemas = googleSchemas(t);
  const key = { type: 'service_account', client_email: 'a@b.iam.gserviceaccount.com', private_key: 'k' };
  const typed = {
    ...googleValues(t),
    name: 'Ours',
    admin: ' it@acme.example ',
    serviceAccountKey: JSON.stringify(key),
  };
  it('tells a customer to grant what the server asks for', () => {
    expect(Object.values(GOOGLE_SCOPES)).toEqual(GRANTS[0]);
  });
  it('makes a connection by a service account', () => {
    const draft = googleDraft(schemas, { ...typed, refreshToken: 'left over' });
    expect(ConnectionDraft.parse(draft)).toEqual(draft);
    expect(draft.settings).toEqual({ signIn: 'delegation', admin: 'it@acme.example' });
    expect(draft.secrets).toEqual({ serviceAccountKey: typed.serviceAccountKey });
  });
  it('makes one by consent, and fills in what is known of it', () => {
    const consent = { signIn: 'consent', clientId: 'c', clientSecret: 's', refreshToken: '1//r' };
    const draft = googleDraft(schemas, { ...typed, ...consent });
    expect(ConnectionDraft.parse(draft)).toEqual(draft);
    const known = { name: 'Ours', settings: draft.settings } as unknown as Connection;
    expect(googleValues(t, known)).toMatchObject({ signIn: 'consent', clientId: 'c', clientSecret: '', admin: '' });
  });
  it.each([
    [{ serviceAccountKey: '{"installed":{}}' }, 'no key file'],
    [{ serviceAccountKey: 'nonsense' }, 'no key file'],
    [{ serviceAccountKey: '' }, 'is empty'],
    [{ admin: 'somebody' }, 'no e-mail address'],
    [{ signIn: 'consent' }, 'is empty'],
  ])('refuses %j: %s', (change, says) => {
    const issues = schemas.credentials.safeParse({ ...typed, ...change }).error?.issues;
    expect(issues?.[0]?.message).toContain(says);
  });
});

describe('hosts and domains', () => {
  it.each([
    ['help.example.com', 'help.example.com'],
    ['https://Help.Example.com/tickets?id=1', 'help.example.com'],
    ['help.example.com:8443', 'help.example.com:8443'],
    ['https://user:word@help.example.com', null],
    ['help .example', null],
    ['', null],
  ])('%s is the host %s', (typed, host) => {
    expect(readHost(typed)).toBe(host);
  });
  it('are read one per line, each once', () => {
    expect(hostLines(t, 'Hosts').parse('a.example\n\nb.example, a.example')).toEqual(['a.example', 'b.example']);
    expect(domainLines(t, 'Domains').parse('Example.com\n@example.com someone@b.example')).toEqual([
      'example.com',
      'b.example',
    ]);
  });
  it('name the line that is wrong', () => {
    const wrong = domainLines(t, 'Domains').safeParse('example.com\nnodot');
    expect(wrong.error?.issues[0]?.message).toContain('“nodot”');
  });
});

describe('CSV', () => {
  it.each([
    ['a mark of little end', [0xff, 0xfe, 0x45, 0], true],
    ['a mark of big end', [0xfe, 0xff, 0, 0x45], true],
    ['no mark', [...'Email;Nom'].flatMap((letter) => [letter.charCodeAt(0), 0]), true],
    ['UTF-8', [...Buffer.from('\uFEFFEmail;Prénom')], false],
    ['a few letters', [0x45, 0], false],
  ])('tells UTF-16 from text: %s', (_name, bytes, expected) => {
    expect(isUtf16(new Uint8Array(bytes))).toBe(expected);
  });
  it('never leaves a cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ='), fc.string(), (start, rest) => {
        expect(csvCell(start + rest)).toMatch(/^"?'/);
      }),
    );
  });
  it('keeps each refused line on one row, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'grapheme' }))), (rows) => {
        const errors = rows.map(([line, column]) => ({ line, column, code: 'empty' as const, values: {} }));
        const head = { line: 'Line', column: 'Column', message: 'What to do' };
        const file = errorsAsCsv(errors, head, ({ column }) => column ?? '');
        const outside = file.replace(/"(?:[^"]|"")*"/g, 'quoted');
        expect(outside.split('\r\n')).toHaveLength(rows.length + 2);
      }),
    );
  });
});

it.each([
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge', 'Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14.4; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36', 'Chrome', 'Linux'],
  ['something else', 'Browser', 'computer'],
])('%s is called by its names', (userAgent, browser, system) => {
  expect(readDevice(userAgent)).toEqual({ browser, system });
});

describe('the two languages of the options', () => {
  const flat = (words: object, at = ''): [string, string][] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[at + key, value] as [string, string]] : flat(value as object, `${at}${key}.`),
    );
  const english = new Map(flat(resources.en.options));
  const slots = (text: string | undefined) => [...new Set(text?.match(/\{\{\w+\}\}/g) ?? [])].sort();
  it.each(flat(resources.fr.options))('%s fills in the same', (key, french) => {
    expect(slots(french)).toEqual(slots(english.get(key.replace(/_many$/, '_other'))));
  });
});
