import { matchContact } from '@counterpart/server/matcher/match-contact.ts';
import { prepareAccount, prepareContact } from '@counterpart/server/matcher/prepare.ts';
import { Account } from '@counterpart/shared/identity.ts';
import { Company, Contact, Site, Ticket } from '@counterpart/shared/psa.ts';
import { describe, expect, test } from 'vitest';
import { storyToCsv } from '../world/builtin.ts';
import { storyToHaloSeed } from '../world/halo.ts';
import { type ScaleCompany, scaleWorld } from '../world/scale.ts';
import { storyToScimUsers } from '../world/scim.ts';
import { accountsIn, contactsIn, inFull, peopleOf, story, ticketsOf, trueLinks } from '../world/story.ts';
import { TICKET_STATES, WHYS } from '../world/types.ts';

const contacts = story.customers.flatMap(contactsIn);
const accounts = story.customers.flatMap(accountsIn);
const repeated = (ids: string[]) => ids.filter((id, index) => ids.indexOf(id) !== index);

describe('the story', () => {
  test('is in the shared words', () => {
    for (const { company, sites } of story.customers) {
      Company.parse(company);
      sites.map((site) => Site.parse(site));
    }
    contacts.map((contact) => Contact.parse(contact));
    accounts.map((account) => Account.parse(account));
    ticketsOf(story).map((ticket) => Ticket.parse(inFull(ticket)));
  });

  test('has enough customers, countries, directories and people', () => {
    expect(story.customers.length).toBeGreaterThanOrEqual(4);
    expect(new Set(story.customers.map(({ company }) => company.country)).size).toBeGreaterThanOrEqual(2);
    const directories = story.customers.flatMap(({ directory }) => directory ?? []);
    expect(directories.filter(({ provider }) => provider === 'scim').length).toBeGreaterThanOrEqual(2);
    expect(directories.filter(({ provider }) => provider === 'builtin').length).toBeGreaterThanOrEqual(1);
    expect(peopleOf(story).length).toBeGreaterThanOrEqual(40);
  });

  test.each(WHYS)('has somebody who is awkward by %s', (why) => {
    expect(peopleOf(story).filter((person) => person.why.includes(why))).not.toEqual([]);
  });

  test.each(TICKET_STATES)('has a ticket for the state %s', (state) => {
    expect(ticketsOf(story).filter((ticket) => ticket.state === state)).not.toEqual([]);
  });

  test.each([
    ['person', peopleOf(story).map(({ key }) => key)],
    ['company', story.customers.map(({ company }) => company.id)],
    ['site', story.customers.flatMap(({ sites }) => sites.map(({ id }) => id))],
    ['contact', contacts.map(({ id }) => id)],
    ['account', accounts.map(({ id }) => id)],
    ['ticket', ticketsOf(story).map(({ id }) => id)],
  ])('uses each %s id once', (_kind, ids) => {
    expect(repeated(ids)).toEqual([]);
  });

  test('names only records that exist, but for the contact that was deleted', () => {
    const known = new Set(contacts.map(({ id }) => id));
    const dangling = ticketsOf(story).filter(({ contactId }) => contactId !== null && !known.has(contactId));
    expect(dangling.map(({ state }) => state)).toEqual(['contact_deleted']);
    const accountIds = new Set(accounts.map(({ id }) => id));
    for (const decision of story.decisions) {
      expect(known).toContain(decision.contactId);
      if (decision.accountId) expect(accountIds).toContain(decision.accountId);
    }
  });

  test('keeps contacts in their own company', () => {
    for (const { company, sites, people, tickets } of story.customers) {
      const siteIds = sites.map(({ id }) => id);
      for (const { contact } of people) {
        if (!contact) continue;
        expect(contact.companyId).toBe(company.id);
        expect(siteIds).toContain(contact.siteId);
      }
      for (const ticket of tickets) expect(ticket.companyId).toBe(company.id);
    }
  });

  test('decides nothing against the truth', () => {
    const truth = new Set(trueLinks(story).map(({ contactId, accountId }) => `${contactId} ${accountId}`));
    for (const { kind, contactId, accountId } of story.decisions) {
      if (kind !== 'ignored') expect(truth.has(`${contactId} ${accountId}`)).toBe(kind === 'linked');
    }
  });

  test('gives HaloPSA every contact, and every ticket a client', () => {
    const seed = storyToHaloSeed(story);
    expect(seed.users.map(({ id }) => String(id))).toEqual(contacts.map(({ id }) => id));
    const clients = new Set(seed.clients.map(({ id }) => id));
    for (const row of [...seed.sites, ...seed.users, ...seed.tickets]) expect(clients).toContain(row.client_id);
  });

  test('gives each SCIM directory its own accounts', () => {
    expect(storyToScimUsers(story, 'harbour-finch')).toHaveLength(accountsIn(story.customers[0]!).length);
    expect(() => storyToScimUsers(story, 'nowhere')).toThrow('no directory "nowhere"');
  });

  test('writes the built-in directory as CSV, accents kept', () => {
    const lines = storyToCsv(story, 'atelier-lefevre').split('\r\n');
    expect(lines[0]).toBe('Username,Display name,First name,Last name,Email,Aliases,Phone,Mobile,Title');
    expect(lines[1]).toBe(
      'francois.lefevre@atelier-lefevre.example,François Lefèvre,François,Lefèvre,francois.lefevre@atelier-lefevre.example,,+33 1 99 00 03 11,06 39 98 03 11,Gérant',
    );
  });

  const judged = story.customers.flatMap((customer) =>
    customer.tickets
      .filter(({ state }) => ['certain', 'likely', 'ambiguous', 'nobody'].includes(state))
      .map((ticket) => ({ customer, ticket })),
  );
  test.each(judged)('the matcher says of ticket $ticket.id what the story says', ({ customer, ticket }) => {
    const country = customer.directory?.country ?? null;
    const person = customer.people.find(({ contact }) => contact?.id === ticket.contactId)!;
    const { verdict, candidates } = matchContact({
      contact: prepareContact(person.contact!, country),
      accounts: accountsIn(customer).map((account) => prepareAccount(account, country)),
      context: { country, mainLines: new Set(), domains: new Set(customer.directory?.domains) },
    });
    expect(verdict).toBe(ticket.state === 'nobody' ? 'none' : ticket.state);
    if (verdict === 'certain' || verdict === 'likely') {
      expect(candidates[0]?.account.id).toBe(person.accounts[0]?.id);
    }
  });
});

describe('scale', () => {
  const size = { seed: 7, companies: 40, contacts: 3_000, accounts: 2_500 };
  const flat = (worlds: ScaleCompany[]) => ({
    contacts: worlds.flatMap((world) => world.contacts),
    accounts: worlds.flatMap((world) => world.accounts),
    links: worlds.flatMap((world) => world.links),
  });

  test('the same seed gives the same world, another one another', () => {
    const rows = JSON.stringify([...scaleWorld(size)]);
    expect(JSON.stringify([...scaleWorld(size)])).toBe(rows);
    expect(JSON.stringify([...scaleWorld({ ...size, seed: 8 })])).not.toBe(rows);
  });

  test.each([
    size,
    { seed: 1, companies: 7, contacts: 10, accounts: 900 },
    { seed: 2, companies: 30, contacts: 900, accounts: 10 },
    { seed: 3, companies: 3, contacts: 0, accounts: 50 },
  ])('gives exactly what was asked, ids once, links whole: %o', (asked) => {
    const worlds = [...scaleWorld(asked)];
    const { contacts, accounts, links } = flat(worlds);
    expect([worlds.length, contacts.length, accounts.length]).toEqual([
      asked.companies,
      asked.contacts,
      asked.accounts,
    ]);
    const contactIds = new Set(contacts.map(({ id }) => id));
    const accountIds = new Set(accounts.map(({ id }) => id));
    expect([contactIds.size, accountIds.size]).toEqual([asked.contacts, asked.accounts]);
    expect(new Set(worlds.map(({ company }) => company.name)).size).toBe(asked.companies);
    for (const { contactId, accountId } of links) {
      expect(contactIds.has(contactId)).toBe(true);
      expect(accountIds.has(accountId)).toBe(true);
    }
    expect(new Set(links.map(({ accountId }) => accountId)).size).toBe(links.length);
  });

  test('its rows are in the shared words', () => {
    for (const { company, contacts, accounts } of scaleWorld({ seed: 5, companies: 5, contacts: 200, accounts: 200 })) {
      Company.parse(company);
      contacts.map((contact) => Contact.parse(contact));
      accounts.map((account) => Account.parse(account));
    }
  });
});
