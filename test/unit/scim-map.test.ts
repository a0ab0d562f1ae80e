import { ScimUser } from '@counterpart/server/identity/scim/api.ts';
import { toAccount, toScimUser } from '@counterpart/server/identity/scim/map.ts';
import { Account } from '@counterpart/shared/identity.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bare = { id: '1', userName: 'ada@acme.test' };
const read = (user: object) => toAccount(ScimUser.parse({ ...bare, ...user }));

describe('a SCIM user in our words', () => {
  test('needs no more than an id and a username', () => {
    expect(read({})).toEqual({
      id: '1',
      username: 'ada@acme.test',
      displayName: 'ada@acme.test',
      givenName: '',
      familyName: '',
      emails: [],
      phones: [],
      title: null,
      department: null,
      externalId: null,
      enabled: true,
      kind: 'member',
      admin: false,
      locked: null,
      licensed: null,
      synced: false,
      anchor: null,
      createdAt: null,
    });
  });

  const cases: [string, object, Partial<Account>][] = [
    [
      'names, when there is no display name',
      { name: { givenName: 'Ada', familyName: 'King' } },
      { displayName: 'Ada King' },
    ],
    [
      'the formatted name before its parts',
      { name: { formatted: 'A. King', givenName: 'Ada' } },
      { displayName: 'A. King' },
    ],
    ['a blank display name as none', { displayName: ' ', name: { familyName: 'King' } }, { displayName: 'King' }],
    [
      'absent, null and empty alike',
      { title: null, name: null, emails: null, displayName: '' },
      { title: null, emails: [] },
    ],
    [
      'the primary address first, each once, without empty ones',
      { emails: [{ value: 'b@x.y' }, { value: '' }, {}, { value: 'a@x.y', primary: true }, { value: 'b@x.y' }] },
      { emails: ['a@x.y', 'b@x.y'] },
    ],
    [
      'a primary said as a word',
      { emails: [{ value: 'b@x.y' }, { value: 'a@x.y', primary: 'True' }] },
      { emails: ['a@x.y', 'b@x.y'] },
    ],
    [
      'phones, but no fax and no pager',
      {
        phoneNumbers: [
          { value: 'tel:+1-201-555-0123;ext=44', type: 'work' },
          { value: '06 12', type: 'Mobile' },
          { value: '9', type: 'fax' },
          { value: '8', type: 'pager' },
          { value: '7', type: 'desk' },
          { value: '6' },
        ],
      },
      {
        phones: [
          { kind: 'work', value: '+1-201-555-0123 ext. 44' },
          { kind: 'mobile', value: '06 12' },
          { kind: 'other', value: '7' },
          { kind: 'other', value: '6' },
        ],
      },
    ],
    ['an inactive account', { active: false }, { enabled: false }],
    ['an inactive account said as a word', { active: 'False' }, { enabled: false }],
    ['an active account said as a word', { active: 'true' }, { enabled: true }],
    ['a guest', { userType: 'Guest' }, { kind: 'guest' }],
    ['a service account', { userType: 'Service Account' }, { kind: 'service' }],
    ['a shared mailbox', { userType: 'room' }, { kind: 'shared' }],
    ['an employee', { userType: 'Employee' }, { kind: 'member' }],
    ['an administrator', { roles: [{ value: 'Global Administrator' }] }, { admin: true }],
    ['an administrator by a plain text role', { roles: ['HelpdeskAdmin'] }, { admin: true }],
    [
      'no administrator in an administrative assistant',
      { roles: [{ value: 'Administrative assistant' }] },
      { admin: false },
    ],
    ['times in UTC', { meta: { created: '2024-03-01T09:00:00+01:00' } }, { createdAt: '2024-03-01T08:00:00.000Z' }],
    ['no time where none can be read', { meta: { created: 'yesterday' } }, { createdAt: null }],
    ['text without NUL, which PostgreSQL refuses', { title: 'CE\0O' }, { title: 'CEO' }],
    [
      'the department of the enterprise extension',
      { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Finance', manager: {} } },
      { department: 'Finance' },
    ],
  ];
  test.each(cases)('reads %s', (_what, user, expected) => {
    expect(read(user)).toMatchObject(expected);
  });

  test('is a whole account or none, whatever a server sends', () => {
    const anything = fc.record(
      {
        id: fc.oneof(fc.string(), fc.jsonValue()),
        userName: fc.oneof(fc.string(), fc.jsonValue()),
        name: fc.oneof(fc.record({ givenName: fc.string() }), fc.jsonValue()),
        emails: fc.oneof(fc.array(fc.record({ value: fc.string() })), fc.jsonValue()),
        active: fc.oneof(fc.boolean(), fc.jsonValue()),
        roles: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        meta: fc.oneof(fc.record({ created: fc.string() }), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    let whole = 0;
    fc.assert(
      fc.property(anything, (user) => {
        const parsed = ScimUser.safeParse(user);
        if (!parsed.success) return;
        whole++;
        const account = toAccount(parsed.data);
        expect(Account.parse(account)).toEqual(account);
        expect(account.id && account.username).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
    expect(whole).toBeGreaterThan(20);
  });
});

describe('a create', () => {
  const draft = { username: 'a', displayName: 'A', givenName: '', familyName: '', email: null, phones: [] };
  test('carries our key and leaves out what is empty', () => {
    expect(toScimUser({ draft, correlationKey: 'k' })).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'a',
      externalId: 'k',
      displayName: 'A',
      active: true,
    });
  });

  test('comes back as the draft it was', () => {
    const full = {
      ...draft,
      givenName: 'Ada',
      familyName: 'King',
      email: 'a@b.cd',
      phones: [{ kind: 'mobile' as const, value: '+33 6' }],
    };
    const { email, ...same } = full;
    expect(read({ ...toScimUser({ draft: full, correlationKey: 'k' }), id: '9' })).toMatchObject({
      ...same,
      emails: [email],
      externalId: 'k',
    });
  });
});
