import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from '@counterpart/shared/identity.ts';
import { Client } from 'ldapts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Administrator,
  adConnection,
  dnOf,
  openAdmin,
  PEOPLE,
  readChanges,
  seed,
} from '../helpers/active-directory.ts';
import { BASE, type DomainController, startDomainController, withoutSamba } from '../helpers/samba.ts';
import { people } from '../simulators/identity/harness.ts';

const why = withoutSamba();
const READER = path.join(import.meta.dirname, '../helpers/read-changes.ts');

describe.skipIf(why)(`what a controller tells of changes${why ? ` (${why})` : ''}`, () => {
  let controller: DomainController;
  let admin: Administrator;
  let accounts: Account[];
  let directory: string;
  let cursor: string;
  const identity = () => adConnection(controller);
  const round = () => readChanges(identity(), directory, cursor);

  beforeAll(async () => {
    controller = await startDomainController();
    admin = await openAdmin(controller);
    accounts = await seed(admin, people(12));
    await admin.unit(`OU=Sales,${PEOPLE}`);
    await admin.unit(`OU=Elsewhere,${BASE}`);
    // Three wrong passwords lock an account.
    await admin.set(BASE, {
      lockoutThreshold: ['3'],
      lockoutDuration: ['-18000000000'],
      lockOutObservationWindow: ['-18000000000'],
    });
    directory = (await identity().directories())[0]!.id;
  });
  beforeEach(async () => {
    cursor = (await readChanges(identity(), directory, null)).cursor;
  });
  afterAll(async () => {
    await admin.close();
    await controller.stop();
  });

  const cases: [what: string, at: number, act: () => Promise<unknown>, change: Partial<Account>][] = [
    [
      'a rename',
      1,
      () => admin.set(dnOf('p1'), { userPrincipalName: ['new.name@acme.test'] }),
      { username: 'new.name@acme.test' },
    ],
    [
      'a new display name',
      2,
      () => admin.set(dnOf('p2'), { displayName: ['Zoë Ångström'] }),
      { displayName: 'Zoë Ångström' },
    ],
    ['a job title that was taken away', 3, () => admin.set(dnOf('p3'), { title: [] }), { title: null }],
    [
      'a further address',
      4,
      () => admin.set(dnOf('p4'), { proxyAddresses: ['smtp:b@acme.test', 'smtp:a@acme.test'] }),
      { emails: ['person.4@mail.acme.test', 'a@acme.test', 'b@acme.test'] },
    ],
    [
      'an account that was disabled',
      5,
      () => admin.set(dnOf('p5'), { userAccountControl: ['546'] }),
      { enabled: false },
    ],
    ['a move inside of the base', 6, () => admin.move(dnOf('p6'), dnOf('p6', `OU=Sales,${PEOPLE}`)), {}],
    ['a new administrator', 7, () => admin.set(dnOf('p7'), { adminCount: ['1'] }), { admin: true }],
    [
      'a service principal name',
      8,
      () => admin.set(dnOf('p8'), { servicePrincipalName: ['HTTP/intranet.acme.test'] }),
      { kind: 'service' },
    ],
  ];
  test.each(cases)('%s', async (_what, at, act, change) => {
    await act();
    expect(await round()).toMatchObject({ changed: [{ ...accounts[at], ...change }], removed: [] });
  });

  test('a lock after wrong passwords, and its end', async () => {
    const { id } = accounts[9]!;
    const password = Buffer.from('"Right-Passw0rd!"', 'utf16le');
    await admin.set(dnOf('p9'), { unicodePwd: [password], userAccountControl: ['512'] });
    cursor = (await round()).cursor;
    for (let tries = 0; tries < 3; tries++) {
      const stranger = new Client({ url: `ldaps://${controller.ip}`, tlsOptions: { ca: controller.certificate } });
      await stranger.bind(dnOf('p9'), 'wrong').catch(() => {});
      await stranger.unbind();
    }
    const locked = await round();
    expect(locked.changed).toEqual([{ ...accounts[9], locked: true }]);
    expect((await identity().account(directory, id))!.locked).toBe(true);
    await admin.set(dnOf('p9'), { lockoutTime: ['0'] });
    expect((await readChanges(identity(), directory, locked.cursor)).changed).toEqual([accounts[9]]);
  });

  test('a move out of the base, and back', async () => {
    const { id } = accounts[10]!;
    const outside = dnOf('p10', `OU=Elsewhere,${BASE}`);
    await admin.move(dnOf('p10'), outside);
    const out = await round();
    expect(out).toMatchObject({ changed: [], removed: [id] });
    expect(await identity().account(directory, id)).toBeNull();
    await admin.move(outside, dnOf('p10'));
    expect(await readChanges(identity(), directory, out.cursor)).toMatchObject({
      changed: [accounts[10]],
      removed: [],
    });
  });

  test('a tombstone, and who comes after it with the same name', async () => {
    await admin.remove(dnOf('p11'));
    await admin.add(dnOf('p11'), {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      sAMAccountName: ['p11'],
      userPrincipalName: [accounts[11]!.username],
      userAccountControl: ['544'],
    });
    const { changed, removed } = await round();
    expect(removed).toEqual([accounts[11]!.id]);
    expect(changed).toMatchObject([{ username: accounts[11]!.username, title: null }]);
    expect(changed[0]!.id).not.toBe(accounts[11]!.id);
  });

  test('nothing of what does not concern us', async () => {
    await admin.set(dnOf('p1'), { description: ['Somebody'] });
    await admin.add(`CN=pc1,CN=Computers,${BASE}`, { objectClass: ['computer'], sAMAccountName: ['PC1$'] });
    await admin.add(`CN=Sales,CN=Users,${BASE}`, { objectClass: ['group'], sAMAccountName: ['Sales'] });
    expect(await round()).toMatchObject({ changed: [], removed: [] });
  });

  test('go on from the cursor in another process', async () => {
    await admin.set(dnOf('p2'), { title: ['Elsewhere'] });
    const { ip, certificate } = controller;
    const asked = JSON.stringify({ controller: { ip, certificate }, directory, cursor });
    const { stdout } = await promisify(execFile)(process.execPath, [READER, asked]);
    expect(JSON.parse(stdout)).toMatchObject({ changed: [{ id: accounts[2]!.id, title: 'Elsewhere' }], removed: [] });
  });

  test('with nine changes in them cost three requests', async () => {
    for (const at of [1, 2, 3, 4, 5, 7, 8, 9, 10]) {
      await admin.set(dnOf(`p${at}`), { department: [`Department ${at}`] });
    }
    let requests = 0;
    const one = adConnection(controller, { count: () => requests++ });
    await one.account(directory, accounts[1]!.id); // signed in already
    requests = 0;
    expect((await readChanges(one, directory, cursor)).changed).toHaveLength(9);
    expect(requests).toBe(3);
  });
});
