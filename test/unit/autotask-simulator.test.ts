import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../simulators/psa/autotask/control.ts';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { type AutotaskSimulator, createAutotaskSimulator } from '../simulators/psa/autotask/index.ts';

interface Answer {
  status: number;
  body: { items?: { id: number }[]; errors?: string[]; [field: string]: unknown };
}

/** The quirks of Autotask that a connector can fall over: a stand-in without them would prove nothing. */
describe('the stand-in Autotask', () => {
  let autotask: AutotaskSimulator;
  let clock: number;
  let called: Delivery[];
  let keys: Record<string, string>;

  const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const init = { method, headers: keys, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const url = path.startsWith('http') ? path : `http://at.test/zone5/ATServicesRest/V1.0/${path}`;
    const answer = await autotask.fetch(new Request(url, init));
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };
  const find = async (...filter: unknown[]) => {
    const { body } = await send('POST', 'Contacts/query', { filter });
    return body.items?.map((item) => item.id) ?? body.errors;
  };

  beforeEach(() => {
    clock = Date.parse('2026-03-01T10:00:00Z');
    keys = { UserName: 'api@msp.example', Secret: 's', ApiIntegrationCode: 'c' };
    called = [];
    const seed = contractSeed(6);
    const known = { ...seed.Contacts[0]!, userDefinedFields: [{ name: 'Badge', value: 'A-7' }], title: 'CEO' };
    const options = { username: 'api@msp.example', secret: 's', integrationCode: 'c', now: () => clock };
    const deliver = async (delivery: Delivery) => called.push(delivery);
    const Contacts = [known, ...seed.Contacts.slice(1)];
    autotask = createAutotaskSimulator({ ...options, seed: { ...seed, Contacts }, deliver });
  });

  test('tells the zone without a key, at any address, and not of a stranger', async () => {
    keys = {};
    const zone = { url: 'http://at.test/zone5/ATServicesRest/', webUrl: 'http://at.test/' };
    const at = 'http://at.test/ATServicesRest/v1.0/zoneInformation?user=';
    expect((await send('GET', `${at}API@msp.example`)).body).toMatchObject(zone);
    const stranger = await send('GET', `${at}nobody`);
    expect(stranger).toEqual({ status: 500, body: { errors: ['Zone information could not be determined'] } });
  });

  test.each<[string, Record<string, string>, number]>([
    ['no key', {}, 401],
    ['a wrong secret', { Secret: 'x' }, 401],
    ['a wrong user', { UserName: 'x' }, 401],
    ['a wrong tracking identifier', { ApiIntegrationCode: 'x' }, 500],
  ])('answers nothing with %s', async (_, wrong, status) => {
    keys = Object.keys(wrong).length === 0 ? {} : { ...keys, ...wrong };
    expect((await send('GET', 'Contacts/23')).status).toBe(status);
  });

  test('answers nothing in the zone that a customer has left', async () => {
    autotask.control.moveZone();
    expect((await send('GET', 'Contacts/23')).status).toBe(401);
    expect((await send('GET', 'http://at.test/zone6/ATServicesRest/v1.0/contacts/23')).status).toBe(200);
  });

  const is = (field: string, value: unknown) => ({ op: 'eq', field, value });
  test.each<[string, unknown[], unknown]>([
    ['eq, whatever the case', [is('firstname', 'ANA')], [23]],
    ['eq of a number as text', [is('companyID', '175'), is('isActive', 0)], [24]],
    ['noteq', [{ op: 'noteq', field: 'companyID', value: 175 }], [101, 102]],
    [
      'gt and lte',
      [
        { op: 'gt', field: 'id', value: 23 },
        { op: 'lte', field: 'id', value: 100 },
      ],
      [24, 25, 100],
    ],
    ['gte of a date', [{ op: 'gte', field: 'lastModifiedDate', value: '2026-01-01' }], []],
    ['lt of a date', [{ op: 'lt', field: 'lastModifiedDate', value: '2026-01-01T00:00:00Z' }, is('id', 23)], [23]],
    ['beginsWith', [{ op: 'beginsWith', field: 'lastName', value: 'sOu' }], [23]],
    ['endsWith', [{ op: 'endsWith', field: 'emailAddress', value: 'harbour.EXAMPLE' }], [23, 24, 25]],
    ['contains, without wildcards', [{ op: 'contains', field: 'emailAddress', value: '%' }], []],
    ['exist', [{ op: 'exist', field: 'mobilePhone' }], [23]],
    ['notExist, where it is empty', [{ op: 'notExist', field: 'phone' }], [24, 25]],
    ['in', [{ op: 'in', field: 'id', value: [24, '25', 999] }], [24, 25]],
    ['notIn', [{ op: 'notIn', field: 'companyID', value: [175, 176] }], [102]],
    [
      'or within and',
      [{ op: 'and', items: [is('companyID', 175), { op: 'or', items: [is('id', 23), is('id', 101)] }] }],
      [23],
    ],
    ['a field that admins made', [{ ...is('badge', 'a-7'), udf: true }], [23]],
    ['no filter', [], ['The filter of the query is missing or empty.']],
    ['a field that is none', [is('mail', 'x')], ['Unable to find mail in the Contact Entity.']],
    [
      'an operator that is none',
      [{ op: 'toString', field: 'id', value: 1 }],
      ['Invalid query syntax. toString is not an operator.'],
    ],
    ['a field that cannot be asked for', [is('surveyOptOut', true)], ['The field surveyOptOut can not be queried.']],
    ['1 for true', [is('primaryContact', 1)], ['The value for primaryContact is not of the type boolean.']],
    ['text for a number', [is('id', 'x')], ['The value for id is not of the type long.']],
    [
      'two fields that admins made',
      [
        { ...is('Badge', 'a'), udf: true },
        { ...is('Badge', 'b'), udf: true },
      ],
      ['Only one user-defined field may be used in a query.'],
    ],
    [
      '501 choices',
      [{ op: 'or', items: Array.from({ length: 501 }, (_, id) => is('id', id)) }],
      ["Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions."],
    ],
  ])('evaluates %s', async (_, filter, expected) => {
    expect(await find(...filter)).toEqual(expected);
  });

  test('500 choices are allowed', async () => {
    expect(await find({ op: 'or', items: Array.from({ length: 500 }, (_, id) => is('id', id)) })).toHaveLength(6);
  });

  test('pages forward by the address it gives, with the same method', async () => {
    const filter = [{ op: 'exist', field: 'id' }];
    const search = encodeURIComponent(JSON.stringify({ filter, MaxRecords: 4 }));
    const first = await send('GET', `Contacts/query?search=${search}`);
    const { nextPageUrl } = first.body.pageDetails as { nextPageUrl: string };
    const second = await send('GET', nextPageUrl);
    expect([first, second].map(({ body }) => body.items!.map((item) => item.id))).toEqual([
      [23, 24, 25, 100],
      [101, 102],
    ]);
    expect(second.body.pageDetails).toMatchObject({ count: 2, nextPageUrl: null });
  });

  test('has no second page where the id is not among the fields', async () => {
    const query = { filter: [{ op: 'exist', field: 'id' }], MaxRecords: 2, IncludeFields: ['firstName'] };
    const { body } = await send('POST', 'Contacts/query', query);
    expect(body).toMatchObject({
      items: [{ firstName: 'Ana' }, { firstName: 'Gone' }],
      pageDetails: { nextPageUrl: null },
    });
  });

  test.each([0, 501, 'x'])('MaxRecords %s is refused', async (MaxRecords) => {
    expect((await send('POST', 'Contacts/query', { filter: [is('id', 1)], MaxRecords })).status).toBe(500);
  });

  test('an address that is too long is not found', async () => {
    expect((await send('GET', `Contacts/query?search=${'x'.repeat(2_100)}`)).status).toBe(404);
  });

  const person = { firstName: 'A', lastName: 'B', isActive: 1 };
  test.each<[string, string, string, object, number, string]>([
    [
      'a missing value',
      'POST',
      'Companies/175/Contacts',
      { firstName: 'A', isActive: 1 },
      500,
      'required field LastName',
    ],
    ['a blank', 'POST', 'Companies/175/Contacts', { ...person, phone: '' }, 500, 'Object reference'],
    ['a null', 'POST', 'Companies/175/Contacts', { ...person, phone: null }, 500, 'Object reference'],
    ['a flag that is true', 'POST', 'Companies/175/Contacts', { ...person, isActive: true }, 500, 'isActive'],
    ['a long name', 'POST', 'Companies/175/Contacts', { ...person, firstName: 'x'.repeat(51) }, 500, 'longer than 50'],
    [
      "another company's site",
      'POST',
      'Companies/175/Contacts',
      { ...person, companyLocationID: 12 },
      500,
      'AccountLocationID',
    ],
    ['no company', 'POST', 'Companies/9/Contacts', person, 500, 'No matching records'],
    ['a contact at its own address', 'POST', 'Contacts', person, 404, '{}'],
    [
      "another company's contact",
      'PATCH',
      'Companies/176/Contacts',
      { id: 23, lastName: 'X' },
      500,
      'No matching records',
    ],
    ['a contact who is on a ticket', 'DELETE', 'Companies/175/Contacts/23', {}, 500, 'can not be deleted'],
    ['a note', 'DELETE', 'Tickets/53203/Notes/1', {}, 405, 'does not support'],
    [
      'the ticket contact as another one too',
      'POST',
      'Tickets/53203/AdditionalContacts',
      { contactID: 101 },
      500,
      'ContactID',
    ],
  ])('refuses %s', async (_, method, path, fields, status, said) => {
    const answer = await send(method, path, fields);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(said);
  });

  test('takes the new ticket contact off the additional ones, and the other way round', async () => {
    await send('PATCH', 'Tickets', { id: 53_203, contactID: 25 });
    expect((await send('GET', 'Tickets/53203/AdditionalContacts')).body.items).toEqual([]);
    await send('POST', 'Tickets/53203/AdditionalContacts', { contactID: 25 });
    expect((await send('GET', 'Tickets/53203')).body.item).toMatchObject({ contactID: null });
  });

  test('a right that is missing is an error 500, and said beforehand', async () => {
    autotask.control.rights.Contacts = { query: 'None' };
    const { status, body } = await send('GET', 'Contacts/23');
    expect([status, body.errors?.[0]]).toEqual([500, expect.stringContaining('adequate permissions')]);
    const { info } = (await send('GET', 'Contacts/entityInformation')).body;
    expect(info).toMatchObject({ userAccessForQuery: 'None', userAccessForCreate: 'All' });
  });

  test('allows three at a time on one object', async () => {
    autotask.control.latencyMs = 10;
    const four = await Promise.all(Array.from({ length: 4 }, () => send('GET', 'Contacts/23')));
    expect(four.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 500]);
    const zones = Array.from({ length: 6 }, () => send('GET', 'ZoneInformation?user=api@msp.example'));
    expect((await Promise.all(zones)).every((answer) => answer.status === 200)).toBe(true);
  });

  test('slows down from half of the hour on, stops at its end, and goes on when it has rolled by', async () => {
    Object.assign(autotask.control, { requestLimit: 4, slowDownMs: 30 });
    const took: number[] = [];
    for (let request = 0; request < 4; request++) {
      const start = performance.now();
      await send('GET', 'Contacts/23');
      took.push(performance.now() - start);
      clock += 60_000;
    }
    expect(took[2]).toBeGreaterThanOrEqual(29);
    expect(took[3]).toBeGreaterThanOrEqual(59);
    expect((await send('GET', 'Contacts/23')).status).toBe(429);
    clock += 56 * 60_000;
    const threshold = { externalRequestThreshold: 4, requestThresholdTimeframe: 60, currentTimeframeRequestCount: 4 };
    expect((await send('GET', 'ThresholdInformation')).body).toEqual(threshold);
  });

  describe('webhooks', () => {
    const hook = {
      ...{
        name: 'Counterpart',
        isActive: true,
        webhookUrl: 'https://cp.example/hook',
        deactivationUrl: 'https://cp.example/off',
      },
      ...{ secretKey: 'shared', isSubscribedToUpdateEvents: true, sendThresholdExceededNotification: false },
    };
    const subscribe = async () => {
      const id = (await send('POST', 'ContactWebhooks', hook)).body.itemId as number;
      const { fields } = (await send('GET', 'ContactWebhookFields/entityInformation/fields')).body as {
        fields: { name: string; picklistValues: { value: string; label: string }[] | null }[];
      };
      const choices = fields.find((field) => field.name === 'fieldID')!.picklistValues!;
      const fieldID = Number(choices.find((choice) => choice.label === 'lastName')!.value);
      const field = { webhookID: id, fieldID, isSubscribedField: true };
      await send('POST', `ContactWebhooks/${id}/Fields`, field);
      return id;
    };

    test('are called with a signature over what was sent', async () => {
      await subscribe();
      autotask.control.edit('Contacts', 23, { lastName: 'Sousa & Löw' });
      expect(called).toHaveLength(1);
      const { url, headers, body } = called[0]!;
      expect(url).toBe(hook.webhookUrl);
      expect(headers['X-Hook-Signature']).toBe(`sha1=${createHmac('sha1', 'shared').update(body).digest('base64')}`);
      expect(body).toContain('Sousa \\u0026 L\\u00F6w');
      const Fields = { lastName: 'Sousa & Löw' };
      expect(JSON.parse(body)).toMatchObject({ Action: 'Update', EntityType: 'Contact', Id: 23, Fields, PersonID: 4 });
    });

    test.each(['http://cp.example/hook', 'https://cp.example:8443/hook'])('are not made for %s', async (webhookUrl) => {
      expect((await send('POST', 'ContactWebhooks', { ...hook, webhookUrl })).status).toBe(500);
    });

    test('are numbered, and not called for a field that nobody subscribed to', async () => {
      await subscribe();
      autotask.control.edit('Contacts', 23, { phone: '1' });
      for (const lastName of ['A', 'B']) autotask.control.edit('Contacts', 23, { lastName });
      const numbers = called.map(({ body }) => (JSON.parse(body) as { SequenceNumber: number }).SequenceNumber);
      expect(numbers).toEqual([1, 2]);
    });

    test('are not called for what an excluded resource did', async () => {
      const id = await subscribe();
      const excluded = { webhookID: id, resourceID: autotask.control.resourceId };
      await send('POST', `ContactWebhooks/${id}/ExcludedResources`, excluded);
      await send('PATCH', 'Companies/175/Contacts', { id: 23, lastName: 'Ours' });
      expect(called).toEqual([]);
      autotask.control.edit('Contacts', 23, { lastName: 'Theirs' });
      expect(called).toHaveLength(1);
    });
  });

  test('is steered from outside', async () => {
    const steer = (method: string, path: string, body?: unknown) =>
      send(method, `http://at.test/_simulator${path}`, body);
    expect((await steer('PATCH', '', { latencyMs: 1 })).body).toMatchObject({ latencyMs: 1, zone: 5 });
    expect((await steer('PATCH', '', { nonsense: 1 })).status).toBe(400);
    expect((await steer('PATCH', '/records/Contacts/23', { lastName: 'Z' })).status).toBe(204);
    expect((await send('GET', 'Contacts/23')).body.item).toMatchObject({ lastName: 'Z' });
    expect((await steer('DELETE', '/records/Contacts/24')).status).toBe(204);
    expect((await steer('POST', '/move-zone')).status).toBe(204);
    expect(autotask.control.zone).toBe(6);
    expect((await steer('GET', '/requests')).body).toHaveLength(1);
  });
});
