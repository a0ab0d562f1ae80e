import { type Budget, createBudget, createHttp } from '@counterpart/server/http.ts';
import { type AutotaskPsa, createAutotaskPsa } from '@counterpart/server/psa/autotask/index.ts';
import { createLanes } from '@counterpart/server/psa/autotask/lanes.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { type AutotaskSimulator, createAutotaskSimulator } from '../simulators/psa/autotask/index.ts';

const CREDENTIALS = { username: 'api@msp.example', secret: 's', integrationCode: 'c' };
const BASE = 'https://autotask.example';

describe('the Autotask connector', () => {
  let autotask: AutotaskSimulator;
  let clock: number;
  let psa: AutotaskPsa;

  const connect = (config: object = {}, budget: Budget = createBudget({ limit: 10_000, windowMs: 1_000 })) => {
    const local = (async (input, init) => autotask.fetch(new Request(input, init))) as typeof fetch;
    const http = createHttp({ fetch: local, budget, retries: 0 });
    return createAutotaskPsa({ ...CREDENTIALS, zoneUrl: `${BASE}/ATServicesRest/`, ...config }, http);
  };
  const ids = async (pages = psa.contacts()) => {
    const found: string[] = [];
    for await (const page of pages) found.push(...page.items.map((contact) => contact.id));
    return found;
  };
  const sent = (path: RegExp) => autotask.control.requests.filter((request) => path.test(request.path));

  beforeEach(() => {
    clock = Date.parse('2026-03-01T10:00:00Z');
    autotask = createAutotaskSimulator({ seed: contractSeed(), ...CREDENTIALS, now: () => clock });
    psa = connect();
  });

  describe('zones', () => {
    test('a customer who is moved in the middle of a list is read on in the new zone', async () => {
      const found: string[] = [];
      for await (const page of psa.contacts()) {
        if (found.length === 0) autotask.control.moveZone();
        found.push(...page.items.map((contact) => contact.id));
      }
      expect(new Set(found).size).toBe(1_205);
      expect(sent(/zoneinformation/i)).toHaveLength(2);
    });

    test('a customer who is moved between reading and writing is written once', async () => {
      await psa.ticket('53203');
      autotask.control.moveZone();
      await psa.addPrivateNote('53203', 'once');
      expect(sent(/Notes$/).map((request) => request.status)).toEqual([401, 200]);
    });

    test('a key that ends in the middle of a list ends the list', async () => {
      const reading = (async () => {
        for await (const _page of psa.contacts()) autotask.control.failNext = { count: 9, status: 401 };
      })();
      await expect(reading).rejects.toMatchObject({ code: 'provider_auth' });
      // The same zone again: another try would only bring the user nearer to being locked out.
      const statuses = sent(/Contacts\/query$/).map((request) => request.status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(1);
    });

    test.each<[string, string]>([
      ['without encryption', 'http://autotask.example/ATServicesRest/'],
      ['that is no address', 'webservices5'],
    ])('a zone %s gets no key', async (_, url) => {
      const told = async () => Response.json({ zoneName: 'x', url, webUrl: `${BASE}/`, ci: 1 });
      const http = createHttp({ fetch: told as typeof fetch, budget: createBudget({ limit: 9, windowMs: 1_000 }) });
      const strange = createAutotaskPsa({ ...CREDENTIALS, zoneUrl: `${BASE}/ATServicesRest` }, http);
      await expect(strange.contact('23')).rejects.toMatchObject({ code: 'provider_invalid' });
    });

    test("a zone that is not the vendor's gets no key", async () => {
      const asked: string[] = [];
      const told = async (url: string) => {
        asked.push(url);
        return Response.json({ zoneName: 'x', url: 'https://autotask.net.evil.example/', webUrl: `${BASE}/`, ci: 1 });
      };
      const budget = createBudget({ limit: 9, windowMs: 1_000 });
      const strange = createAutotaskPsa(CREDENTIALS, createHttp({ fetch: told as typeof fetch, budget }));
      await expect(strange.contact('23')).rejects.toMatchObject({ code: 'provider_invalid' });
      expect(asked.map((url) => new URL(url).host)).toEqual(['webservices.autotask.net']);
    });

    test.each<[string | undefined, string]>([
      ['https://webservices16.autotask.net/ATServicesRest/', 'https://ww16.autotask.net'],
      ['https://webservices.autotask.net/atservicesrest', 'https://www.autotask.net'],
      [undefined, 'https://www.autotask.net'],
      ['http://127.0.0.1:4000/ATServicesRest/', 'http://127.0.0.1:4000'],
    ])('before it is known, %s lets guess %s', (zoneUrl, web) => {
      expect(connect({ zoneUrl }).recordUrl('contact', '7')).toBe(`${web}/Mvc/CRM/ContactDetail.mvc?contactId=7`);
    });
  });

  describe('limits', () => {
    test('never more than three at a time on one object, whoever asks', async () => {
      autotask.control.latencyMs = 2;
      await psa.contact('23');
      const clicks = Array.from({ length: 12 }, () => psa.contact('23'));
      const lists = [ids(), ids(), ids()];
      await Promise.all([...clicks, ...lists]);
      expect(autotask.control.mostThreads).toBe(3);
      expect(autotask.control.requests.every((request) => request.status === 200)).toBe(true);
    });

    test.each<[string, number, string[], string[]]>([
      ['a lane is left free while people are about', 59_999, ['b1', 'b2', 'u1'], ['u2', 'b3']],
      ['no lane is left free in a quiet minute, and people go first', 60_000, ['b1', 'b2', 'b3'], ['u1', 'u2']],
    ])('%s', async (_, quietMs, first, then) => {
      let now = 0;
      const lanes = createLanes(() => now);
      await lanes.run('contacts', true, async () => {});
      now = quietMs;
      const order: string[] = [];
      const ends: (() => void)[] = [];
      const run = (name: string, urgent: boolean) =>
        lanes.run('contacts', urgent, () => {
          order.push(name);
          return new Promise<void>((end) => ends.push(end));
        });
      const all = [run('b1', false), run('b2', false), run('b3', false), run('u1', true), run('u2', true)];
      await Promise.resolve();
      expect(order).toEqual(first);
      while (ends.length > 0) {
        ends.shift()!();
        await new Promise((done) => setTimeout(done));
      }
      await Promise.all(all);
      expect(order).toEqual([...first, ...then]);
    });

    test('what fails frees its lane', async () => {
      const lanes = createLanes();
      const fail = () => lanes.run('x', true, () => Promise.reject(new Error('no')));
      await Promise.allSettled(Array.from({ length: 10 }, fail));
      expect(await lanes.run('x', false, async () => 'free')).toBe('free');
    });

    test.each([200, 429, 500])('a refused thread (%i) is a limit, not a fault', async (status) => {
      await psa.contact('23');
      autotask.control.threads = { limit: 0, status };
      const expected = status === 200 ? { code: 'provider_invalid' } : { code: 'provider_rate_limited' };
      await expect(psa.contact('23')).rejects.toMatchObject(expected);
    });

    test('background work stops before the hour is used up, people go on', async () => {
      Object.assign(autotask.control, { usedByOthers: 7_600, slowDownMs: 0 });
      const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 300, detail: { limit: '10000' } } };
      await expect(ids()).rejects.toMatchObject(limited);
      expect(sent(/query/)).toEqual([]);
      expect((await psa.contact('23'))?.id).toBe('23');
    });

    test('a long list looks again', async () => {
      const reading = (async () => {
        for await (const _page of connect({ pageSize: 10 }).contacts()) {
          Object.assign(autotask.control, { usedByOthers: 9_000, slowDownMs: 0 });
        }
      })();
      await expect(reading).rejects.toMatchObject({ code: 'provider_rate_limited' });
      expect(sent(/Contacts\/query$/).length).toBeLessThanOrEqual(43);
    });

    test('a used-up hour is waited for', async () => {
      Object.assign(autotask.control, { usedByOthers: 10_000, slowDownMs: 0 });
      const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 3_600 } };
      await expect(psa.contact('23')).rejects.toMatchObject(limited);
      const asked = autotask.control.requests.length;
      await expect(psa.contact('23')).rejects.toMatchObject({ code: 'provider_rate_limited' });
      expect(autotask.control.requests).toHaveLength(asked);
    });
  });

  describe('lists', () => {
    test('use as few requests as there are pages', async () => {
      await ids();
      expect(autotask.control.requests.map(({ path }) => path.replace(/^.*V1\.0\//, ''))).toEqual([
        ...['ZoneInformation', 'ThresholdInformation', 'Contacts/query/count'],
        ...['Contacts/query', 'Contacts/query', 'Contacts/query'],
      ]);
    });

    test.each<[string, (index: number) => number]>([
      ['without gaps', (index) => index],
      ['that thin out', (index) => index ** 2],
      ['that thicken', (index) => Math.round(200_000 * Math.sqrt(index))],
      ['far apart, all but the first', (index) => (index < 10 ? index : 1_000_000_000 + index)],
    ])('are read at three places at once, over ids %s', async (_, idOf) => {
      const Contacts = Array.from({ length: 6_000 }, (_, index) => ({
        id: idOf(index + 1),
        companyID: 175,
        isActive: 1,
      }));
      autotask = createAutotaskSimulator({ seed: { Contacts }, ...CREDENTIALS, now: () => clock });
      const found = await ids();
      expect(found).toHaveLength(6_000);
      expect(new Set(found).size).toBe(6_000);
      expect(autotask.control.mostThreads).toBe(3);
      // Twelve full pages, and what is cut off at the ends of the ranges, of which there are at most three.
      expect(sent(/Contacts\/query$/).length).toBeLessThanOrEqual(15);
    });

    test('smaller pages than asked for are still the whole list', async () => {
      autotask.control.largestPage = 300;
      expect(await ids()).toHaveLength(1_205);
    });

    test('rows that come twice count once', async () => {
      autotask.control.repeatRows = 3;
      expect(new Set(await ids()).size).toBe(1_205);
      expect(await ids()).toHaveLength(1_205);
    });

    test('a row that goes while the list is read makes it incomplete', async () => {
      const reading = (async () => {
        for await (const _page of psa.contacts()) autotask.control.remove('Contacts', 1_290);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'provider_incomplete', extra: { detail: { seen: '1204' } } });
    });

    test('a row that comes while the list is read is read too', async () => {
      const totals: (number | null)[] = [];
      for await (const page of psa.contacts()) {
        if (totals.length === 0) autotask.store.insert('Contacts', { companyID: 175, firstName: 'L', isActive: 1 });
        totals.push(page.total);
      }
      expect(totals.at(-1)).toBe(1_206);
    });

    test('an Autotask that lists no countries still lists companies', async () => {
      autotask.control.rights.Countries = { query: 'None' };
      for await (const page of psa.companies())
        expect(page.items.map((one) => one.country)).toEqual([null, null, null, null]);
      expect((await psa.company('0'))?.name).toBe('Our own MSP');
    });

    test('changed contacts are those since then, however their clock goes', async () => {
      const since = new Date(clock);
      expect(await ids(psa.changedContacts(since))).toEqual([]);
      clock -= 4 * 60_000;
      autotask.control.edit('Contacts', 24, { isActive: 1 });
      expect(await ids(psa.changedContacts(since))).toEqual(['24']);
    });
  });

  describe('finding', () => {
    test.each<[string, string[]]>([
      ['+351 910 555 666', ['23']],
      ['910555666', ['23']],
      ['00351 21 000 0042', ['23']],
      ['+351 930 777 888', ['23']],
      ['930777888', ['23']],
      ['+45 70 10 00 07', ['107']],
      ['10 00 07', []],
      ['0042', []],
      ['', []],
      ['555 666', []],
    ])('by the phone number %s', async (phone, expected) => {
      expect((await psa.findContactsByPhone(phone)).map((contact) => contact.id)).toEqual(expected);
    });

    test.each<[string, string | null]>([
      ['T20260301.0001', '53203'],
      [' t20260301.0002 ', '53204'],
      ['T20260301.000', null],
      ['', null],
      ['x'.repeat(10_000), null],
    ])('the ticket %s', async (number, id) => {
      expect((await psa.ticketByNumber(number))?.id ?? null).toBe(id);
    });

    test('an address that is too long to be one is not asked for', async () => {
      expect(await psa.findContactsByEmail(`${'a'.repeat(10_000)}@x.example`)).toEqual([]);
      expect(autotask.control.requests).toEqual([]);
    });

    test('by our key, exactly', async () => {
      const draft = { companyId: '175', siteId: null, firstName: 'Z', lastName: 'B', email: null, phones: [] };
      const made = await psa.createContact(draft, { key: 'cp-Key-1' });
      expect(await psa.findContactByKey('cp-Key-1')).toEqual(made);
      for (const key of ['cp-key-1', 'cp-Key', '', '%']) expect(await psa.findContactByKey(key)).toBeNull();
    });
  });

  describe('a ticket', () => {
    test('has people besides its contact', async () => {
      expect(await psa.additionalContacts('53203')).toEqual(['25']);
      expect(await psa.additionalContacts('53204')).toEqual([]);
    });

    test('gets another contact, and its old one back', async () => {
      expect(await psa.setTicketContact('53203', '24')).toBe('23');
      expect((await psa.ticket('53203'))?.contactId).toBe('24');
      expect(await psa.setTicketContact('53203', null)).toBe('24');
      expect((await psa.ticket('53203'))?.contactId).toBeNull();
      expect(await psa.setTicketContact('53203', '23')).toBeNull();
      expect(await psa.ticket('53203')).toMatchObject({ contactId: '23', summary: 'Printer is on fire' });
    });

    test('is left alone where the contact is the one it has', async () => {
      expect(await psa.setTicketContact('53203', '23')).toBe('23');
      expect(sent(/Tickets$/)).toEqual([]);
    });

    test("does not get another company's contact", async () => {
      const refused = { code: 'provider_rejected', extra: { fields: [{ path: 'contactID' }] } };
      await expect(psa.setTicketContact('53203', '101')).rejects.toMatchObject(refused);
    });

    test('has its note taken back, and no other', async () => {
      const note = await psa.addPrivateNote('53203', 'Linked to ana@harbour.example');
      await expect(psa.withdrawPrivateNote('53204', note)).rejects.toMatchObject({ code: 'provider_not_found' });
      await psa.withdrawPrivateNote('53203', note);
      const kept = autotask.store.get('TicketNotes', Number(note));
      expect(kept).toMatchObject({ description: 'This note was withdrawn.', publish: 2, ticketID: 53_203 });
    });

    test.each(['999999', 'x'])('that is not there (%s) gets nothing', async (id) => {
      const gone = { code: 'provider_not_found' };
      await expect(psa.addPrivateNote(id, 'x')).rejects.toMatchObject(gone);
      await expect(psa.setTicketContact(id, '23')).rejects.toMatchObject(gone);
      await expect(psa.withdrawPrivateNote('53203', id)).rejects.toMatchObject(gone);
    });
  });

  test('an Autotask whose notes cannot be internal fails the check', async () => {
    const fields = { fields: [{ name: 'publish', picklistValues: [{ value: '1', label: 'All', isActive: true }] }] };
    const path = '/TicketNotes/entityInformation/fields';
    autotask.control.failNext = { count: 1, status: 200, path, body: JSON.stringify(fields) };
    const { ok, steps } = await psa.check();
    expect(ok).toBe(false);
    expect(steps.at(-1)).toEqual({ capability: 'write_notes', state: 'failed', code: 'provider_rejected' });
  });

  test('a restricted right is some right', async () => {
    autotask.control.rights.Contacts = { query: 'Restricted', create: 'Restricted', update: 'Restricted' };
    expect((await psa.check()).ok).toBe(true);
  });
});
