import { compareEmail } from '@counterpart/server/matcher/compare/email.ts';
import { compareEnabled, compareKind } from '@counterpart/server/matcher/compare/kind.ts';
import { comparePhone } from '@counterpart/server/matcher/compare/phone.ts';
import { comparePlatformId } from '@counterpart/server/matcher/compare/platform-id.ts';
import type { Comparison } from '@counterpart/server/matcher/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { EvidenceRule } from '@counterpart/shared/link.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import { describe, expect, test } from 'vitest';
import {
  account,
  accountOf,
  contact,
  contactOf,
  context,
  mobile,
  readyAccount,
  readyContact,
  work,
} from '../people.ts';

const pair = { ...context, idKnown: false };
const compare = (comparison: Comparison, one: Contact, other: Account, more = pair) =>
  comparison(readyContact(one), readyAccount(other), more);

const GUID = '6f1c9a6e-31c5-4f0c-9d55-3c1c2b0a7e11';
const mail = (...emails: string[]) => contactOf({ emails });
const box = (username: string, ...emails: string[]) => accountOf({ username, emails });

describe('compareEmail', () => {
  test.each<[string, Contact, Account, EvidenceRule | null, number?]>([
    ['the mail attribute', mail('JD77@nw.com'), box('u1', 'jd77@nw.com'), 'email_same', 12],
    ['the sign-in name', mail('jd77@nw.com'), box('JD77@nw.com'), 'email_same', 12],
    ['an alias', mail('jd77@nw.com'), box('x@nw.com', 'x@nw.com', 'smtp:jd77@nw.com'), 'email_alias_same', 11],
    ['any address of the contact', mail('a@b.com', 'jd77@nw.com'), box('u1', 'jd77@nw.com'), 'email_same'],
    [
      'a login of the contact that is an address',
      contactOf({ login: 'jd77@nw.com' }),
      box('jd77@nw.com'),
      'email_same',
    ],
    ['a login in the old writing', contactOf({ login: 'NW\\jd77' }), box('jd77@nw.com'), 'email_local_part_same', 5],
    [
      'the address a name explains counts less',
      contact('Jane', 'Doe', 'jdoe'),
      account('Jane', 'Doe', 'jdoe'),
      'email_same',
      8,
    ],
    ['a role address', mail('info@nw.com'), box('info@nw.com'), 'email_shared_mailbox', 4],
    [
      'an address of a shared mailbox',
      mail('front9@nw.com'),
      accountOf({ emails: ['front9@nw.com'], kind: 'shared' }),
      'email_shared_mailbox',
    ],
    [
      'a person’s address before a role’s',
      mail('info@nw.com', 'jd77@nw.com'),
      box('jd77@nw.com', 'info@nw.com'),
      'email_same',
    ],
    ['somebody else’s name', contact('Jane', 'Doe', 'jdoe'), account('Omar', 'Aziz', 'jdoe'), 'email_name_differs', 9],
    [
      'another domain, a name behind it',
      contactOf({ firstName: 'Jane', lastName: 'Doe', emails: ['jdoe@old.com'] }),
      account('Jane', 'Doe', 'jdoe'),
      'email_local_part_same',
      0,
    ],
    [
      'another domain, nothing behind it',
      mail('bigdave77@gmail.com'),
      box('bigdave77@nw.com'),
      'email_local_part_same',
      5,
    ],
    ['a tag', mail('jd77+halo@nw.com'), box('jd77@nw.com'), 'email_local_part_same', 6],
    ['a role on two domains is nothing', mail('info@old.com'), box('info@nw.com'), null],
    ['two addresses on one domain', mail('jd77@nw.com'), box('xy@nw.com'), 'email_differs', -4],
    ['free mail beside free mail is no difference', mail('jd77@gmail.com'), box('xy@gmail.com'), null],
    ['a private address beside a work one', mail('jd77@gmail.com'), box('xy@nw.com'), null],
    ['no address at all', mail(), box('u1'), null],
  ])('%s', (_title, one, other, rule, bits) => {
    const found = compare(compareEmail, one, other);
    expect(found?.rule ?? null).toBe(rule);
    if (bits !== undefined) expect(found?.bits).toBe(bits);
    expect(found?.conflict ?? false).toBe(rule === 'email_name_differs');
  });

  test('two domains of one company are one place', () => {
    const both = { ...pair, domains: new Set(['old.com', 'nw.com']) };
    expect(compare(compareEmail, mail('jd77@old.com'), box('xy@nw.com'), both)?.rule).toBe('email_differs');
  });
  test('shows the addresses as they are written', () => {
    expect(compare(compareEmail, mail('JD77@nw.com'), box('u1', 'SMTP:jd77@nw.com'))).toMatchObject({
      contactValue: 'JD77@nw.com',
      accountValue: 'SMTP:jd77@nw.com',
    });
  });
});

describe('comparePhone', () => {
  test.each<[string, string[], string[], EvidenceRule | null]>([
    ['two ways to write one', ['020 7946 0123'], ['+44 (0)20 7946 0123'], 'phone_same'],
    ['any of several', ['07911 123456', '020 7946 0123'], ['+442079460123'], 'phone_same'],
    ['the switchboard', ['020 7946 0000'], ['+442079460000'], 'phone_main_line'],
    ['the switchboard with one’s own extension', ['020 7946 0000 x12'], ['+442079460000 ext 12'], 'phone_same'],
    ['the switchboard with another extension', ['020 7946 0000 x12'], ['+442079460000 x13'], 'phone_main_line'],
    ['a number whose extensions are two people', ['020 7946 0123 x1'], ['020 7946 0123 x2'], 'phone_main_line'],
    ['an extension on one side only', ['020 7946 0123 x1'], ['020 7946 0123'], 'phone_main_line'],
    ['area code missing', ['946 0123'], ['020 7946 0123'], 'phone_last_digits_same'],
    ['the switchboard without its area code', ['946 0000'], ['020 7946 0000'], 'phone_main_line'],
    ['two mobiles', ['07911 123456'], ['07911 123457'], 'phone_differs'],
    ['the same end in two countries', ['+442079460123'], ['+12127460123'], 'phone_differs'],
    ['too short to compare', ['204'], ['204'], null],
    ['none', [], ['07911 123456'], null],
  ])('%s', (_title, left, right, rule) => {
    const found = compare(
      comparePhone,
      contactOf({ phones: left.map(mobile) }),
      accountOf({ phones: right.map(mobile) }),
    );
    expect(found?.rule ?? null).toBe(rule);
  });
  test('two office lines are no difference', () => {
    const found = compare(
      comparePhone,
      contactOf({ phones: [work('020 7946 0123')] }),
      accountOf({ phones: [work('020 7946 0124')] }),
    );
    expect(found).toBeNull();
  });
});

describe('comparePlatformId', () => {
  const known = { ...pair, idKnown: true };
  test.each<[string, Contact['platformIds'], Partial<Account>, typeof pair, EvidenceRule | null]>([
    ['the object id', { entra: GUID.toUpperCase() }, { id: GUID }, known, 'platform_id_same'],
    [
      'the key the directory keeps for us',
      { external: GUID },
      { id: 'aaaaaaaa', externalId: GUID },
      known,
      'platform_id_same',
    ],
    ['another account has it', { entra: GUID }, { id: 'bbbbbbbb' }, known, 'platform_id_differs'],
    ['nobody here has it', { entra: GUID }, { id: 'bbbbbbbb' }, pair, null],
    ['a tenant’s id is no person’s', { entraTenant: GUID }, { id: GUID }, pair, null],
    [
      'a login is no id',
      { activeDirectory: 'jane.doe-longer' },
      { id: 'x', externalId: 'jane.doe-longer' },
      pair,
      null,
    ],
    ['an AD object GUID is', { activeDirectory: GUID }, { id: GUID }, known, 'platform_id_same'],
    ['a counter is none', { external: '4711' }, { id: '4711' }, pair, null],
    ['nothing stored', {}, { id: GUID }, pair, null],
  ])('%s', (_title, platformIds, fields, facts, rule) => {
    expect(compare(comparePlatformId, contactOf({ platformIds }), accountOf(fields), facts)?.rule ?? null).toBe(rule);
  });
});

describe('compareKind', () => {
  test.each<[string, Partial<Account>, EvidenceRule | null, boolean]>([
    ['a member', {}, null, false],
    ['a guest', { kind: 'guest' }, 'account_guest', false],
    ['a shared mailbox', { kind: 'shared' }, 'account_shared', true],
    ['a service account', { kind: 'service' }, 'account_service', true],
    ['a desk that calls itself a member', { username: 'reception@nw.com' }, 'account_shared', true],
    ['a role alone', { admin: true }, 'account_admin', false],
    ['adm-jdoe', { username: 'adm-jdoe@nw.com' }, 'account_admin', false],
    ['jdoe-admin', { username: 'jdoe-admin@nw.com' }, 'account_admin', false],
    ['admjdoe', { username: 'admjdoe@nw.com', familyName: 'Doe' }, 'account_admin', false],
    ['Jane Doe (Admin)', { displayName: 'Jane Doe (Admin)' }, 'account_admin', false],
    ['a.doe is a usual address', { username: 'a.doe@nw.com' }, null, false],
    ['Admiral Doe', { username: 'admiral.doe@nw.com', givenName: 'Admiral', familyName: 'Doe' }, null, false],
  ])('%s', (_title, fields, rule, conflict) => {
    const found = compare(compareKind, contactOf({}), accountOf(fields));
    expect({ rule: found?.rule ?? null, conflict: found?.conflict ?? false }).toEqual({ rule, conflict });
  });
  test('a role alone weighs nothing, a second account does', () => {
    expect(compare(compareKind, contactOf({}), accountOf({ admin: true }))?.bits).toBe(0);
    expect(compare(compareKind, contactOf({}), accountOf({ username: 'adm-jdoe@nw.com' }))?.bits).toBeLessThan(0);
  });
  test('disabled is said', () => {
    expect(compare(compareEnabled, contactOf({}), accountOf({ enabled: false }))?.rule).toBe('account_disabled');
    expect(compare(compareEnabled, contactOf({}), accountOf({}))).toBeNull();
  });
});
