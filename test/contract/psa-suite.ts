import { createBudget, createHttp, type Http, type HttpOptions } from '@counterpart/server/http.ts';
import type { StoredConnection } from '@counterpart/server/psa/index.ts';
import type { ListPage, Psa } from '@counterpart/server/psa/types.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { Company, Contact, type ContactChanges, ContactKind, Site, Ticket } from '@counterpart/shared/psa.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PsaHarness, RunningPsa } from '../simulators/psa/harness.ts';

export interface PsaUnderTest {
  harness: PsaHarness;
  create(stored: StoredConnection, http: Http): Psa;
  /** Signs in for a token, and again when it is refused. A PSA that takes keys with every request has nothing to renew. */
  renewsSignIn: boolean;
  /** Lists that the PSA gives piece by piece, without saying how many there are in all. */
  uncounted?: ('companies' | 'sites' | 'contacts')[];
  /** The kinds of contact that the PSA tells apart; absent: all of them. */
  kinds?: ContactKind[];
}

/** What every PSA connector keeps, against its stand-in. */
export function psaContract(name: string, traits: PsaUnderTest): void {
  const { harness, create, renewsSignIn, uncounted = [], kinds = ContactKind.options } = traits;

  describe(`${name} keeps the contract`, () => {
    // A clock that only sleeping moves, so that waiting takes no time and can be measured exactly.
    let clock: number;
    /** How far the PSA's clock is from ours, in ms. */
    let skew: number;
    let running: RunningPsa;
    const now = () => clock;
    const sleep = async (ms: number) => {
      clock += ms;
    };

    function connect(stored: StoredConnection = running.stored, options: Partial<HttpOptions> = {}): Psa {
      const budget = createBudget({ limit: 100_000, windowMs: 60_000, now, sleep });
      return create(stored, createHttp({ fetch, budget, sleep, timeoutMs: 5_000, ...options }));
    }
    const odd = () => ({
      ...{ companyId: running.known.companyId, firstName: 'Odd', lastName: 'One' },
      ...{ email: 'odd@harbour.example', phone: '+45 33 33 33 33' },
    });
    const signIns = () => running.requests().filter((request) => request.signIn).length;

    beforeEach(async () => {
      clock = Date.now();
      skew = 0;
      running = await harness({ now: () => clock + skew });
    });
    afterEach(() => running.close());

    describe('lists', () => {
      test('are complete, once each, in our words', async () => {
        const psa = connect();
        const [companies, sites, contacts] = [
          await all(psa.companies(), running.counts.companies, uncounted.includes('companies')),
          await all(psa.sites(), running.counts.sites, uncounted.includes('sites')),
          await all(psa.contacts(), running.counts.contacts, uncounted.includes('contacts')),
        ];
        for (const company of companies) expect(Company.parse(company)).toEqual(company);
        for (const site of sites) expect(Site.parse(site)).toEqual(site);
        for (const contact of contacts) expect(Contact.parse(contact)).toEqual(contact);
        expect(companies.map((company) => company.active)).toContain(false);
        expect(new Set(contacts.map((contact) => contact.kind))).toEqual(new Set(kinds));
      });

      test.each(['companies', 'sites', 'contacts'] as const)('%s cut short are no list', async (kind) => {
        running.weather.cutShort(kind, 1);
        await expect(drain(connect()[kind]())).rejects.toMatchObject({ code: 'provider_incomplete' });
      });

      test('rows that come twice, over the seam of two pages, count once', async () => {
        running.weather.repeatRows(3);
        await all(connect().contacts(), running.counts.contacts, uncounted.includes('contacts'));
      });

      test('a row that goes before it is read makes the list incomplete', async () => {
        const ids = (await items(connect().contacts())).map(({ id }) => id);
        const reading = items(connect().contacts(), () => running.screen.removeContact(ids.at(-1)!));
        await expect(reading).rejects.toMatchObject({ code: 'provider_incomplete' });
      });

      test('a row that comes while the list is read is read too', async () => {
        let late = '';
        const found = await items(connect().contacts(), () => {
          late ||= running.plant({ ...odd(), email: 'late@harbour.example' });
        });
        expect(found.map(({ id }) => id)).toContain(late);
        expect(found).toHaveLength(running.counts.contacts + 1);
      });

      test('what is signed in with ends in the middle, and the list is whole all the same', async () => {
        const psa = connect();
        const found = await items(psa.contacts(), (page) => {
          if (page === 1) running.weather.expireTokens();
        });
        expect(found).toHaveLength(running.counts.contacts);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        expect(signIns()).toBe(2);
      });

      test('a sign-in that is refused from the middle on leaves no list', async () => {
        const psa = connect();
        const reading = items(psa.contacts(), () => running.weather.fail(1_000, 401));
        await expect(reading).rejects.toMatchObject({ code: 'provider_auth' });
      });
    });

    describe('odd records', () => {
      const NAMES: [string, string][] = [
        ['of 10,000 characters', 'ن'.repeat(10_000)],
        ['that run from right to left', '\u202Eمحمد\u202C عبد'],
        ['beyond the first plane, and joined', '𝒜𝓃𝒶 👩🏽‍💻'],
        ['with combining marks', 'Zo\u0065\u0308 \u1100\u1161'],
        ['of markup', '<img src=x onerror=alert(1)>&lt;b&gt;"\''],
        ['of a template', '{{7*7}}<%= 7 %>%s%00'],
      ];
      test.each(NAMES)('names %s are read as they are', async (_, name) => {
        const id = running.plant({ ...odd(), firstName: name, lastName: name });
        const psa = connect();
        const expected = { firstName: name, lastName: name, name: `${name} ${name}` };
        expect(await psa.contact(id)).toMatchObject(expected);
        const listed = (await items(psa.contacts())).find((contact) => contact.id === id);
        expect(listed).toMatchObject(expected);
      });

      test('no character that a database refuses is handed on', async () => {
        const id = running.plant({ ...odd(), firstName: 'A\0na', lastName: 'So\ud800usa', phone: '\0+45 1' });
        const contact = await connect().contact(id);
        expect(JSON.stringify(contact)).not.toMatch(/\\u0000|\\ud800/);
        expect(contact).toMatchObject({ firstName: 'Ana', lastName: 'So\uFFFDusa', phones: [{ value: '+45 1' }] });
      });

      const CHANGED: [string, (value: unknown) => unknown][] = [
        ['numbers as texts', (value) => (typeof value === 'number' ? String(value) : value)],
        [
          'digits as numbers',
          (value) => (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value),
        ],
        ['flags as texts', (value) => (typeof value === 'boolean' ? String(value) : value)],
        ['unknown fields', (value) => (isRow(value) ? { ...value, quantum: [{ id: 'x' }], zzz: null } : value)],
        ['no field that is empty', (value) => (isRow(value) ? withoutNulls(value) : value)],
      ];
      test.each(CHANGED)('%s change nothing', async (_, change) => {
        const [plain, other] = [connect(), connect(running.stored, { fetch: answering(change) })];
        const { companyId, contact, ticket } = running.known;
        expect(await other.company(companyId)).toEqual(await plain.company(companyId));
        expect(await other.contact(contact.id)).toEqual(await plain.contact(contact.id));
        expect(await other.ticket(ticket.id)).toEqual(await plain.ticket(ticket.id));
        expect(await other.additionalContacts(ticket.id)).toEqual(ticket.others);
        for (const kind of ['companies', 'sites', 'contacts'] as const) {
          const [found, expected]: [unknown[], unknown[]] = [
            await items<unknown>(other[kind]()),
            await items<unknown>(plain[kind]()),
          ];
          expect(found).toEqual(expected);
        }
        expect((await other.check()).steps).toEqual((await plain.check()).steps);
        expect(await other.addPrivateNote(ticket.id, 'x')).toMatch(/^\d+$/);
      });

      test('nothing but ids is still a record', async () => {
        const psa = connect(running.stored, { fetch: answering((value) => (isRow(value) ? onlyIds(value) : value)) });
        const contacts = await items(psa.contacts());
        expect(contacts).toHaveLength(running.counts.contacts);
        expect(new Set(contacts.map(({ firstName }) => firstName))).toEqual(new Set(['']));
        expect(await items(psa.companies())).toHaveLength(running.counts.companies);
        expect(await items(psa.sites())).toHaveLength(running.counts.sites);
        expect(await psa.ticket(running.known.ticket.id)).toMatchObject({ summary: '' });
      });
    });

    describe('one record', () => {
      test('is read by its id', async () => {
        const psa = connect();
        const { companyId, contact, generalContactId, serviceContactId } = running.known;
        expect(Company.parse(await psa.company(companyId)).id).toBe(companyId);
        expect(await psa.contact(contact.id)).toMatchObject({ id: contact.id, emails: contact.emails, kind: 'person' });
        if (kinds.includes('general')) expect((await psa.contact(generalContactId))?.kind).toBe('general');
        if (kinds.includes('service')) expect((await psa.contact(serviceContactId))?.kind).toBe('service');
        const ticket = Ticket.parse(await psa.ticket(running.known.ticket.id));
        expect(ticket.contactId).toBe(running.known.ticket.contactId);
      });

      test('that is not there is null', async () => {
        const psa = connect();
        for (const missing of running.known.missingIds) {
          expect(await psa.company(missing)).toBeNull();
          expect(await psa.contact(missing)).toBeNull();
          expect(await psa.ticket(missing)).toBeNull();
        }
      });

      test('a ticket of a stranger has a sender and no contact', async () => {
        const { id: ticketId, name, email } = running.known.ticketOfStranger;
        expect(await connect().ticket(ticketId)).toMatchObject({ contactId: null, sender: { name, email } });
      });

      test('a ticket is found by the number that people say', async () => {
        const psa = connect();
        const { id, number } = running.known.ticket;
        expect(await psa.ticketByNumber(` ${number} `)).toEqual(await psa.ticket(id));
        for (const other of [`${number}9`, `9${number}`, '', '#', '0', "1' or 1=1", '9'.repeat(40)]) {
          expect(await psa.ticketByNumber(other)).toBeNull();
        }
      });

      test('a ticket names the other contacts on it', async () => {
        const { id, others } = running.known.ticket;
        expect(await connect().additionalContacts(id)).toEqual(others);
      });

      test('can be opened in the PSA', () => {
        const psa = connect();
        const urls = (['ticket', 'contact', 'company'] as const).map((kind) => new URL(psa.recordUrl(kind, '77')));
        expect(new Set(urls.map((url) => url.href)).size).toBe(3);
        for (const url of urls) {
          expect(url.href.startsWith(running.url)).toBe(true);
          expect([...url.searchParams.values()]).toContain('77');
        }
      });
    });

    describe('search by e-mail', () => {
      test('finds any address, whatever its case, and inactive contacts', async () => {
        const psa = connect();
        const { contact, inactiveContact } = running.known;
        for (const email of contact.emails.flatMap((one) => [one, one.toUpperCase(), ` ${one} `])) {
          expect((await psa.findContactsByEmail(email)).map((found) => found.id)).toEqual([contact.id]);
        }
        expect(await psa.findContactsByEmail(inactiveContact.email)).toMatchObject([{ active: false }]);
      });

      test('finds whole addresses only', async () => {
        const psa = connect();
        const [email] = running.known.contact.emails;
        for (const other of [
          email.slice(0, -1),
          email.slice(1),
          email.split('@')[0]!,
          'nobody@nowhere.example',
          '',
          ' ',
        ]) {
          expect(await psa.findContactsByEmail(other)).toEqual([]);
        }
      });
    });

    describe('search by phone', () => {
      test('finds the digits, however they are written', async () => {
        const psa = connect();
        const { id, phone } = running.known.contact;
        for (const written of [phone, phone.replace(/\D/g, ''), ` ${phone} `]) {
          expect((await psa.findContactsByPhone(written)).map((found) => found.id)).toEqual([id]);
        }
      });

      test('finds no part of a number, and nothing where there is none', async () => {
        const psa = connect();
        for (const other of [running.known.contact.phone.slice(-4), '+45 12 34 56 78', 'nobody', '', ' ']) {
          expect(await psa.findContactsByPhone(other)).toEqual([]);
        }
      });
    });

    describe('what changed', () => {
      test('is read from a time on', async () => {
        const psa = connect();
        if (!psa.changedContacts) return;
        const hour = 3_600_000;
        clock += hour;
        const since = new Date(clock);
        expect(await items(psa.changedContacts(since))).toEqual([]);
        clock += hour;
        const { id } = running.known.contact;
        const changed = await psa.updateContact(id, { lastName: 'Berg' });
        expect(await items(psa.changedContacts(since))).toEqual([changed]);
        const person = { siteId: null, firstName: 'Zoë', lastName: 'Neil', email: 'zoe@harbour.example', phones: [] };
        const made = await psa.createContact({ companyId: running.known.companyId, ...person });
        const both = await items(psa.changedContacts(since));
        expect(both.map((one) => one.id).sort()).toEqual([changed.id, made.id].sort());
        expect(both).toContainEqual(made);
      });
    });

    describe('writing', () => {
      const draft = () => ({
        companyId: running.known.companyId,
        siteId: null,
        firstName: 'Zoë',
        lastName: "O'Neil",
        email: 'zoe@harbour.example',
        phones: phones('+45 11 11 11 11', '+45 22 22 22 22'),
      });

      const phones = (work: string, mobile: string) => [
        { kind: 'work' as const, value: work },
        { kind: 'mobile' as const, value: mobile },
      ];

      test('a contact that is created can be read again', async () => {
        const psa = connect();
        const made = await psa.createContact(draft());
        const { companyId, firstName, lastName, phones } = draft();
        const expected = { companyId, firstName, lastName, phones, active: true, emails: [draft().email] };
        expect(made).toMatchObject(expected);
        expect(made.name).toBe("Zoë O'Neil");
        expect(await psa.contact(made.id)).toEqual(made);
      });

      test('a contact is found again by the key it was created with', async () => {
        const psa = connect();
        const key = 'b0d5a3a8-6a58-4f0e-9f7e-0f3c2f1f9d10';
        const made = await psa.createContact(draft(), { key });
        if (!psa.findContactByKey) return;
        expect(await psa.findContactByKey(key)).toEqual(made);
        for (const other of [key.slice(1), key.slice(0, -1), '%', '']) {
          expect(await psa.findContactByKey(other)).toBeNull();
        }
      });

      test('a change changes what it names', async () => {
        const psa = connect();
        const made = await psa.createContact(draft());
        const changes = { lastName: 'Berg', active: false, platformIds: { external: 'scim-81' } };
        const changed = await psa.updateContact(made.id, changes);
        const external = { ...made.platformIds, external: 'scim-81' };
        expect(changed).toEqual({ ...made, lastName: 'Berg', name: 'Zoë Berg', active: false, platformIds: external });
        expect(await psa.contact(made.id)).toEqual(changed);
      });

      test('every field that may change does, alone, and there and back', async () => {
        const psa = connect();
        const made = await psa.createContact({ ...draft(), siteId: running.known.siteIds[0] });
        const steps: [ContactChanges, Partial<Contact>][] = [
          [{ firstName: 'Zoe' }, { firstName: 'Zoe', name: "Zoe O'Neil" }],
          [{ email: 'z.oneil@harbour.example' }, { emails: ['z.oneil@harbour.example'] }],
          [{ siteId: running.known.siteIds[1] }, { siteId: running.known.siteIds[1] }],
          [
            { phones: [{ kind: 'mobile', value: '+45 33 33 33 33' }] },
            { phones: phones('+45 11 11 11 11', '+45 33 33 33 33') },
          ],
          [
            { phones: [{ kind: 'work', value: '+45 44 44 44 44' }] },
            { phones: phones('+45 44 44 44 44', '+45 33 33 33 33') },
          ],
          [{ active: false }, { active: false }],
          [{ active: true }, { active: true }],
        ];
        let expected = made;
        for (const [changes, change] of steps) {
          expected = { ...expected, ...change };
          expect(await psa.updateContact(made.id, changes)).toEqual(expected);
          expect(await psa.contact(made.id)).toEqual(expected);
        }
      });

      test('blank never overwrites', async () => {
        const psa = connect();
        const before = await psa.contact(running.known.contact.id);
        const phones = [{ kind: 'work' as const, value: '  ' }];
        const blank = { firstName: ' ', lastName: '', email: '', siteId: null, phones, platformIds: { entra: '' } };
        await psa.updateContact(running.known.contact.id, blank);
        await psa.updateContact(running.known.contact.id, { ...blank, email: null, phones: [] });
        expect(await psa.contact(running.known.contact.id)).toEqual(before);
        const asks = (request: { method: string; path: string; signIn: boolean }) =>
          request.signIn || request.method === 'GET' || request.path.endsWith('/query');
        expect(running.requests().filter((request) => !asks(request))).toEqual([]);
      });

      test('to what is not there says so', async () => {
        const psa = connect();
        for (const missing of running.known.missingIds) {
          const gone = { code: 'provider_not_found' };
          await expect(psa.updateContact(missing, { firstName: 'X' })).rejects.toMatchObject(gone);
        }
      });

      test('a note is text, and not for the end user', async () => {
        const { id: ticketId } = running.known.ticket;
        const text = `Linked <b>Ana</b> & "co" &amp; 'more'\nby <script>Tech</script>`;
        const noteId = await connect().addPrivateNote(ticketId, text);
        expect(noteId).toMatch(/^\d+$/);
        const { agent, user } = running.notes(ticketId);
        expect(agent).toEqual([text]);
        expect(user).toEqual([]);
      });

      test('a note can be taken back, and only it', async () => {
        const psa = connect();
        const { id: ticketId } = running.known.ticket;
        await psa.addPrivateNote(ticketId, 'stays');
        const noteId = await psa.addPrivateNote(ticketId, 'goes [mark 1]');
        expect(await psa.findPrivateNote?.(ticketId, '[mark 1]')).toBe(noteId);
        expect(await psa.findPrivateNote?.(ticketId, '[mark 2]')).toBeNull();
        await psa.withdrawPrivateNote(ticketId, noteId);
        const { agent, user } = running.notes(ticketId);
        expect(agent).toContain('stays');
        expect(agent.join()).not.toContain('goes');
        expect(user).toEqual([]);
      });

      test('a ticket gets another contact, and its own one back', async () => {
        const psa = connect();
        if (!psa.setTicketContact) return;
        const { id: ticketId, contactId } = running.known.ticket;
        const { colleagueId } = running.known;
        const before = await psa.ticket(ticketId);
        expect(await psa.setTicketContact(ticketId, colleagueId)).toBe(contactId);
        expect(await psa.ticket(ticketId)).toMatchObject({ contactId: colleagueId, companyId: before?.companyId });
        expect(await psa.setTicketContact(ticketId, contactId)).toBe(colleagueId);
        expect(await psa.ticket(ticketId)).toEqual(before);
        expect(await psa.setTicketContact(ticketId, null)).toBe(contactId);
        expect((await psa.ticket(ticketId))?.contactId).toBeNull();
      });

      test('a contact that is not there becomes no ticket’s', async () => {
        const psa = connect();
        if (!psa.setTicketContact) return;
        const { id: ticketId, contactId } = running.known.ticket;
        for (const missing of running.known.missingIds) {
          await expect(psa.setTicketContact(ticketId, missing)).rejects.toMatchObject({
            code: expect.stringMatching(/^provider_(not_found|rejected)$/),
          });
        }
        expect((await psa.ticket(ticketId))?.contactId).toBe(contactId);
      });

      test('a write whose answer is lost is not sent again', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.fail(1, 502);
        const before = running.requests().length;
        const note = psa.addPrivateNote(running.known.ticket.id, 'once');
        await expect(note).rejects.toMatchObject({ code: 'provider_unavailable' });
        expect(running.requests().length - before).toBe(1);
      });
    });

    describe('sign-in and rights', () => {
      test('check says that everything works', async () => {
        const answer = await connect().check();
        expect(answer.steps.filter((step) => step.state !== 'works')).toEqual([]);
        expect(answer).toMatchObject({ ok: true, version: expect.any(String) });
      });

      test('wrong credentials are named, and never said', async () => {
        for (const { wrong, stored } of running.wrong) {
          const psa = connect(stored);
          const error = await thrown(psa.contact(running.known.contact.id));
          expect(error).toMatchObject({ code: 'provider_auth', extra: { detail: { wrong } } });
          expect(JSON.stringify([error.message, error.extra])).not.toMatch(/secret-|s3cret|guessed/);
          const { ok, steps } = await psa.check();
          expect(ok).toBe(false);
          expect(steps.find((step) => step.capability === 'sign_in')).toMatchObject({ code: 'provider_auth' });
        }
      });

      test('a missing right is named', async () => {
        const right = running.weather.denyContacts();
        const psa = connect();
        const error = await thrown(psa.contact(running.known.contact.id));
        expect(error).toMatchObject({ code: 'provider_forbidden', extra: { detail: { right } } });
        const { ok, steps } = await psa.check();
        expect(ok).toBe(false);
        expect(steps).toContainEqual({
          capability: 'read_contacts',
          state: 'missing',
          code: 'provider_forbidden',
          right,
        });
        expect(steps).toContainEqual({ capability: 'read_tickets', state: 'works' });
      });

      test('a right to write that is missing is named without writing', async () => {
        const rights = running.weather.denyWriting();
        const { ok, steps } = await connect().check();
        expect(ok).toBe(false);
        const missing = steps.filter((step) => step.state === 'missing').map((step) => [step.capability, step.right]);
        expect(missing).toEqual([
          ['write_contacts', rights.contacts],
          ['write_tickets', rights.tickets],
          ['write_notes', rights.notes],
        ]);
      });

      test('many at once share one sign-in, and one renewal', async () => {
        const psa = connect();
        const ids = Array.from({ length: 8 }, () => running.known.contact.id);
        await Promise.all(ids.map((contact) => psa.contact(contact)));
        expect(signIns()).toBe(1);
        running.weather.expireTokens();
        const found = await Promise.all(ids.map((contact) => psa.contact(contact)));
        expect(found.every((contact) => contact?.id === running.known.contact.id)).toBe(true);
        expect(signIns()).toBe(2);
      });

      test('a second 401 is the answer', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.fail(10, 401);
        const before = signIns();
        await expect(drain(psa.companies())).rejects.toMatchObject({ code: 'provider_auth' });
        expect(signIns()).toBe(renewsSignIn ? before + 1 : before);
      });
    });

    describe('limits', () => {
      test('a click in the middle of full reads is answered before what they have waiting', async () => {
        const waiting: (() => void)[] = [];
        let isOpen = false;
        const gate = (ms: number) =>
          new Promise<void>((go) => {
            waiting.push(() => {
              clock += ms;
              go();
            });
            if (isOpen) for (const wake of waiting.splice(0)) wake();
          });
        const budget = createBudget({ limit: 12, windowMs: 60_000, now, sleep: gate });
        const psa = connect(running.stored, { budget });
        await psa.contact(running.known.contact.id);
        let ended = 0;
        const reads = [1, 2, 3, 4].map(() => items(psa.contacts()).then((found) => ++ended && found.length));
        await expect.poll(() => waiting.length).toBeGreaterThan(1);

        expect((await psa.contact(running.known.contact.id))?.id).toBe(running.known.contact.id);
        expect(ended).toBe(0);
        const clicked = running.requests().length;
        isOpen = true;
        for (const wake of waiting.splice(0)) wake();
        expect(await Promise.all(reads)).toEqual([1, 2, 3, 4].map(() => running.counts.contacts));
        expect(running.requests().length).toBeGreaterThan(clicked);
      });

      test('all that a click sends may use the part that background work leaves, and a full read may not', async () => {
        const { contact, ticket, companyId, colleagueId } = running.known;
        const taken: boolean[] = [];
        const budget = { take: async (urgent: boolean) => void taken.push(urgent), pause: () => undefined };
        const psa = connect(running.stored, { budget });
        await psa.contact(contact.id);
        const person = { companyId, siteId: null, firstName: 'A', lastName: 'B', email: null, phones: [] };
        let note = '';
        const clicks: [string, () => Promise<unknown> | undefined][] = [
          ['check', () => psa.check()],
          ['company', () => psa.company(companyId)],
          ['contact', () => psa.contact(contact.id)],
          ['ticket', () => psa.ticket(ticket.id)],
          ['ticketByNumber', () => psa.ticketByNumber(ticket.number)],
          ['findContactsByEmail', () => psa.findContactsByEmail(contact.emails[0])],
          ['findContactsByPhone', () => psa.findContactsByPhone(contact.phone)],
          ['findContactByKey', () => psa.findContactByKey?.('k')],
          ['createContact', () => psa.createContact(person, { key: 'k' })],
          ['updateContact', () => psa.updateContact(contact.id, { lastName: 'Berg', email: 'x@harbour.example' })],
          ['additionalContacts', () => psa.additionalContacts(ticket.id)],
          ['setTicketContact', () => psa.setTicketContact?.(ticket.id, colleagueId)],
          ['addPrivateNote', () => psa.addPrivateNote(ticket.id, 'x').then((id) => (note = id))],
          ['findPrivateNote', () => psa.findPrivateNote?.(ticket.id, 'x')],
          ['withdrawPrivateNote', () => psa.withdrawPrivateNote(ticket.id, note)],
          ['screenHost', () => psa.screenHost()],
        ];
        const late: string[] = [];
        for (const [name, act] of clicks) {
          taken.length = 0;
          await act();
          if (taken.includes(false)) late.push(name);
        }
        expect(late).toEqual([]);
        taken.length = 0;
        for (const kind of ['companies', 'sites', 'contacts'] as const) await drain(psa[kind]());
        // The one urgent request may be what a list looks up once, such as the countries.
        expect(taken.filter((urgent) => urgent).length).toBeLessThanOrEqual(1);
        expect(taken.filter((urgent) => !urgent).length).toBeGreaterThan(4);
      });

      test('no window holds more than the connection may send, sign-in and all', async () => {
        const [limit, windowMs] = [12, 60_000];
        const psa = connect(running.stored, { budget: createBudget({ limit, windowMs, now, sleep }) });
        for (let read = 0; read < 4; read++) {
          await drain(psa.contacts());
          await psa.contact(running.known.contact.id);
        }
        const times = running.requests().map(({ at }) => at);
        expect(times.length).toBeGreaterThan(limit);
        const fullest = Math.max(...times.map((to) => times.filter((at) => at <= to && at > to - windowMs).length));
        expect(fullest).toBeLessThanOrEqual(limit);
      });
    });

    describe('clocks that differ', () => {
      test.each([-24 * 3_600_000, -4 * 60_000, 24 * 3_600_000])('by %i ms', async (ms) => {
        const psa = connect();
        const before = clock;
        skew = ms;
        expect((await psa.contact(running.known.contact.id))?.id).toBe(running.known.contact.id);
        const changed = await psa.updateContact(running.known.contact.id, { lastName: 'Berg' });
        expect(await psa.contact(running.known.contact.id)).toEqual(changed);
        expect(await items(psa.contacts())).toHaveLength(running.counts.contacts);
        // What is told of changes goes by their clock: a little behind ours is allowed for, more is the full read's.
        if (!psa.changedContacts || ms < -3_600_000) return;
        expect((await items(psa.changedContacts(new Date(before)))).map(({ id }) => id)).toContain(changed.id);
      });
    });

    describe('bad weather', () => {
      test('background work waits as long as it was told', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.throttle(30, 2);
        await all(psa.contacts(), running.counts.contacts, uncounted.includes('contacts'));
        const refused = running.requests().filter((request) => request.status === 429);
        expect(refused).toHaveLength(2);
        for (const { at } of refused) {
          const early = running.requests().filter((request) => request.at > at && request.at < at + 30_000);
          expect(early).toEqual([]);
        }
      });

      test('people do not wait, and nothing goes out before its time', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.throttle(30, 1);
        const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 30 } };
        expect(await thrown(psa.contact(running.known.contact.id))).toMatchObject(limited);
        const sent = running.requests().length;
        expect(await thrown(psa.ticket(running.known.ticket.id))).toMatchObject(limited);
        expect(running.requests().length).toBe(sent);
        clock += 30_000;
        expect((await psa.ticket(running.known.ticket.id))?.id).toBe(running.known.ticket.id);
      });

      test('slow', async () => {
        running.weather.slow(400);
        const psa = connect(running.stored, { timeoutMs: 60, retries: 0 });
        await expect(psa.contact(running.known.contact.id)).rejects.toMatchObject({ code: 'provider_timeout' });
      });

      test('a read passes over a short failure, and tells of a long one', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.fail(2, 503);
        expect((await psa.contact(running.known.contact.id))?.id).toBe(running.known.contact.id);
        running.weather.fail(3, 503);
        const down = { code: 'provider_unavailable' };
        await expect(psa.contact(running.known.contact.id)).rejects.toMatchObject(down);
      });

      test('down', async () => {
        await running.close();
        const psa = connect();
        await expect(psa.contact(running.known.contact.id)).rejects.toMatchObject({ code: 'provider_unavailable' });
        const { ok, steps } = await psa.check();
        expect(ok).toBe(false);
        expect(steps[0]).toEqual({ capability: 'reach', state: 'failed', code: 'provider_unavailable' });
      });

      test('something else than JSON', async () => {
        const psa = connect();
        await psa.contact(running.known.contact.id);
        running.weather.garble(1);
        await expect(psa.contact(running.known.contact.id)).rejects.toMatchObject({ code: 'provider_invalid' });
      });
    });
  });
}

/** Reads a whole list, and holds what its pages say against what they hold. */
async function all<T extends { id: string }>(
  pages: AsyncIterable<ListPage<T>>,
  expected: number,
  uncounted: boolean,
): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) {
    items.push(...page.items);
    expect(page).toMatchObject({ seen: items.length, total: uncounted ? null : expected });
  }
  expect(new Set(items.map((item) => item.id)).size).toBe(expected);
  expect(items).toHaveLength(expected);
  return items;
}

/** `onPage` is told how many pages there were, before the next is taken. */
async function items<T>(pages: AsyncIterable<ListPage<T>>, onPage?: (pages: number) => void): Promise<T[]> {
  const found: T[] = [];
  let count = 0;
  for await (const page of pages) {
    found.push(...page.items);
    onPage?.(++count);
  }
  return found;
}

type Row = Record<string, unknown>;
function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'id' in value;
}
function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
function onlyIds(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, /id$/i.test(key) ? value : null]));
}

/** The stand-in's answers with every value in them changed, from the innermost out. */
function answering(change: (value: unknown) => unknown): typeof fetch {
  const deep = (value: unknown): unknown => {
    if (Array.isArray(value)) return change(value.map(deep));
    if (typeof value !== 'object' || value === null) return change(value);
    return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner)])));
  };
  return async (input, init) => {
    const answer = await fetch(input, init);
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') && text !== '';
    const body = isJson ? JSON.stringify(deep(JSON.parse(text))) : text || null;
    return new Response(body, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _page of pages);
}

async function thrown(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return error;
}
