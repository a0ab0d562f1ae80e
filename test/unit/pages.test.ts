import { readFileSync } from 'node:fs';
import { PageRef } from '@counterpart/shared/page.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOST_PATTERNS, PAGES, psaOfHost, readPage } from '../../extension/pages/index.ts';
import { patternOf } from '../../extension/pages/patterns.ts';
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
const HOSTS = { 'help.example.com': 'halopsa' } as const;

function said(url: string): string | null {
  const page = readPage(new URL(url), HOSTS);
  return page && `${page.kind} ${page.id ?? '?'}`;
}

describe('HaloPSA addresses', () => {
  it.each(CASES)('%s → %s', (url, expected) => expect(said(url)).toBe(expected));

  const file = referenceFile('pages/url-cases.json');
  if (!file) it.skip(WITHOUT_REFERENCE, () => {});
  else {
    interface Case {
      psa: string;
      url: string;
      expect: { kind: string; id: string | null } | null;
    }
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
    const readable = new Set(['halo']);
    it.each(cases.map((known) => [known.psa, known.url, known] as const))('%s: %s', (psa, url, known) => {
      const page = readPage(new URL(url), {});
      const wanted = readable.has(psa) ? known.expect : null;
      expect(page && { kind: page.kind, id: page.id }).toEqual(wanted);
    });
  }
});

describe('any address', () => {
  const words = fc.constantFrom('ticket', 'tickets', 'fault', 'customers', 'portal', 'config', 'x', '%', '..', 'é');
  const keys = fc.constantFrom(
    'id',
    'ID',
    'faultid',
    'userid',
    'clientid',
    'mainview',
    'selid',
    '__proto__',
    'toString',
  );
  const query = fc.array(
    fc.tuple(keys, fc.oneof(fc.string(), fc.nat().map(String), fc.constantFrom('user', 'client'))),
  );
  const near = fc.tuple(fc.array(words), query).map(([path, pairs]) => {
    const url = new URL(`https://acme.halopsa.com/${path.map(encodeURIComponent).join('/')}`);
    for (const [key, value] of pairs) url.searchParams.append(key, value);
    return url;
  });
  const far = fc.webUrl({ withQueryParameters: true, withFragments: true }).map((text) => new URL(text));

  it('never throws, and whatever it finds is a pointer that the server takes', () => {
    fc.assert(
      fc.property(fc.oneof(near, far), (url) => {
        const page = readPage(url, {});
        if (page) expect(PageRef.parse(page)).toEqual(page);
      }),
      { numRuns: 2000 },
    );
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
    expect(HOST_PATTERNS).toEqual(['*://*.halopsa.com/*', '*://*.haloitsm.com/*', '*://*.haloservicedesk.com/*']);
  });

  it.each(Object.entries(PAGES))('every selector of %s says when it was seen and by whom', (_psa, adapter) => {
    expect(adapter.notAgent.length).toBeGreaterThan(0);
    for (const { seen, source } of adapter.notAgent) {
      expect(seen).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(source).not.toBe('');
    }
  });

  it.each([
    ['help.example.com', 'https://help.example.com/*'],
    ['help.example.com:8443', 'https://help.example.com/*'],
  ])('%s is asked for as %s', (host, pattern) => expect(patternOf(host)).toBe(pattern));

  it('a granted custom domain names its own PSA', () => {
    expect(psaOfHost('help.example.com', HOSTS)).toBe('halopsa');
    expect(psaOfHost('help.example.com', {})).toBeNull();
  });
});
