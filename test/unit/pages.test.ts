import { readFileSync } from 'node:fs';
import { PageRef } from '@counterpart/shared/page.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_PATTERNS, HOST_PATTERNS, PAGES, psaOfHost, readPage } from '../../extension/pages/index.ts';
import { patternOf } from '../../extension/pages/patterns.ts';
import { at, HOSTS } from '../helpers/pages.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';

const acme = (path: string) => `https://acme.halopsa.com${path}`;
const CASES: [url: string, expected: string | null][] = [
  [acme('/ticket?id=12345'), 'ticket 12345'],
  [acme('/ticket/?id=12345'), 'ticket 12345'],
  [acme('/TICKETS?ID=12345'), 'ticket 12345'],
  [acme('/tickets?&id=12345'), 'ticket 12345'],
  [acme('/tickets?area=1&viewid=3&selid=7&id=12345'), 'ticket 12345'],
  [acme('/tickets?id=&faultid=77'), 'ticket 77'],
  [acme('/faults?faultid=77'), 'ticket 77'],
  [acme('/fault?id=0000077'), 'ticket 77'],
  [acme('/ticket?id=IC:0176791'), 'ticket 176791'],
  [acme('/ticket?id=INC0176791'), 'ticket 176791'],
  [acme('/ticket?id=IC%3A0176791'), 'ticket 176791'],
  [acme('/ticket?id=12345#notes'), 'ticket 12345'],
  [acme('/ticket?id=999999999999999999'), 'ticket 999999999999999999'],
  // clearly a record, but not which
  [acme('/ticket'), 'ticket ?'],
  [acme('/ticket?id=abc'), 'ticket ?'],
  [acme('/ticket?id=1;drop'), 'ticket ?'],
  [acme('/tickets?id=abc'), 'ticket ?'],
  [acme('/ticket?id=9999999999999999999'), 'ticket ?'],
  [acme('/ticket?id=123abc'), 'ticket ?'],
  [acme('/ticket?id=abc123'), 'ticket ?'],
  [acme('/ticket?id=12%2034'), 'ticket ?'],
  [acme('/ticket?id=1&id=2'), 'ticket ?'],
  [acme('/ticket?id=1&ID=2'), 'ticket ?'],
  [acme('/ticket/?id=%2012345'), 'ticket 12345'],
  [acme('/ticket/index?id=12345'), 'ticket 12345'],
  [acme('/customers?mainview=user&userid=IC:0000088'), 'contact ?'],
  [acme('/customers?clientid=4x'), 'company ?'],
  [acme('/customers?clientid=1&clientid=2'), 'company ?'],
  [acme('/ticket?id=5').replace('//acme', '//me:secret@acme'), 'ticket 5'],
  [acme('/ticket?id=5').replace('.com/', '.com:443/'), 'ticket 5'],
  [acme('/ticket?id=5').replace('.com/', '.com:8443/'), null],
  [acme('/ticket?id=5').replace('.com/', '.com@evil.example/'), null],
  [acme('/#/ticket?id=5'), null],
  [acme('/customers?mainview=user&userid=x'), 'contact ?'],
  // lists, forms for something new, other areas
  [acme('/tickets'), null],
  [acme('/tickets?area=1&viewid=3'), null],
  [acme('/tickets?selid=7'), null],
  [acme('/ticket?id=0'), null],
  [acme('/ticket?id=-1'), null],
  [acme('/customers'), null],
  [acme('/customers?mainview=user'), null],
  [acme('/config/tickets?id=1'), null],
  [acme('/api/tickets?id=1'), null],
  [acme('/assets?id=1'), null],
  [acme('/kb?id=1'), null],
  [acme('/reports?id=1'), null],
  [acme('/'), null],
  [acme('/portal/ticket?id=12345'), null],
  [acme('/Portal/ticket?id=12345'), null],
  [acme('/search?returnUrl=/ticket?id=5'), null],
  // the customers area
  [acme('/customers?mainview=user&userid=88'), 'contact 88'],
  [acme('/customers?mainview=user&userid=88&clientid=4&hidemenu=true'), 'contact 88'],
  [acme('/customers?clientid=42'), 'company 42'],
  [acme('/customers?mainview=client&clientid=42'), 'company 42'],
  [acme('/customers?mainview=site&siteid=5'), null],
  [acme('/customers?mainview=site&siteid=5&clientid=42'), null],
  // hosts
  ['https://acme.haloitsm.com/ticket?id=1', 'ticket 1'],
  ['https://acme.haloservicedesk.com/ticket?id=1', 'ticket 1'],
  ['http://acme.halopsa.com/ticket?id=1', 'ticket 1'],
  ['https://uk.acme.halopsa.com/ticket?id=1', 'ticket 1'],
  ['https://halopsa.com/ticket?id=1', null],
  ['https://www.halopsa.com/ticket?id=1', null],
  ['https://docs.halopsa.com/ticket?id=1', null],
  ['https://acme.halopsa.com.evil.example/ticket?id=1', null],
  ['https://evilhalopsa.com/ticket?id=1', null],
  ['https://help.example.com/ticket?id=1', 'ticket 1'],
  ['https://help.example.com:8443/ticket?id=1', null],
  ['https://other.example.com/ticket?id=1', null],
  ['ftp://acme.halopsa.com/ticket?id=1', null],
  ['chrome-extension://acme.halopsa.com/ticket?id=1', null],
  // names that every object has are no hosts
  ['https://constructor/ticket?id=1', null],
];

describe('HaloPSA addresses', () => {
  it.each(CASES)('%s → %s', (url, expected) => expect(at(url, 'halopsa')).toBe(expected));
});

describe('the addresses of the reference', () => {
  const file = referenceFile('pages/url-cases.json');
  if (!file) it.skip(WITHOUT_REFERENCE, () => {});
  else {
    interface Read {
      kind: string;
      id: string | null;
    }
    interface Case {
      psa: string;
      url: string;
      expect: (Read & { inner?: undefined }) | { kind: 'shell'; inner: Read } | null;
    }
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
    it.each(cases.map((known) => [known.psa, known.url, known] as const))('%s: %s', (psa, url, known) => {
      const page = readPage(new URL(url), HOSTS);
      // A shell is not told apart: what it frames is what is read.
      expect(page && { kind: page.kind, id: page.id }).toEqual(known.expect?.inner ?? known.expect);
      if (page) expect(page.psa).toBe(psa === 'halo' ? 'halopsa' : psa);
    });
    it.each(cases.map(({ psa, url }) => [psa, url] as const))('%s: %s is nothing on a host of another', (psa, url) => {
      for (const [other, host] of [
        ['autotask', 'ww5.autotask.net'],
        ['connectwise', 'na.myconnectwise.net'],
        ['halo', 'acme.halopsa.com'],
        ['none', 'www.example.com'],
      ]) {
        if (other === psa) continue;
        const moved = new URL(url);
        moved.host = host!;
        expect(readPage(moved, HOSTS), moved.href).toBeNull();
      }
    });
  }
});

describe('any address', () => {
  const part = fc.constantFrom(
    ...['ticket', 'tickets', 'fault', 'customers', 'portal', 'config', 'x', '%', '%zz', '..', 'é', 'index'],
    ...['Mvc', 'ServiceDesk', 'TicketDetail.mvc', 'TicketByTicketNumber', 'CRM', 'ContactDetail.mvc', 'AutotaskOnyx'],
    ...['LandingPage', 'v2025_1', 'v4_6_release', 'ConnectWise.aspx', 'services', 'system_io', 'openrecord.rails'],
  );
  const key = fc.constantFrom(
    ...[
      'id',
      'ID',
      'faultid',
      'userid',
      'clientid',
      'mainview',
      'selid',
      '__proto__',
      'toString',
      'ticketId',
      'ids[0]',
    ],
    ...['contactId', 'ticketNumber', 'view-data', 'service_recid', 'recid', 'recordType', 'routeTo', 'state'],
  );
  const value = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.constantFrom('user', 'client', 'ServiceFV', 'ContactFV', 'T20260101.0001', '__proto__', '%E0%A4%A'),
    fc.json().map((text) => btoa(encodeURIComponent(text))),
    fc.webPath().map((url) => btoa(JSON.stringify({ url: encodeURI(url) }))),
  );
  const query = fc.array(fc.tuple(key, value)).map((pairs) => new URLSearchParams(pairs).toString());
  const fragment = fc.oneof(
    fc.string(),
    fc.tuple(fc.string(), part).map(([blob, screen]) => `${blob}??${screen}`),
    fc.json().map((state) => `startscreen=sr100&state=${state}`),
    fc.anything().map((state) => `startscreen=sr150&state=${JSON.stringify({ s: { p: state } }) ?? ''}`),
  );
  const host = fc.constantFrom(
    ...['acme.halopsa.com', 'ww5.autotask.net', 'na.myconnectwise.net', 'cw.example.com', 'www.example.com'],
  );
  const known = fc.constantFrom(
    ...['Mvc/ServiceDesk/TicketDetail.mvc', 'AutotaskOnyx/LandingPage', 'v2025_1/ConnectWise.aspx', 'ticket'],
    'v4_6_release/services/system_io/router/openrecord.rails',
  );
  const path = fc.oneof(
    known,
    fc.array(part).map((parts) => parts.join('/')),
  );
  const near = fc
    .tuple(host, path, query, fragment)
    .map(([name, route, search, hash]) => new URL(`https://${name}/${route}?${search}#${hash}`));
  const far = fc.webUrl({ withQueryParameters: true, withFragments: true }).map((text) => new URL(text));

  it('never throws, and whatever it finds is a pointer that the server takes', () => {
    fc.assert(
      fc.property(fc.oneof(near, far), (url) => {
        const page = readPage(url, HOSTS);
        if (page) expect(PageRef.parse(page)).toEqual(page);
      }),
      { numRuns: 5000 },
    );
  });

  it('is read once: a very long one is nobody’s', () => {
    const long = 'x'.repeat(2_000_000);
    for (const url of [
      `${acme('/ticket?id=')}${long}`,
      `https://na.myconnectwise.net/v2025_1/ConnectWise.aspx#${long}`,
    ]) {
      expect(readPage(new URL(url), HOSTS)?.id ?? null).toBeNull();
    }
  });

  it('finds the same record however its number is padded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.nat({ max: 8 }), (id, zeros) => {
        const url = new URL(acme(`/ticket?id=${'0'.repeat(zeros)}${id}`));
        expect(readPage(url, {})?.id).toBe(String(id));
      }),
    );
  });
});

describe('hosts', () => {
  it('asks for nothing but the vendors’ own hosts', () => {
    expect(HOST_PATTERNS).toEqual([
      '*://*.halopsa.com/*',
      '*://*.haloitsm.com/*',
      '*://*.haloservicedesk.com/*',
      'https://*.autotask.net/*',
      'https://na.myconnectwise.net/*',
      'https://eu.myconnectwise.net/*',
      'https://au.myconnectwise.net/*',
      'https://aus.myconnectwise.net/*',
      'https://cloud.na.myconnectwise.net/*',
      'https://staging.connectwisedev.com/*',
    ]);
    expect(FRAME_PATTERNS).toEqual(['https://*.autotask.net/*']);
  });

  it.each(Object.entries(PAGES))('every selector of %s says when it was seen and by whom', (_psa, adapter) => {
    const all = [...adapter.notAgent, ...adapter.selectors];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, seen, source } of all) {
      expect(id).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(seen).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(source).not.toBe('');
    }
  });

  it.each(Object.entries(PAGES))('the selectors of %s are tried newest first', (_psa, { selectors }) => {
    for (const field of new Set(selectors.map(({ id }) => id.split('.')[0]))) {
      const seen = selectors.filter(({ id }) => id.startsWith(`${field}.`)).map((selector) => selector.seen);
      expect(seen).toEqual(seen.toSorted().reverse());
    }
  });

  it.each([
    ['help.example.com', 'https://help.example.com/*'],
    ['help.example.com:8443', 'https://help.example.com/*'],
  ])('%s is asked for as %s', (host, pattern) => expect(patternOf(host)).toBe(pattern));

  it.each([
    ['help.example.com', 'halopsa'],
    ['cw.example.com', 'connectwise'],
    ['ww5.autotask.net', 'autotask'],
    ['na.myconnectwise.net', 'connectwise'],
    ['api-na.myconnectwise.net', null],
    ['webservices5.autotask.net', null],
    ['constructor', null],
  ])('%s is a host of %s', (host, psa) => expect(psaOfHost(host, HOSTS)).toBe(psa));

  it('a custom domain is nothing before it is named', () => expect(psaOfHost('help.example.com', {})).toBeNull());
});
