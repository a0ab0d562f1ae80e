import { matchContact } from '@counterpart/server/matcher/match-contact.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { EvidenceRule, Verdict } from '@counterpart/shared/link.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, accountOf, contact, contactOf, context, mobile, readyAccount, readyContact, work } from './people.ts';

interface Story {
  contact: Contact;
  accounts: Account[];
  verdict: Verdict;
  /** The id of the first candidate; null for none. */
  first?: string | null;
  says?: EvidenceRule[];
  rejected?: string[];
}

const GUID = '6f1c9a6e-31c5-4f0c-9d55-3c1c2b0a7e11';
const jane = contact('Jane', 'Doe', 'jane.doe');

const STORIES: Record<string, Story> = {
  'the plain case: one address, one name': {
    contact: jane,
    accounts: [account('Jane', 'Doe', 'jane.doe'), account('Tom', 'Hale', 'tom.hale')],
    verdict: 'certain',
    first: 'account-jane.doe',
    says: ['email_same', 'name_same'],
  },
  'an id the PSA stores outweighs a changed name and address': {
    contact: contact('Jane', 'Doe', 'jane.doe', { platformIds: { entra: GUID.toUpperCase() } }),
    accounts: [account('Jane', 'Fox', 'jfox', { id: GUID, displayName: 'Jane Doe-Fox' })],
    verdict: 'certain',
    first: GUID,
    says: ['platform_id_same'],
  },
  'the stored id names one account, the address another': {
    contact: contact('Jane', 'Doe', 'jane.doe', { platformIds: { entra: GUID } }),
    accounts: [account('Jane', 'Doe', 'jane.old', { id: GUID }), account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
    first: GUID,
  },
  'a stored id on a record that was given to a successor': {
    contact: contact('Omar', 'Aziz', 'omar.aziz', { platformIds: { entra: GUID } }),
    accounts: [account('Jane', 'Doe', 'jane.doe', { id: GUID })],
    verdict: 'likely',
    says: ['platform_id_same', 'name_differs'],
  },
  'a short id is a counter and says nothing': {
    contact: contact('Omar', 'Aziz', undefined, { platformIds: { external: '42' } }),
    accounts: [account('Jane', 'Doe', 'jane.doe', { id: '42' })],
    verdict: 'none',
    first: null,
  },
  'colleagues of one name are told apart by the address': {
    contact: contact('John', 'Smith', 'john.smith'),
    accounts: [account('John', 'Smith', 'john.smith2'), account('John', 'Smith', 'john.smith')],
    verdict: 'certain',
    first: 'account-john.smith',
  },
  'colleagues of one name, and a contact without an address': {
    contact: contact('John', 'Smith'),
    accounts: [account('John', 'Smith', 'john.smith2'), account('John', 'Smith', 'john.smith')],
    verdict: 'ambiguous',
    first: 'account-john.smith',
  },
  'one address on two accounts': {
    contact: jane,
    accounts: [account('Jane', 'Doe', 'jane.doe', { id: 'a' }), account('Jane', 'Doe', 'jane.doe', { id: 'b' })],
    verdict: 'ambiguous',
    first: 'a',
  },
  'two addresses of the contact on two accounts': {
    contact: contact('Jane', 'Doe', 'jane.doe', { emails: ['jane.doe@northwind.co.uk', 'doe@northwind.co.uk'] }),
    accounts: [account('Jane', 'Doe', 'jane.doe'), account('Jane', 'Doe', 'doe')],
    verdict: 'ambiguous',
  },
  'a family that shares a telephone': {
    contact: contact('Mary', 'Smith', undefined, { phones: [work('020 7946 0123')] }),
    accounts: [account('John', 'Smith', 'john.smith', { phones: [work('+44 20 7946 0123')] })],
    verdict: 'ambiguous',
    says: ['phone_same', 'name_family_only'],
  },
  'the switchboard is nobody': {
    contact: contact('Mary', 'Hill', undefined, { phones: [work('020 7946 0000')] }),
    accounts: [account('John', 'Smith', 'john.smith', { phones: [work('+442079460000')] })],
    verdict: 'none',
    first: null,
  },
  'a number on three accounts is a switchboard, though nobody said so': {
    contact: contactOf({ phones: [work('020 7946 0123')] }),
    accounts: ['a', 'b', 'c'].map((id) => account('', '', id, { phones: [work('020 7946 0123')] })),
    verdict: 'none',
    first: null,
  },
  'a telephone alone only suggests': {
    contact: contactOf({ phones: [mobile('07700 900123')] }),
    accounts: [account('Jane', 'Doe', 'jane.doe', { phones: [mobile('07700 900123')] })],
    verdict: 'likely',
    says: ['phone_same'],
  },
  'a recycled address': {
    contact: contact('Jane', 'Doe', 'jane.doe'),
    accounts: [account('Omar', 'Aziz', 'jane.doe')],
    verdict: 'ambiguous',
    says: ['email_name_differs', 'name_differs'],
  },
  'a recycled address does not hide the person under another': {
    contact: jane,
    accounts: [
      account('Omar', 'Aziz', 'oaziz', { emails: ['jane.doe@northwind.co.uk'] }),
      account('Jane', 'Doe', 'jdoe'),
    ],
    verdict: 'likely',
    first: 'account-jdoe',
  },
  'a given-name address that may have been handed on': {
    contact: contact('Jane', 'Doe', 'jane'),
    accounts: [account('Jane', 'Fox', 'jane')],
    verdict: 'likely',
    says: ['email_same', 'name_given_only'],
  },
  'married: the alias still carries the old name': {
    contact: contact('Jane', 'Smith', 'jane.smith'),
    accounts: [
      account('Jane', 'Doe', 'jane.doe', { emails: ['jane.doe@northwind.co.uk', 'smtp:Jane.Smith@northwind.co.uk'] }),
    ],
    verdict: 'certain',
    says: ['email_alias_same', 'name_changed'],
  },
  'an admin twin does not stand in the way': {
    contact: contact('John', 'Smith', 'john.smith'),
    accounts: [
      account('John', 'Smith', 'adm-jsmith', { displayName: 'John Smith (Admin)', admin: true }),
      account('John', 'Smith', 'john.smith'),
    ],
    verdict: 'certain',
    first: 'account-john.smith',
  },
  'an admin twin with the person’s own address stays behind': {
    contact: contact('John', 'Smith', 'john.smith'),
    accounts: [
      account('John', 'Smith', 'adm-jsmith', { emails: ['john.smith@northwind.co.uk'], admin: true }),
      account('John', 'Smith', 'john.smith'),
    ],
    verdict: 'certain',
    first: 'account-john.smith',
    says: ['email_same'],
  },
  'an admin twin alone is never certain': {
    contact: contact('John', 'Smith', 'john.smith'),
    accounts: [account('John', 'Smith', 'adm-jsmith', { emails: ['john.smith@northwind.co.uk'], admin: true })],
    verdict: 'likely',
    says: ['account_admin'],
  },
  'an everyday account may hold a role': {
    contact: jane,
    accounts: [account('Jane', 'Doe', 'jane.doe', { admin: true })],
    verdict: 'certain',
    says: ['account_admin'],
  },
  'a shared mailbox': {
    contact: contact('Jane', 'Doe', 'front'),
    accounts: [account('Jane', 'Doe', 'front', { kind: 'shared' })],
    verdict: 'ambiguous',
    says: ['email_shared_mailbox', 'account_shared'],
  },
  'a role address is a desk, whatever the directory says': {
    contact: contactOf({ name: 'Reception', emails: ['reception@northwind.co.uk'] }),
    accounts: [account('', '', 'reception', { displayName: 'Reception' })],
    verdict: 'ambiguous',
    says: ['email_shared_mailbox', 'account_shared'],
  },
  'a role address as a person’s alias': {
    contact: contact('Jane', 'Doe', 'info'),
    accounts: [account('Jane', 'Doe', 'jane.doe', { emails: ['jane.doe@northwind.co.uk', 'info@northwind.co.uk'] })],
    verdict: 'likely',
    says: ['email_shared_mailbox', 'name_same'],
  },
  'a service account': {
    contact: contact('Backup', 'Runner', 'runner'),
    accounts: [account('Backup', 'Runner', 'runner', { kind: 'service' })],
    verdict: 'ambiguous',
    says: ['account_service'],
  },
  'a service contact': {
    contact: { ...jane, kind: 'service' },
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
  },
  'the General User is nobody': {
    contact: { ...jane, kind: 'general' },
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'none',
    first: null,
  },
  'swapped names and no address': {
    contact: contact('Doe', 'Jane'),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
    says: ['name_order'],
  },
  'swapped names and the address': {
    contact: contact('Doe', 'Jane', 'jane.doe'),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'certain',
    says: ['name_order'],
  },
  'a nickname with the address': {
    contact: contact('Bill', 'Smith', 'bsmith'),
    accounts: [account('William', 'Smith', 'bsmith')],
    verdict: 'certain',
    says: ['name_nickname'],
  },
  'a nickname alone': {
    contact: contact('Peggy', 'Smith'),
    accounts: [account('Margaret', 'Smith', 'msmith')],
    verdict: 'likely',
    says: ['name_nickname'],
  },
  'no address: the name only suggests': {
    contact: contact('Jane', 'Doe'),
    accounts: [account('Jane', 'Doe', 'jane.doe'), account('Janet', 'Dolan', 'jdolan')],
    verdict: 'likely',
    first: 'account-jane.doe',
  },
  'name and telephone, no address: still a person’s choice': {
    contact: contact('Jane', 'Doe', undefined, { phones: [mobile('07700 900123')] }),
    accounts: [account('Jane', 'Doe', 'jane.doe', { phones: [mobile('+44 7700 900123')] })],
    verdict: 'likely',
    says: ['phone_same', 'name_same'],
  },
  'a guest alone': {
    contact: contactOf({ firstName: 'Jane', lastName: 'Doe', emails: ['jane@partner.com'] }),
    accounts: [
      account('Jane', 'Doe', undefined, { username: 'jane_partner.com#EXT#@northwind.onmicrosoft.com', kind: 'guest' }),
    ],
    verdict: 'likely',
    says: ['email_same', 'account_guest'],
  },
  'a guest beside the person’s member account': {
    contact: contact('Jane', 'Doe', 'jane.doe'),
    accounts: [account('Jane', 'Doe', 'jane.doe'), account('Jane', 'Doe', undefined, { id: 'guest', kind: 'guest' })],
    verdict: 'certain',
    first: 'account-jane.doe',
  },
  'a leaver': {
    contact: jane,
    accounts: [account('Jane', 'Doe', 'jane.doe', { enabled: false })],
    verdict: 'likely',
    says: ['account_disabled'],
  },
  'a leaver who came back under the old address': {
    contact: jane,
    accounts: [
      account('Jane', 'Doe', 'jane.doe', { id: 'old', enabled: false, createdAt: '2019-01-01T00:00:00Z' }),
      account('Jane', 'Doe', 'jane.doe', { id: 'new', createdAt: '2024-05-01T00:00:00Z' }),
    ],
    verdict: 'ambiguous',
    first: 'new',
    says: ['account_newer'],
  },
  'a leaver who came back under a new address': {
    contact: contact('Jane', 'Doe', 'jdoe'),
    accounts: [account('Jane', 'Doe', 'jane.doe', { enabled: false }), account('Jane', 'Doe', 'jdoe')],
    verdict: 'certain',
    first: 'account-jdoe',
  },
  'an initial for a given name': {
    contact: contact('J.', 'Doe'),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
    says: ['name_initial'],
  },
  'an initial that two people share': {
    contact: contact('J.', 'Doe'),
    accounts: [account('Jane', 'Doe', 'jane.doe'), account('John', 'Doe', 'john.doe')],
    verdict: 'ambiguous',
  },
  'a private address that a couple shares': {
    contact: contactOf({ firstName: 'Jane', lastName: 'Doe', emails: ['thedoes77@gmail.com'] }),
    accounts: [account('Peter', 'Doe', 'peter.doe', { emails: ['peter.doe@northwind.co.uk', 'thedoes77@gmail.com'] })],
    verdict: 'likely',
    says: ['name_family_only'],
  },
  'a private address without a name to go with it': {
    contact: contactOf({ name: 'thedoes77@gmail.com', emails: ['thedoes77@gmail.com'] }),
    accounts: [account('Peter', 'Doe', 'peter.doe', { emails: ['thedoes77@gmail.com'] })],
    verdict: 'likely',
  },
  'a contact that mail made, named by its address': {
    contact: contactOf({ name: 'jane.doe@northwind.co.uk', emails: ['jane.doe@northwind.co.uk'] }),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'certain',
    says: ['email_same'],
  },
  'the address from before a merger follows from the name and adds nothing': {
    contact: contactOf({ firstName: 'Jane', lastName: 'Doe', emails: ['jane.doe@southwind.com'] }),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
    says: ['email_local_part_same', 'name_same'],
  },
  'a tag on the address': {
    contact: contact('Jane', 'Doe', 'jane.doe+halo'),
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    verdict: 'likely',
    says: ['email_local_part_same'],
  },
  'a name in another script does not contradict the address': {
    contact: contactOf({ firstName: '美咲', lastName: '佐藤', emails: ['m.sato@northwind.co.uk'] }),
    accounts: [account('Misaki', 'Sato', 'm.sato')],
    verdict: 'certain',
  },
  'a rejected pair never comes back': {
    contact: jane,
    accounts: [account('Jane', 'Doe', 'jane.doe')],
    rejected: ['account-jane.doe'],
    verdict: 'none',
    first: null,
  },
  'a rejected account is no rival': {
    contact: contact('John', 'Smith'),
    accounts: [account('John', 'Smith', 'john.smith2'), account('John', 'Smith', 'john.smith')],
    rejected: ['account-john.smith'],
    verdict: 'likely',
    first: 'account-john.smith2',
  },
  nobody: { contact: jane, accounts: [account('Tom', 'Hale', 'tom.hale')], verdict: 'none', first: null },
  'no account at all': { contact: jane, accounts: [], verdict: 'none', first: null },
};

const run = (story: Story, accounts = story.accounts) =>
  matchContact({
    contact: readyContact(story.contact),
    accounts: accounts.map(readyAccount),
    context,
    rejected: new Set(story.rejected),
  });

describe('decisions', () => {
  test.each(Object.entries(STORIES))('%s', (_title, story) => {
    const match = run(story);
    const first = match.candidates[0];
    const rules = first?.evidence.map((found) => found.rule) ?? [];
    expect({ verdict: match.verdict, rules }).toEqual({
      verdict: story.verdict,
      rules: expect.arrayContaining(story.says ?? []),
    });
    if (story.first !== undefined) expect(first?.account.id ?? null).toBe(story.first);
    if (first) expect(first.verdict).toBe(match.verdict);
  });

  test('shows at most five, likeliest first, and never two certain ones', () => {
    const accounts = Array.from({ length: 9 }, (_, n) => account('Jane', 'Doe', `jane.doe${n}`));
    const { candidates, verdict } = run({ contact: contact('Jane', 'Doe', 'jane.doe3'), accounts, verdict: 'certain' });
    expect(verdict).toBe('certain');
    expect(candidates).toHaveLength(5);
    expect(candidates[0]?.account.id).toBe('account-jane.doe3');
    expect(candidates.filter((one) => one.verdict === 'certain')).toHaveLength(1);
    const odds = candidates.map((one) => one.probability);
    expect(odds).toEqual(odds.toSorted((a, b) => b - a));
  });
});

describe('properties', () => {
  const everyone = Object.values(STORIES);
  const crowd = everyone.flatMap((story) => story.accounts).map((one, n) => ({ ...one, id: `${one.id}-${n}` }));

  test('the order of the accounts changes nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyone),
        fc.shuffledSubarray(crowd, { minLength: 2, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (story, accounts, dice) => {
          const other = accounts.toSorted(() => ((dice.next().value as number) % 2 ? 1 : -1));
          expect(run(story, other)).toEqual(run(story, accounts));
        },
      ),
    );
  });

  test('certain means one enabled person’s account, an anchor and no conflict', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyone),
        fc.shuffledSubarray(crowd, { minLength: 1, maxLength: 12 }),
        (story, accounts) => {
          const match = run(story, accounts);
          const certain = match.candidates.filter((one) => one.verdict === 'certain');
          expect(certain).toHaveLength(match.verdict === 'certain' ? 1 : 0);
          for (const { account: chosen, evidence } of certain) {
            const rules = evidence.map((found) => found.rule);
            expect(chosen.enabled).toBe(true);
            expect(['shared', 'service']).not.toContain(chosen.kind);
            expect(evidence.some((found) => found.conflict)).toBe(false);
            expect(rules.some((rule) => ['platform_id_same', 'email_same', 'email_alias_same'].includes(rule))).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  test('any text in any field is survived, and probabilities stay probabilities', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, text, text, text, (a, b, c, d, e, f) => {
        const match = matchContact({
          contact: readyContact(
            contactOf({ name: a, firstName: b, lastName: c, emails: [d, e], phones: [work(f)], login: e }),
          ),
          accounts: [
            readyAccount(
              accountOf({ username: d, displayName: a, givenName: c, familyName: b, emails: [e], phones: [work(f)] }),
            ),
          ],
          context,
        });
        for (const { probability } of match.candidates) expect(probability > 0 && probability < 1).toBe(true);
      }),
    );
  });
});
