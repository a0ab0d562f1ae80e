import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { HaloClient, HaloTicket, HaloUser } from '@counterpart/server/psa/halopsa/api.ts';
import { createHaloAuth } from '@counterpart/server/psa/halopsa/auth.ts';
import { explainApi, explainToken } from '@counterpart/server/psa/halopsa/explain.ts';
import { createHaloPsa } from '@counterpart/server/psa/halopsa/index.ts';
import { fromChanges, fromDraft, toCompany, toContact, toTicket } from '@counterpart/server/psa/halopsa/mapping.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contractSeed } from '../simulators/psa/halopsa/harness.ts';
import { createHaloSimulator, type HaloSimulator } from '../simulators/psa/halopsa/index.ts';

const user = (fields: object) => toContact(HaloUser.parse({ id: 5, client_id: 1, name: 'Ana Sousa', ...fields }));
const client = (fields: object) => toCompany(HaloClient.parse({ id: 1, name: 'X', ...fields }));
const ticket = (fields: object) => toTicket(HaloTicket.parse({ id: 9, summary: 'S', ...fields }));

describe('records in our words', () => {
  test.each<[string, object, object]>([
    [
      'ids that are doubles or strings',
      { id: '95.0', site_id: 95.0, client_id: '7' },
      { id: '95', siteId: '95', companyId: '7' },
    ],
    ['no site', { site_id: -1 }, { siteId: null }],
    [
      'addresses once, in order',
      { emailaddress: ' A@b.c ', email2: 'a@B.c', email3: 'd@e.f' },
      { emails: ['A@b.c', 'd@e.f'] },
    ],
    ['no name but its parts', { name: null, firstname: 'Ana', surname: 'S' }, { name: 'Ana S' }],
    ['an Entra id in its other place', { azureoid: '', azure_id: 'oid' }, { platformIds: { entra: 'oid' } }],
    ['a GUID of zeros is none', { third_party_guid: '00000000-0000-0000-0000-000000000000' }, { platformIds: {} }],
    ['the placeholder', { name: 'General User', isserviceaccount: true }, { kind: 'general' }],
    ['a service account', { isserviceaccount: true }, { kind: 'service' }],
    ['a mobile number twice', { mobilenumber: '1', mobilenumber2: '1' }, { phones: [{ kind: 'mobile', value: '1' }] }],
  ])('contact: %s', (_, fields, expected) => {
    const contact = user(fields);
    for (const [key, value] of Object.entries(expected)) expect(contact[key as keyof typeof contact]).toEqual(value);
  });

  test.each<[string, object, string[]]>([
    [
      'one domain from two places',
      { domain: 'Acme.example', website: 'https://www.acme.example/about?x=1' },
      ['acme.example'],
    ],
    ['several in one field', { domain: '@acme.example; acme.test,acme.example' }, ['acme.example', 'acme.test']],
    ['what is no domain', { domain: 'n/a', website: 'http://localhost' }, []],
    ['a tenant domain', { azure_tenants: [{ azure_tenant_id: 'T', azure_tenant_domain: 'a.example' }] }, ['a.example']],
  ])('company: %s', (_, fields, domains) => {
    expect(client(fields).domains).toEqual(domains);
  });

  test.each<[string, object, object]>([
    ['a contact', { user_id: 5, client_id: 2 }, { contactId: '5', companyId: '2' }],
    ['nobody', { user_id: -1, client_id: 0 }, { contactId: null, companyId: null }],
    ['no field at all', {}, { contactId: null, sender: { name: null, email: null } }],
    [
      'the placeholder is no sender',
      { user_id: -1, user_name: 'General User' },
      { sender: { name: null, email: null } },
    ],
    ['the address it came from', { addressfrom: 'x@y.example' }, { sender: { name: null, email: 'x@y.example' } }],
  ])('ticket: %s', (_, fields, expected) => {
    expect(ticket(fields)).toMatchObject(expected);
  });

  test('what is written as a new contact is read back the same', () => {
    const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() === text && text !== '');
    const phone = (kind: 'work' | 'mobile' | 'home') =>
      fc.option(word.map((value) => ({ kind, value: `${kind}${value}` })));
    fc.assert(
      fc.property(
        word,
        word,
        fc.option(fc.emailAddress()),
        phone('work'),
        phone('mobile'),
        phone('home'),
        (...parts) => {
          const [firstName, lastName, email, ...numbers] = parts;
          const phones = numbers.filter((number) => number !== null);
          const draft = { companyId: '3', siteId: null, firstName, lastName, email, phones };
          const row = fromDraft(draft, '11');
          const { siteId, ...read } = user({ ...row, name: null });
          expect(siteId).toBe('11');
          expect(read).toMatchObject({ companyId: '3', firstName, lastName, phones, emails: email ? [email] : [] });
        },
      ),
    );
  });

  test('a change never sends a blank', () => {
    const blank = fc.constantFrom('', ' ', '\t');
    const field = fc.option(fc.oneof(blank, fc.string()), { nil: undefined });
    fc.assert(
      fc.property(field, field, field, field, (firstName, lastName, email, external) => {
        const all = { firstName, lastName, email, ...(external !== undefined && { platformIds: { external } }) };
        const changes = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        const row = fromChanges(changes, user({ firstname: 'Ana', surname: 'Sousa' }));
        for (const value of Object.values(row)) expect(String(value).trim()).not.toBe('');
      }),
    );
  });
});

describe('error answers', () => {
  const exception = (Message: string) =>
    JSON.stringify({ ClassName: 'System.Exception', Message, HResult: -2146233088 });
  test.each<[string, number, string, object | null]>([
    ['a rule', 400, exception('Name must be unique'), { fields: [{ path: 'name', message: 'must be unique' }] }],
    [
      'a sentence',
      400,
      exception('Please enter a valid URL'),
      { message: 'HaloPSA refused: Please enter a valid URL' },
    ],
    [
      'a missing value',
      400,
      exception("A database error occurred (515) - Cannot insert the value NULL into column 'usurname', table 'x'"),
      { fields: [{ path: 'usurname', message: 'is required' }] },
    ],
    [
      'a value of the wrong type, which is not repeated',
      400,
      JSON.stringify({ '[0].site_id': ['Could not convert string to integer: Ana Sousa. Path'] }),
      { fields: [{ path: 'site_id', message: 'Could not convert string to integer' }] },
    ],
    ['the older shape', 400, '{"resultCode":1,"errorMessage":"No"}', { message: 'HaloPSA refused: No' }],
    [
      'a person in the sentence',
      400,
      exception('User "Ana" (ana@x.example) exists'),
      { message: 'HaloPSA refused: User … … exists' },
    ],
    ['401 without a word', 401, '', { detail: { wrong: 'token', right: 'edit:customers' } }],
    ['403 without a word', 403, '', { detail: { right: 'edit:customers' } }],
    ['a gateway', 504, '<html>', null],
    ['a list', 400, '[]', null],
  ])('%s', (_, status, body, expected) => {
    const said = explainApi('edit:customers')(status, body);
    if (expected === null) expect(said).toBeNull();
    else expect(said).toMatchObject(expected);
  });

  test.each<[object | string, number, string | null]>([
    [{ error: 'invalid_client' }, 401, 'clientId or clientSecret'],
    [{ error: 'invalid_client', error_description: "The specified 'client_id' is invalid." }, 400, 'clientId'],
    [
      { error: 'invalid_client', error_description: 'The specified client credentials are invalid.' },
      401,
      'clientSecret',
    ],
    [{ error: 'invalid_request', error_description: 'Unknown tenant' }, 400, 'tenant'],
    [{ error: 'invalid_scope' }, 400, 'scope'],
    [{ error: 'unauthorized_client' }, 400, 'loginType'],
    ['', 401, 'clientId or clientSecret'],
    ['<html>', 502, null],
    [{ error: 'server_error' }, 500, null],
  ])('token: %j %i is about %s', (body, status, wrong) => {
    const said = explainToken(status, typeof body === 'string' ? body : JSON.stringify(body));
    expect(said?.detail?.wrong ?? null).toBe(wrong);
  });
});

describe('against the stand-in', () => {
  const credentials = { clientId: 'c', clientSecret: 's' };
  let halo: HaloSimulator;
  const connect = (address = 'https://halo.example') => {
    const budget = createBudget({ limit: 10_000, windowMs: 1_000 });
    const local = (async (input, init) => halo.fetch(new Request(input, init))) as typeof fetch;
    return createHaloPsa({ ...credentials, tenant: null, address }, createHttp({ fetch: local, budget, retries: 0 }));
  };
  const count = async (psa = connect()) => {
    let seen = 0;
    for await (const page of psa.contacts()) seen = page.seen;
    return seen;
  };
  beforeEach(() => {
    halo = createHaloSimulator({ seed: contractSeed(), ...credentials });
  });
  afterEach(() => {
    halo.control.requests.length = 0;
  });

  test.each(['', '/', '/api', '/api/', '/auth'])('the address may end in "%s"', async (end) => {
    const psa = connect(`https://halo.example${end}`);
    expect((await psa.contact('23'))?.name).toBe('Ana Sousa');
    expect(psa.recordUrl('contact', '23')).toBe('https://halo.example/customers?mainview=user&userid=23');
  });

  test('an instance without discovery signs in at its own address', async () => {
    halo.control.discovery = false;
    expect((await connect().contact('23'))?.id).toBe('23');
  });

  test('pages smaller than asked for are still the whole list', async () => {
    halo.control.largestPage = 300;
    expect(await count()).toBe(2_050);
  });

  test('a row that goes while the list is read makes it incomplete', async () => {
    await expect(async () => {
      for await (const _page of connect().contacts()) halo.control.remove('users', 21);
    }).rejects.toMatchObject({ code: 'provider_incomplete' });
  });

  test('a row that comes while the list is read is read too', async () => {
    let seen = 0;
    for await (const page of connect().contacts()) {
      if (seen === 0) halo.store.save('users', { client_id: 1, site_id: 11, name: 'Late' });
      seen = page.seen;
    }
    expect(seen).toBe(2_051);
  });

  test.each<[string[], string]>([
    [['edit:customers', 'edit:tickets'], 'edit:customers edit:tickets'],
    [['read:customers', 'read:tickets'], 'read:customers read:tickets'],
  ])('an application that must not be asked for all is asked for %j', async (scopes, asked) => {
    Object.assign(halo.control, { scopes, strictScopes: true });
    expect((await connect().contact('23'))?.id).toBe('23');
    const last = halo.control.requests.findLast((request) => request.path === '/auth/token');
    expect(last).toMatchObject({ status: 200, body: { scope: asked } });
  });

  test('an application with no right at all is told which to have', async () => {
    Object.assign(halo.control, { scopes: [], strictScopes: true });
    const { steps } = await connect().check();
    const step = { capability: 'sign_in', state: 'missing', right: 'edit:customers edit:tickets' };
    expect(steps).toContainEqual({ ...step, code: 'provider_forbidden' });
  });

  test('a right that is missing with an empty 401 is named too', async () => {
    Object.assign(halo.control, { scopes: ['read:tickets'], missingRightStatus: 401 });
    const { steps } = await connect().check();
    expect(steps).toContainEqual({
      capability: 'read_sites',
      state: 'missing',
      code: 'provider_auth',
      right: 'read:customers',
    });
  });

  test('200 with load_error is no answer', async () => {
    halo.control.failNext = { count: 3, status: 200, path: '/api/Client', body: '{"load_error":"Invalid column"}' };
    await expect(connect().company('1')).rejects.toMatchObject({ code: 'provider_rejected' });
  });

  test('a note that Halo made public is an error, not a success', async () => {
    const body = '{"id":1,"hiddenfromuser":false}';
    halo.control.failNext = { count: 1, status: 201, path: '/api/Actions', body };
    const failed = { code: 'provider_rejected', extra: { fields: [{ path: 'hiddenfromuser' }] } };
    await expect(connect().addPrivateNote('4001', 'x')).rejects.toMatchObject(failed);
  });

  test('a contact of another company takes the ticket to its own client and site', async () => {
    const psa = connect();
    expect(await psa.setTicketContact('4001', '101')).toBe('23');
    expect(halo.store.get('tickets', 4001)).toMatchObject({ user_id: 101, client_id: 2, site_id: 12 });
    expect(await psa.setTicketContact('4001', '23')).toBe('101');
    expect(halo.store.get('tickets', 4001)).toMatchObject({ user_id: 23, client_id: 1, site_id: 11 });
  });

  test('a ticket is left alone where the contact is the one it has', async () => {
    expect(await connect().setTicketContact('4001', '23')).toBe('23');
    expect(halo.control.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/'))).toEqual(
      [],
    );
  });

  test('a note that may not be deleted is emptied, and stays private', async () => {
    const psa = connect();
    const note = await psa.addPrivateNote('4001', 'Linked to ana@harbour.example');
    halo.control.failNext = { count: 1, status: 403, path: `/api/Actions/${note}` };
    await psa.withdrawPrivateNote('4001', note);
    expect(halo.store.get('actions', Number(note))).toMatchObject({
      note_html: 'This note was withdrawn.',
      hiddenfromuser: true,
    });
  });

  test('a note is looked for on its own ticket only', async () => {
    const psa = connect();
    const note = await psa.addPrivateNote('4001', 'stays');
    await psa.withdrawPrivateNote('4002', note);
    expect(halo.store.get('actions', Number(note))).toMatchObject({ note_html: 'stays' });
  });

  test.each([
    ['in one', '+351210009876'],
    ['in pairs', '+351 210 00 98 76'],
    ['the last three together', '+351 21-0009-876'],
    ['with dots', '210.00.98.76'],
  ])('a number written %s is found by its digits', async (_, phonenumber) => {
    halo.control.edit('users', 150, { phonenumber });
    expect((await connect().findContactsByPhone('00351 210009876')).map(({ id }) => id)).toEqual(['150']);
  });

  test('a late refusal of an old token does not end the new one', async () => {
    const budget = createBudget({ limit: 100, windowMs: 1_000 });
    const local = (async (input, init) => halo.fetch(new Request(input, init))) as typeof fetch;
    const config = { ...credentials, tenant: null, address: 'https://halo.example' };
    const auth = createHaloAuth(config, createHttp({ fetch: local, budget }));
    const old = await auth.token();
    auth.drop(old.value);
    const renewed = await auth.token();
    expect(renewed.value).not.toBe(old.value);
    auth.drop(old.value);
    expect((await auth.token()).value).toBe(renewed.value);
  });

  test('an authorisation server without encryption gets no secret', async () => {
    const info = '{"auth_url":"http://halo.example/auth"}';
    halo.control.failNext = { count: 1, status: 200, path: '/api/authinfo', body: info };
    await expect(connect().company('1')).rejects.toMatchObject({ code: 'provider_invalid' });
    expect(halo.control.requests.map((request) => request.path)).toEqual(['/api/authinfo']);
  });

  test('the token is fetched again shortly before its end', async () => {
    halo.control.tokenSeconds = 0.05;
    const psa = connect();
    await psa.contact('23');
    await new Promise((done) => setTimeout(done, 50));
    await psa.contact('23');
    const api = halo.control.requests.filter((request) => request.path.startsWith('/api/Users'));
    expect(api.map((request) => request.status)).toEqual([200, 200]);
  });
});
