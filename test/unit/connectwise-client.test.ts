import { globalAgent } from 'node:https';
import { ManageAPI, utils } from 'connectwise-rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedFor } from '../helpers/certificate.ts';
import { contractSeed, MEMBER } from '../simulators/psa/connectwise/harness.ts';
import { type ServedConnectWiseSimulator, serveConnectWiseSimulator } from '../simulators/psa/connectwise/serve.ts';

/** A client that somebody else wrote for the real ConnectWise; it speaks TLS and nothing else. */
describe("somebody else's client against the stand-in ConnectWise", () => {
  let simulator: ServedConnectWiseSimulator;
  let trusted: typeof globalAgent.options.ca;
  const delivered: { body: string; signature: string }[] = [];
  const connect = (changes: Partial<typeof MEMBER> = {}) => {
    const { company, publicKey, privateKey, clientId } = { ...MEMBER, ...changes };
    const companyUrl = new URL(simulator.url).host;
    return new ManageAPI({ companyId: company, publicKey, privateKey, clientId, companyUrl, logger: () => undefined });
  };

  beforeAll(async () => {
    const certificate = await selfSignedFor(['localhost']);
    trusted = globalAgent.options.ca;
    globalAgent.options.ca = certificate.cert;
    simulator = await serveConnectWiseSimulator({
      ...{ seed: contractSeed(), ...MEMBER, certificate },
      async deliver(request) {
        delivered.push({ body: await request.text(), signature: request.headers.get('x-content-signature') ?? '' });
        return new Response(null, { status: 200 });
      },
    });
  });
  afterAll(async () => {
    globalAgent.options.ca = trusted;
    await simulator?.close();
  });

  test('reads a whole list, page after page', async () => {
    const api = connect();
    const contacts = (await api.paginate(api.CompanyAPI.getCompanyContacts, { pageSize: 500 }, {})) as { id: number }[];
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(2_050);
    expect(await api.CompanyAPI.getCompanyContactsCount({})).toEqual({ count: 2_050 });
  });

  test('asks with conditions of all three kinds, an order and fields', async () => {
    const { CompanyAPI } = connect();
    const ids = async (params: object) => (await CompanyAPI.getCompanyContacts(params)).map(({ id }) => id);
    expect(await ids({ conditions: 'firstName = "ana" and inactiveFlag = False' })).toEqual([23]);
    const child = 'communicationItems/value like "ana%" AND communicationItems/communicationType="Email"';
    expect(await ids({ childConditions: child })).toEqual([23]);
    expect(await ids({ customFieldConditions: 'caption="Entra id" AND value != null' })).toEqual([23]);
    const ordered = await CompanyAPI.getCompanyContacts({
      ...{ conditions: 'id in (22, 23, 24)', orderBy: 'firstName desc', fields: 'firstName,company/name' },
    });
    expect(ordered).toEqual(
      ['Scanner', 'Gone', 'Ana'].map((firstName) => ({ firstName, company: { name: 'Harbour Dental' } })),
    );
  });

  test('gets, creates, changes and deletes a contact', async () => {
    const { CompanyAPI } = connect();
    expect(await CompanyAPI.getCompanyContactsById(23)).toMatchObject({ firstName: 'Ana', company: { id: 2 } });
    const item = {
      type: { id: 1 },
      value: 'kim@harbour.example',
      communicationType: 'Email' as const,
      defaultFlag: true,
    };
    const made = await CompanyAPI.postCompanyContacts({
      firstName: 'Kim',
      company: { id: 2 },
      communicationItems: [item],
    });
    const operations = [
      { op: 'replace', path: 'lastName', value: 'Holm' },
      { op: 'replace', path: '/communicationItems/0/value', value: 'k.holm@harbour.example' },
      { op: 'replace', path: 'customFields', value: [] },
    ];
    await CompanyAPI.patchCompanyContactsById(made.id!, operations as never);
    expect(await CompanyAPI.getCompanyContactsById(made.id!)).toMatchObject({
      ...{ firstName: 'Kim', lastName: 'Holm', site: { name: 'Main' } },
      communicationItems: [{ value: 'k.holm@harbour.example', domain: '@harbour.example', defaultFlag: true }],
    });
    await CompanyAPI.deleteCompanyContactsById(made.id!, 23);
    await expect(CompanyAPI.getCompanyContactsById(made.id!)).rejects.toMatchObject({ status: 404 });
  });

  test('finds a ticket, writes a note on it and takes it back', async () => {
    const { ServiceAPI } = connect();
    const found = await ServiceAPI.postServiceTicketsSearch({ conditions: 'summary contains "printer"' });
    expect(found).toMatchObject([{ id: 4001, contact: { id: 23 } }]);
    const note = await ServiceAPI.postServiceTicketsByParentIdNotes(4001, { text: 'Hi', internalAnalysisFlag: true });
    expect(note).toMatchObject({ ticketId: 4001, text: 'Hi', internalAnalysisFlag: true });
    await ServiceAPI.deleteServiceTicketsByParentIdNotesById(note.id!, 4001);
    expect([...simulator.store.all('notes')]).toEqual([]);
  });

  test.each<[string, (api: ManageAPI) => Promise<unknown>, object]>([
    [
      'a missing name',
      (api) => api.CompanyAPI.postCompanyContacts({}),
      { status: 400, data: { code: 'InvalidObject' } },
    ],
    ['no record', (api) => api.CompanyAPI.getCompanyContactsById(9), { status: 404, data: { code: 'NotFound' } }],
    [
      'a condition of the wrong type',
      (api) => api.CompanyAPI.getCompanyContacts({ conditions: 'inactiveFlag = 1' }),
      { status: 400, data: { message: expect.stringContaining('Expected a boolean value, not a numeric') } },
    ],
    ['a contact in use', (api) => api.CompanyAPI.deleteCompanyContactsById(23, undefined as never), { status: 409 }],
  ])('is told of %s', async (_, act, fault) => {
    await expect(act(connect())).rejects.toMatchObject(fault);
  });

  test('is refused with a wrong key, and when it asks too much', async () => {
    await expect(connect({ privateKey: 'x' }).CompanyAPI.getCompanyContactsById(23)).rejects.toMatchObject({
      status: 401,
    });
    simulator.control.throttle = { retryAfterSeconds: 30, count: 1 };
    const limited = { status: 429, data: { message: 'Too many requests. Please try again in 30 seconds.' } };
    await expect(connect().CompanyAPI.getCompanyContactsById(23)).rejects.toMatchObject(limited);
  });

  test('subscribes, and finds the signature of what it is told to be right', async () => {
    const { SystemAPI } = connect();
    const entry = { url: 'https://hook.example/?recordId=', objectId: 1, type: 'contact', level: 'owner' };
    await SystemAPI.postSystemCallbacks(entry);
    simulator.control.edit('contacts', 23, { title: 'Head' });
    await simulator.settled();
    const [{ body, signature } = { body: '', signature: '' }] = delivered;
    const payload = JSON.parse(body) as { Metadata: { key_url: string } };
    const keyUrl = new URL(payload.Metadata.key_url);
    const login = Buffer.from(`${MEMBER.company}+${MEMBER.publicKey}:${MEMBER.privateKey}`).toString('base64');
    const headers = { authorization: `Basic ${login}`, clientId: MEMBER.clientId };
    const answer = await simulator.fetch(new Request(keyUrl, { headers }));
    const { signing_key: key } = (await answer.json()) as { signing_key: string };
    const verify = utils.Callback.verifyMessage;
    expect(verify(payload as never, signature, key)).toBe(true);
    expect(verify({ ...payload, ID: 1 } as never, signature, key)).toBe(false);
  });
});
