import type { GraphUser } from '@counterpart/server/identity/entra/api.ts';
import { anchorOf, toAccount } from '@counterpart/server/identity/entra/map.ts';
import { checkedUsername, toNewUser, toPatch } from '@counterpart/server/identity/entra/write.ts';
import { Account } from '@counterpart/shared/identity.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const ID = '00000000-0000-4000-8000-000000000001';
const user = (more: Partial<GraphUser> = {}): GraphUser => ({ id: ID, userPrincipalName: 'ada@acme.test', ...more });
const map = (more: Partial<GraphUser> = {}) => toAccount(user(more), new Set());

describe('a user of Graph in our words', () => {
  test('with next to nothing in it', () => {
    expect(map()).toEqual(Account.parse(map()));
    expect(map()).toMatchObject({
      displayName: 'ada@acme.test',
      emails: [],
      licensed: false,
      locked: null,
      anchor: null,
    });
  });

  const addresses: [string, Partial<GraphUser>, string[]][] = [
    [
      'the mail first',
      { mail: 'b@x.test', proxyAddresses: ['smtp:a@x.test', 'SMTP:c@x.test'] },
      ['b@x.test', 'c@x.test', 'a@x.test'],
    ],
    [
      'each once, in the spelling that came first',
      { mail: 'Ada@X.test', proxyAddresses: ['SMTP:ada@x.test', 'smtp:ADA@x.test'] },
      ['Ada@X.test'],
    ],
    [
      'no address of another kind',
      { proxyAddresses: ['x500:/o=ex/cn=a', 'X500:/O=EX', 'sip:a@x.test', 'EUM:1;phone', 'SPO:SPO_1@x'] },
      [],
    ],
    [
      'alternate addresses last',
      { otherMails: ['home@y.test'], proxyAddresses: ['SMTP:a@x.test'] },
      ['a@x.test', 'home@y.test'],
    ],
    ['nothing empty', { mail: ' ', otherMails: ['', ' a@x.test '], proxyAddresses: ['smtp:'] }, ['a@x.test']],
    [
      'accents and other scripts as they are',
      { otherMails: ['zoë@café.test', '李@例え.test'] },
      ['zoë@café.test', '李@例え.test'],
    ],
  ];
  test.each(addresses)('has %s', (_name, fields, emails) => {
    expect(map(fields).emails).toEqual(emails);
  });

  const blocked = { accountEnabled: false, mail: 'info@x.test', proxyAddresses: ['SMTP:info@x.test'] };
  const kinds: [string, Partial<GraphUser>, Account['kind']][] = [
    ['a colleague', { userType: 'Member' }, 'member'],
    ['a guest', { userType: 'Guest' }, 'guest'],
    [
      'a guest who was made a member',
      { userType: 'Member', userPrincipalName: 'ada_y.test#EXT#@acme.onmicrosoft.com' },
      'guest',
    ],
    ['a resource account', { isResourceAccount: true }, 'service'],
    ['a shared mailbox', blocked, 'shared'],
    ['somebody who left', { ...blocked, givenName: 'Ada', surname: 'Byron' }, 'member'],
    ['a blocked account with a licence', { ...blocked, assignedLicenses: [{ skuId: 'x' }] }, 'member'],
    ['a blocked account without a mailbox', { accountEnabled: false }, 'member'],
    ['a mailbox that can sign in', { ...blocked, accountEnabled: true }, 'member'],
  ];
  test.each(kinds)('%s', (_name, fields, kind) => {
    expect(map(fields).kind).toBe(kind);
  });

  test.each([
    ["Seán O'Brien-Łuczak", "O'Brien-Łuczak", 'Seán'],
    ['李小龍', '李', '小龍'],
    ['Madonna', '', 'Madonna'],
  ])('keeps the name %s', (displayName, surname, givenName) => {
    expect(map({ displayName, surname, givenName })).toMatchObject({ displayName, familyName: surname, givenName });
  });

  test('says who holds a role, is licensed, is synchronised', () => {
    expect(toAccount(user(), new Set([ID])).admin).toBe(true);
    expect(map({ assignedLicenses: [{ skuId: 'x' }] }).licensed).toBe(true);
    expect(map({ onPremisesSyncEnabled: true, onPremisesImmutableId: 'ABEiM0RVZneImaq7zN3u/w==' })).toMatchObject({
      synced: true,
      anchor: '33221100-5544-7766-8899-aabbccddeeff',
    });
  });
});

describe('the anchor', () => {
  test.each([null, '', 'ada@acme.test', 'RU1QLTAwMDE=', 'ABEiM0RVZneImaq7zN3u', 'ABEiM0RVZneImaq7zN3u/w'])(
    'is none for %j',
    (text) => expect(anchorOf(text)).toBeNull(),
  );

  test('is the GUID that Windows would have written', () => {
    fc.assert(
      fc.property(fc.uuid(), (guid) => {
        const [a, b, c, d, e] = guid.split('-').map((part) => Buffer.from(part, 'hex'));
        const bytes = Buffer.concat([a!.reverse(), b!.reverse(), c!.reverse(), d!, e!]);
        expect(anchorOf(bytes.toString('base64'))).toBe(guid.toLowerCase());
      }),
    );
  });
});

const domains = new Map([
  ['acme.test', 'managed'],
  ['sso.test', 'federated'],
] as const);
const draft = {
  username: 'ada@acme.test',
  displayName: 'Ada',
  givenName: 'Ada',
  familyName: '',
  email: null,
  phones: [],
};
const create = { draft, correlationKey: 'key-1' };

describe('a new user', () => {
  test.each([
    ["o'hara_2-a.b!c#d^e~f@acme.test", null],
    ['ADA@ACME.TEST', null],
    ['zoë@acme.test', 'letters a to z'],
    ['李@acme.test', 'letters a to z'],
    ['.ada@acme.test', 'letters a to z'],
    ['ada.@acme.test', 'letters a to z'],
    ['a b@acme.test', 'letters a to z'],
    [`${'a'.repeat(65)}@acme.test`, 'letters a to z'],
    ['ada', 'look like an address'],
    ['@acme.test', 'look like an address'],
    ['ada@sub.acme.test', 'not a verified domain'],
    ['ada@acme.test.evil.example', 'not a verified domain'],
    ['ada@sso.test', 'left to another system'],
  ])('called %s', (username, problem) => {
    const check = () => checkedUsername(username, domains);
    if (problem === null) expect(check()).toBe(username);
    else
      expect(check).toThrow(
        expect.objectContaining({ code: 'provider_rejected', message: expect.stringContaining(problem) }),
      );
  });

  test('has a password that nobody has seen before and has to change', () => {
    const made = Array.from({ length: 50 }, () => toNewUser(create, domains).passwordProfile as { password: string });
    expect(new Set(made.map(({ password }) => password)).size).toBe(50);
    for (const { password } of made) {
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z\d]).{24}$/);
    }
    expect(made[0]).toMatchObject({ forceChangePasswordNextSignIn: true });
  });

  test('has an address of the tenant as its mail, another as an alternate one', () => {
    const to = (email: string) => toNewUser({ ...create, draft: { ...draft, email } }, domains);
    expect(to('Ada@Acme.test')).toMatchObject({ mail: 'Ada@Acme.test' });
    expect(to('Ada@Acme.test')).not.toHaveProperty('otherMails');
    expect(to('ada@home.example')).toMatchObject({ otherMails: ['ada@home.example'] });
    expect(to('ada@home.example')).not.toHaveProperty('mail');
  });
});

test('a change writes what was chosen, and null for nothing', () => {
  expect(toPatch({}, user(), domains)).toEqual({});
  const phones = [
    { kind: 'home' as const, value: '1' },
    { kind: 'work' as const, value: '2' },
    { kind: 'work' as const, value: '3' },
  ];
  expect(toPatch({ familyName: '', title: null, phones }, user(), domains)).toEqual({
    surname: null,
    jobTitle: null,
    businessPhones: ['2'],
    mobilePhone: null,
  });
  const others = user({ otherMails: ['old@y.example', 'New@y.example'] });
  expect(toPatch({ email: 'new@y.example' }, others, domains)).toEqual({
    otherMails: ['new@y.example', 'old@y.example'],
  });
});
