import { get } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedFor } from '../helpers/certificate.ts';
import { resolverRules } from '../helpers/hosts.ts';
import { createAutotaskScreens } from '../simulators/pages/autotask/index.ts';
import { autotaskRecords } from '../simulators/pages/autotask/store.ts';
import { createConnectWiseScreens } from '../simulators/pages/connectwise/index.ts';
import { connectWiseRecords } from '../simulators/pages/connectwise/store.ts';
import { createHaloScreens, SIMULATED } from '../simulators/pages/halopsa/index.ts';
import { byId } from '../simulators/pages/screen-store.ts';
import { checkReferences, readFields } from '../simulators/psa/autotask/bodies.ts';
import { ENTITIES } from '../simulators/psa/autotask/entities.ts';
import { createAutotaskStore } from '../simulators/psa/autotask/store.ts';
import { createStore } from '../simulators/psa/connectwise/store.ts';
import { createHaloStore } from '../simulators/psa/halopsa/store.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { storyToAutotaskSeed } from '../world/autotask.ts';
import { storyToConnectWiseSeed } from '../world/connectwise.ts';
import { storyToHaloSeed } from '../world/halo.ts';
import { storyToScimUsers } from '../world/scim.ts';
import { contactsIn, STORY_NOW, story, ticketsOf } from '../world/story.ts';

const contacts = story.customers.flatMap(contactsIn);

describe('the stand-in screens', () => {
  const screens = createHaloScreens(createHaloStore(storyToHaloSeed(story), () => Date.parse(STORY_NOW)));
  const ask = (path: string) => screens.request(path);

  test.each(['/tickets', '/tickets?id=5101', '/ticket?id=0005101', '/customers?mainview=user&userid=1001'])(
    '%s says that it is simulated and allows nothing inline',
    async (path) => {
      const page = await ask(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self';");
      expect(await page.text()).toContain(`data-simulated="${SIMULATED}"`);
    },
  );

  test('every ticket is there, with its requester as the records have it', async () => {
    expect(await (await ask('/_screen/tickets')).json()).toHaveLength(ticketsOf(story).length);
    for (const { id, contactId, sender } of ticketsOf(story)) {
      const contact = contacts.find((each) => each.id === contactId);
      const shown = await (await ask(`/_screen/tickets/${id}`)).json();
      expect(shown).toMatchObject({
        userId: contact ? Number(contact.id) : null,
        user: contact?.name ?? sender.name ?? '',
        email: contact?.emails[0] ?? sender.email ?? '',
      });
    }
  });

  test.each(['/_screen/tickets/1', '/_screen/users/x', '/_screen/clients/0', '/_screen/mail/1', '/_screen/index.ts'])(
    '%s is not there',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test('a message is text, whatever its sender wrote', async () => {
    const html = await (await ask('/_screen/mail/5203')).text();
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toMatch(/<script|<iframe|<label/);
  });

  test('a private note that the API wrote is shown without its markup', async () => {
    const store = createHaloStore(storyToHaloSeed(story), () => 0);
    store.save('actions', { ticket_id: 5101, note_html: '<p>Linked &lt;Priya&gt;</p>', hiddenfromuser: true });
    const ticket = await (await createHaloScreens(store).request('/_screen/tickets/5101')).json();
    expect(ticket.notes).toMatchObject([{ text: 'Linked <Priya>', private: true }]);
  });
});

describe.each([
  ['autotask', () => autotaskRecords(createAutotaskStore(storyToAutotaskSeed(story), () => 0))],
  ['connectwise', () => connectWiseRecords(createStore(storyToConnectWiseSeed(story), () => 0))],
] as const)('the records behind the screens of %s', (psa, open) => {
  const records = open();

  test('have every ticket with its requester, where the PSA can have one', () => {
    expect(records.tickets().map(({ id }) => String(id))).toEqual(
      ticketsOf(story)
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const { id, contactId, summary, companyId } of ticketsOf(story)) {
      const ticket = byId(records.tickets(), id)!;
      const contact = contacts.find((each) => each.id === contactId && (psa !== 'autotask' || each.kind !== 'general'));
      expect([ticket.contactId, ticket.title]).toEqual([contact ? Number(contact.id) : null, summary]);
      if (companyId) expect(ticket.companyId).toBe(Number(companyId));
      if (contact) {
        const shown = byId(records.contacts(), contact.id)!;
        expect(contact.firstName.startsWith(shown.firstName)).toBe(true);
        expect(shown.email).toBe(contact.emails[0] ?? '');
      }
      expect(byId(records.companies(), ticket.companyId)?.name).toBeTruthy();
    }
  });
});

test('Autotask would take every record of the story as it is', () => {
  const seed = storyToAutotaskSeed(story);
  const store = createAutotaskStore(seed, () => 0);
  for (const name of ['Companies', 'CompanyLocations', 'Contacts', 'Tickets'] as const) {
    for (const row of seed[name]!) {
      expect(readFields(ENTITIES[name], row)).toMatchObject({ id: row.id });
      checkReferences(store, ENTITIES[name], row);
    }
  }
});

test('what the API changes is what the screens of Autotask and ConnectWise show', async () => {
  const autotask = createAutotaskStore(storyToAutotaskSeed(story), () => 0);
  autotask.change('Tickets', 5112, { contactID: 1009 });
  autotask.insert('TicketNotes', { ticketID: 5112, description: 'A private <b>note</b>' });
  const screens = createAutotaskScreens(autotaskRecords(autotask));
  const html = await (await screens.request('/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=5112')).text();
  expect(html).toContain('Grace Lindqvist</a>');
  expect(html).toContain('A private &lt;b&gt;note&lt;/b&gt;');

  const connectwise = createStore(storyToConnectWiseSeed(story), () => 0);
  connectwise.put('tickets', { ...connectwise.get('tickets', 5112)!, contact: { id: 1009 } });
  connectwise.put('notes', { ticketId: 5112, text: 'A private note', internalAnalysisFlag: true });
  const answer = await createConnectWiseScreens(connectWiseRecords(connectwise)).request('/_screen/tickets/5112');
  const ticket = { contact: { firstName: 'Grace', lastName: 'Lindqvist' }, notes: [{ text: 'A private note' }] };
  expect(await answer.json()).toMatchObject(ticket);
});

describe('the running world', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  test('the API answers by http, and lets nobody in without a token', async () => {
    const info = await (await fetch(`${world.halo.apiUrl}/api/authinfo`)).json();
    expect(info).toMatchObject({ auth_url: `${world.halo.apiUrl}/auth` });
    expect((await fetch(`${world.halo.apiUrl}/api/Users`)).status).toBe(401);
  });

  test('the site answers by https under its own name, screens and API alike', async () => {
    const { cert } = await selfSignedFor([world.halo.host]);
    const ask = (path: string) =>
      new Promise<number>((done, failed) => {
        const { host: servername, httpsPort: port } = world.halo;
        get({ host: '127.0.0.1', port, path, servername, ca: cert, headers: { host: servername } }, (answer) => {
          answer.resume();
          done(answer.statusCode ?? 0);
        }).once('error', failed);
      });
    expect([await ask('/tickets?id=5101'), await ask('/api/InstanceInfo'), await ask('/api/Users')]).toEqual([
      200, 200, 401,
    ]);
  });

  test('each SCIM directory has its own accounts behind its own token', async () => {
    expect(world.scim.map(({ directory }) => directory.key)).toEqual(
      story.customers.flatMap(({ directory }) => (directory?.provider === 'scim' ? [directory.key] : [])),
    );
    for (const [index, { url, directory, token }] of world.scim.entries()) {
      const ask = (authorization: string) => fetch(`${url}/Users?count=100`, { headers: { authorization } });
      const { totalResults } = (await (await ask(`Bearer ${token}`)).json()) as { totalResults: number };
      expect(totalResults).toBe(storyToScimUsers(story, directory.key).length);
      const other = world.scim[(index + 1) % world.scim.length]!;
      expect((await ask(`Bearer ${other.token}`)).status).toBe(401);
    }
  });
});

test.each([
  [{ 'a.example': 8443 }, 'MAP a.example:443 127.0.0.1:8443'],
  [{ 'a.example:80': 8080, 'b.example': 1 }, 'MAP a.example:80 127.0.0.1:8080, MAP b.example:443 127.0.0.1:1'],
])('hosts %o are led to this machine', (hosts, rules) => {
  expect(resolverRules(hosts as Record<string, number>)).toBe(rules);
});
