import type { CheckStep } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Administrator,
  adConnection,
  addServiceAccount,
  dnOf,
  openAdmin,
  PEOPLE,
  readChanges,
  seed,
} from '../helpers/active-directory.ts';
import { BASE, type DomainController, startDomainController, withoutSamba } from '../helpers/samba.ts';
import { people, readAll } from '../simulators/identity/harness.ts';

const why = withoutSamba();
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';

// A service account that is in no group gets one right after the other; each is named while it is missing, and is enough once it is there.
describe.skipIf(why)(`the rights of a service account${why ? ` (${why})` : ''}`, () => {
  let controller: DomainController;
  let admin: Administrator;
  let service: Awaited<ReturnType<typeof addServiceAccount>>;
  let accounts: Awaited<ReturnType<typeof seed>>;
  let sid: string;
  let directory: string;
  const connection = () => adConnection(controller, { bind: service.bind });

  beforeAll(async () => {
    controller = await startDomainController();
    admin = await openAdmin(controller);
    accounts = await seed(admin, people(5));
    service = await addServiceAccount(admin);
    sid = await admin.sid(service.dn);
    directory = (await connection().directories())[0]!.id;
  });
  afterAll(async () => {
    await admin.close();
    await controller.stop();
  });

  const stepOf = async (capability: CheckStep['capability']) =>
    (await connection().check()).steps.find((step) => step.capability === capability)!;
  const missing = (capability: CheckStep['capability'], right: string, where = PEOPLE): CheckStep => ({
    ...{ capability, state: 'missing', code: 'provider_forbidden', right, where },
  });
  const forbidden = (right: string) => ({ code: 'provider_forbidden', extra: { detail: { right } } });
  const writing = async (...names: string[]) =>
    (await Promise.all(names.map((name) => admin.schemaId(name))))
      .map((id) => `(OA;CIIO;WP;${id};${USER};${sid})`)
      .join('');
  const create = () => {
    const draft = {
      username: 'new@acme.test',
      displayName: 'New',
      givenName: '',
      familyName: '',
      email: null,
      phones: [],
    };
    return connection().create!(directory, { draft, correlationKey: 'key' });
  };

  test('reads without being granted anything', async () => {
    const pages = await readAll(connection(), directory);
    expect(pages.flatMap(({ items }) => items)).toHaveLength(5);
    const { ok, steps } = await connection().check();
    expect(ok).toBe(true);
    for (const capability of ['reach', 'sign_in', 'read_accounts']) {
      expect(steps).toContainEqual({ capability, state: 'works' });
    }
  });

  test('is told what it may not, right by right, and nothing was written', async () => {
    const all = 'displayName, givenName, sn, mail, telephoneNumber, mobile, title, department';
    expect(await stepOf('create_accounts')).toEqual(missing('create_accounts', 'Create User objects'));
    expect(await stepOf('update_accounts')).toEqual(missing('update_accounts', `Write ${all}`));
    expect(await stepOf('enable_accounts')).toEqual(missing('enable_accounts', 'Write userAccountControl'));
    await expect(create()).rejects.toMatchObject(forbidden('Create User objects'));
    const { id } = accounts[1]!;
    await expect(connection().update!(directory, id, { title: 'x' })).rejects.toMatchObject(forbidden('Write title'));
    await expect(connection().setEnabled!(directory, id, false)).rejects.toMatchObject(
      forbidden('Write userAccountControl'),
    );
    expect(await connection().account(directory, id)).toEqual(accounts[1]);
    expect(await admin.count(PEOPLE)).toBe(5);
  });

  test('corrects the fields that it was granted, and no others', async () => {
    await controller.grant(PEOPLE, await writing('title', 'department'));
    const { id } = accounts[1]!;
    expect((await stepOf('update_accounts')).right).toBe(
      'Write displayName, givenName, sn, mail, telephoneNumber, mobile',
    );
    expect(await connection().update!(directory, id, { title: 'x', displayName: accounts[1]!.displayName })).toEqual({
      ...accounts[1],
      title: 'x',
    });
    const both = { title: 'y', displayName: 'Y' };
    await expect(connection().update!(directory, id, both)).rejects.toMatchObject(
      forbidden('Write displayName, title'),
    );
    expect((await connection().account(directory, id))!.title).toBe('x');
  });

  test('disables and enables once it was granted that', async () => {
    await controller.grant(PEOPLE, await writing('userAccountControl'));
    const { id } = accounts[2]!;
    expect(await stepOf('enable_accounts')).toEqual({ capability: 'enable_accounts', state: 'works' });
    expect(await connection().setEnabled!(directory, id, false)).toEqual({ ...accounts[2], enabled: false });
    expect(await connection().setEnabled!(directory, id, true)).toEqual(accounts[2]);
  });

  test('creates once it was granted that, with a password that has to be changed', async () => {
    await controller.grant(PEOPLE, `(OA;CI;CC;${USER};;${sid})(OA;CIIO;CR;${RESET_PASSWORD};${USER};${sid})`);
    expect(await stepOf('create_accounts')).toEqual({ capability: 'create_accounts', state: 'works' });
    const made = await create();
    expect(made).toMatchObject({ username: 'new@acme.test', enabled: true, externalId: 'key' });
    const [kept] = await admin.find(PEOPLE, '(userPrincipalName=new@acme.test)', ['pwdLastSet', 'userAccountControl']);
    expect(kept).toMatchObject({ pwdLastSet: '0', userAccountControl: '512' });
  });

  test('is told of deletions once it was granted that, and overlooks them until then', async () => {
    const deleted = `CN=Deleted Objects,${BASE}`;
    const round = (cursor: string | null) => readChanges(connection(), directory, cursor);
    const first = (await round(null)).cursor;
    expect(await stepOf('read_removed')).toEqual(
      missing('read_removed', 'List contents, Read all properties', deleted),
    );
    await admin.remove(dnOf('p3'));
    expect((await round(first)).removed).toEqual([]);
    // The full read notices it.
    expect((await readAll(connection(), directory)).flatMap(({ items }) => items.map(({ id }) => id))).not.toContain(
      accounts[3]!.id,
    );
    await controller.grant(deleted, `(A;CI;LCRP;;;${sid})`);
    expect(await stepOf('read_removed')).toEqual({ capability: 'read_removed', state: 'works' });
    expect((await round(first)).removed).toEqual([accounts[3]!.id]);
  });

  test('is told that new accounts would be out of sight', async () => {
    const elsewhere = adConnection(controller, { settings: { createIn: `CN=Users,${BASE}` } });
    const { steps } = await elsewhere.check();
    expect(steps.find(({ capability }) => capability === 'create_accounts')).toMatchObject({
      ...{ state: 'failed', fix: 'create_in', where: `CN=Users,${BASE}` },
    });
  });

  test.each([
    ['base', 'OU=Nobody,DC=acme,DC=test', 'read_accounts'],
    ['base', 'nonsense', 'read_accounts'],
    ['createIn', `OU=Nobody,${PEOPLE}`, 'create_accounts'],
  ])('is told that there is no such place (%s %s)', async (name, dn, capability) => {
    if (dn === 'nonsense') {
      expect(() => adConnection(controller, { settings: { [name]: dn } })).toThrow('distinguished name');
      return;
    }
    const { steps } = await adConnection(controller, { settings: { [name]: dn } }).check();
    const fix = name === 'base' ? 'base' : 'create_in';
    expect(steps.find((step) => step.capability === capability)).toMatchObject({ state: 'failed', fix, where: dn });
  });
});
