import { X509Certificate } from 'node:crypto';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import fc from 'fast-check';
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

describe.skipIf(why)(`several controllers${why ? ` (${why})` : ''}`, () => {
  let here: DomainController;
  let there: DomainController;
  let admin: Administrator;
  let other: Administrator;
  let accounts: Account[];
  let identity: Identity;
  let directory: string;

  beforeAll(async () => {
    [here, there] = await Promise.all([startDomainController(), startDomainController()]);
    await there.restoreFromBackup();
    [admin, other] = await Promise.all([openAdmin(here), openAdmin(there)]);
    accounts = await seed(admin, people(6));
    await seed(other, people(3));
    identity = adConnection(here);
    directory = (await identity.directories())[0]!.id;
  });
  afterAll(async () => {
    await Promise.all([admin.close(), other.close()]);
    await Promise.all([here.stop(), there.stop()]);
  });

  const create = (who: Identity, username: string, displayName: string, correlationKey = username) =>
    who.create!(directory, {
      draft: { username, displayName, givenName: '', familyName: '', email: null, phones: [] },
      correlationKey,
    });

  test('of two customers never mix, even where names and ids are the same', async () => {
    const elsewhere = adConnection(there);
    expect((await elsewhere.directories())[0]!.id).toBe(directory);
    const made = await create(identity, 'only.here@acme.test', 'Only Here');
    expect(await elsewhere.account(directory, made.id)).toBeNull();
    expect(await elsewhere.findByCorrelationKey!(directory, 'only.here@acme.test')).toBeNull();
    const ids = (pages: { items: Account[] }[]) => pages.flatMap(({ items }) => items.map(({ id }) => id));
    const [mine, theirs] = [ids(await readAll(identity, directory)), ids(await readAll(elsewhere, directory))];
    expect(mine).toHaveLength(7);
    expect(theirs).toHaveLength(3);
    expect(mine.filter((id) => theirs.includes(id))).toEqual([]);
    const { cursor } = await readChanges(identity, directory, null);
    await expect(readChanges(elsewhere, directory, cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
  });

  test('are tried in their order, and the first that answers is used', async () => {
    const both = adConnection(here, { settings: { servers: ['127.0.0.1:1', here.ip] } });
    expect(await both.account(directory, accounts[1]!.id)).toEqual(accounts[1]);
    const check = await both.check();
    expect(check.ok).toBe(true);
    expect(check.steps.slice(0, 2)).toEqual([
      { capability: 'reach', state: 'failed', code: 'provider_unavailable', where: '127.0.0.1:1' },
      { capability: 'sign_in', state: 'works' },
    ]);
  });

  test('that all fail are an outage, and nothing else is said', async () => {
    const gone = adConnection(here, { settings: { servers: ['127.0.0.1:1', '127.0.0.1:2'] } });
    await expect(gone.account(directory, accounts[1]!.id)).rejects.toMatchObject({ code: 'provider_unavailable' });
    const { ok, steps } = await gone.check();
    expect(ok).toBe(false);
    expect(steps[0]).toMatchObject({ state: 'failed', where: '127.0.0.1:1, 127.0.0.1:2' });
    for (const step of steps.slice(1)) expect(step.state).toBe('unknown');
  });

  test('are asked with a wrong password once, not each', async () => {
    // Without a threshold a controller does not count.
    const window = ['-18000000000'];
    await admin.set(BASE, { lockoutThreshold: ['9'], lockoutDuration: window, lockOutObservationWindow: window });
    const { dn, bind } = await addServiceAccount(admin, 'once');
    const wrong = { ...bind, password: 'wrong' };
    const both = adConnection(here, { bind: wrong, settings: { servers: [here.ip, `${here.ip}:636`] } });
    await expect(both.account(directory, accounts[1]!.id)).rejects.toMatchObject({ code: 'provider_auth' });
    const [kept] = await admin.find(dn, '(objectClass=user)', ['badPwdCount']);
    expect(kept!.badPwdCount).toBe('1');
  });

  const refusals: [why: string, name: string, values: Record<string, string[]>, fix: string][] = [
    ['disabled', 'disabled', { userAccountControl: ['514'] }, 'account_disabled'],
    ['to be given a new password', 'change', { userAccountControl: ['512'], pwdLastSet: ['0'] }, 'must_change'],
    ['expired', 'expired', { accountExpires: ['132000000000000000'] }, 'account_expired'],
  ];
  test.each(refusals)('say that the service account is %s', async (_why, name, values, fix) => {
    const { dn, bind } = await addServiceAccount(admin, name);
    await admin.set(dn, values);
    const check = await adConnection(here, { bind }).check();
    expect(check.steps[1]).toEqual({ capability: 'sign_in', state: 'failed', code: 'provider_auth', fix });
  });

  test('are known by their certificate, pinned or signed', async () => {
    const fingerprint = (dc: DomainController) => new X509Certificate(dc.certificate).fingerprint256;
    const pinned = (...fingerprints: string[]) =>
      adConnection(here, { settings: { trust: { by: 'fingerprint', fingerprints } } });
    expect(await pinned(fingerprint(here)).account(directory, accounts[1]!.id)).toEqual(accounts[1]);
    expect(await pinned(fingerprint(there), fingerprint(here)).account(directory, accounts[1]!.id)).not.toBeNull();
    const strangers = [
      pinned(fingerprint(there)),
      adConnection(here, { settings: { trust: { by: 'ca', ca: there.certificate } } }),
      adConnection(here, { settings: { trust: { by: 'system' } } }),
    ];
    for (const stranger of strangers) {
      await expect(stranger.account(directory, accounts[1]!.id)).rejects.toMatchObject({
        ...{ code: 'provider_auth', extra: { detail: { fix: 'server_certificate' } } },
      });
      expect((await stranger.check()).steps[0]).toMatchObject({ state: 'failed', fix: 'server_certificate' });
    }
  });

  test('are never spoken to in clear text', async () => {
    for (const server of [`ldap://${here.ip}`, `ldaps://${here.ip}`, `${here.ip}/x`, 'user@dc']) {
      expect(() => adConnection(here, { settings: { servers: [server] } })).toThrow('host or host:port');
    }
    // The port of clear text speaks no TLS.
    const clear = adConnection(here, { settings: { servers: [`${here.ip}:389`] } });
    await expect(clear.account(directory, accounts[1]!.id)).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  test('find nobody by an address that means something to a filter', async () => {
    const parts = fc.constantFrom(
      '*',
      '(',
      ')',
      '\\',
      '\\2a',
      '|',
      '&',
      '!',
      '=',
      '\0',
      '@',
      'é',
      'mail',
      'team',
      'acme.test',
    );
    const address = fc.array(parts, { minLength: 1, maxLength: 8 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(address, async (text) => {
        const found = await identity.findByEmail(directory, text);
        expect(found.map(({ username }) => username)).toEqual([]);
        expect(await identity.findByCorrelationKey!(directory, text)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    'Zoë, "Å" <x>+#;=\\',
    '#leading',
    'Ünïcödé 日本語',
    `O'Hara (Sales)/x`,
    'x'.repeat(200),
    'CN=evil,OU=Elsewhere',
  ])('take %j as a name, and keep it as it is', async (displayName) => {
    const username = `n${Buffer.from(displayName).toString('hex').slice(0, 12)}@acme.test`;
    const made = await create(identity, username, displayName);
    expect(made).toMatchObject({ username, displayName });
    const [entry] = await admin.find(PEOPLE, `(userPrincipalName=${username})`, ['cn']);
    expect(entry!.dn.endsWith(`,${PEOPLE}`)).toBe(true);
    expect(await identity.account(directory, made.id)).toEqual(made);
  });

  test('take two people of one name, and of one short name', async () => {
    const first = await create(identity, 'jo.smith.of.the.north@acme.test', 'Jo Smith');
    const second = await create(identity, 'jo.smith.of.the.south@acme.test', 'Jo Smith');
    expect(second.id).not.toBe(first.id);
    const kept = await admin.find(PEOPLE, '(displayName=Jo Smith)', ['cn', 'sAMAccountName']);
    expect(new Set(kept.map(({ cn }) => cn)).size).toBe(2);
    expect(kept.map(({ sAMAccountName: short }) => short).sort()).toEqual([
      'jo.smith.of.the.nort',
      'jo.smith.of.the.sout',
    ]);
    await create(identity, 'jo.smith.of.the.north.east@acme.test', 'Jo Smith');
    const third = await admin.find(PEOPLE, '(userPrincipalName=jo.smith.of.the.north.east@acme.test)', [
      'sAMAccountName',
    ]);
    expect(third[0]!.sAMAccountName).toBe('jo.smith.of.the.nor2');
  });

  test('refuse a username that nobody could sign in with', async () => {
    for (const username of ['zoe', 'zoe@elsewhere.test', 'a:b@acme.test', '@acme.test']) {
      await expect(create(identity, username, 'Zoë')).rejects.toMatchObject({
        ...{ code: 'provider_rejected', extra: { fields: [{ path: 'username' }] } },
      });
    }
    await admin.set(`CN=Partitions,CN=Configuration,${BASE}`, { uPNSuffixes: ['elsewhere.test'] });
    expect((await create(identity, 'zoe@elsewhere.test', 'Zoë')).username).toBe('zoe@elsewhere.test');
  });

  test('keep the password to themselves: nobody can sign in with what we know', async () => {
    const made = await create(identity, 'secret@acme.test', 'Secret');
    expect(JSON.stringify(made)).not.toMatch(/password|pwd/i);
    const [entry] = await admin.find(dnOf('Secret'), '(objectClass=user)', ['userAccountControl', 'pwdLastSet']);
    expect(entry).toMatchObject({ userAccountControl: '512', pwdLastSet: '0' });
  });

  test('that restart are used again, without a word to whoever asks', async () => {
    const one = adConnection(there);
    const [{ id }] = (await readAll(one, directory))[0]!.items as [Account];
    await other.close();
    await there.restoreFromBackup();
    expect(await one.account(directory, id)).not.toBeNull();
    other = await openAdmin(there);
  });

  test('are not reached where no private network is allowed', async () => {
    const guarded = adConnection(here, { privateNetworks: [] });
    await expect(guarded.account(directory, accounts[1]!.id)).rejects.toMatchObject({ code: 'address_refused' });
  });
});
