import type { AccountPlan } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind, expectStatus } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

const plan = async (contactRecord: number, directory = 'harbour-finch') => {
  const answer = await northwind.lookup('contact', contactRecord);
  if (!('contact' in answer) || !answer.contact) throw new Error(answer.state);
  const body = { contactId: answer.contact.rowId, directoryId: northwind.directoryIds.get(directory)! };
  return expectStatus<AccountPlan>(200, server.admin.call('POST', '/v1/accounts/plan', body));
};

describe('the plan', () => {
  test('says what goes where, from what, and by which rule', async () => {
    const { fields, draft, possible } = await plan(1015);
    expect(fields.map(({ field, to, rule, problem }) => [field, to, rule, problem])).toEqual([
      ['username', 'callum.reid@harbourfinch.example', 'from_email', null],
      ['displayName', 'Callum Reid', 'copied', null],
      ['givenName', 'Callum', 'copied', null],
      ['familyName', 'Reid', 'copied', null],
      ['email', 'callum.reid@harbourfinch.example', 'copied', null],
      ['phone', '07700 900115', 'copied', null],
    ]);
    expect(draft).toMatchObject({ username: 'callum.reid@harbourfinch.example', displayName: 'Callum Reid' });
    expect(possible).toBe(true);
  });

  test.each([
    [1001, 'username', 'taken'], // Priya has her account
    [1005, 'email', 'taken'], // Sam's address is an alias of an account
    [1002, 'email', 'foreign_domain'], // Bob writes from home
    [1004, 'email', 'missing'], // the PSA has only an initial
  ])('of contact %i: %s is %s', async (contact, field, problem) => {
    const { fields } = await plan(contact);
    expect(fields.find((one) => one.field === field)?.problem).toBe(problem);
  });

  test('is impossible where the sign-in name is taken', async () => {
    expect(await plan(1001)).toMatchObject({ possible: false });
  });

  test('is of a directory of the company, or of none', async () => {
    const answer = await northwind.lookup('contact', 1015);
    if (answer.state !== 'nobody') throw new Error(answer.state);
    const body = { contactId: answer.contact.rowId, directoryId: northwind.directoryIds.get('okafor-removals')! };
    expect((await server.admin.call('POST', '/v1/accounts/plan', body)).status).toBe(404);
  });
});
