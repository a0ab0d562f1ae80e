import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import { firstText, labelled } from './read.ts';
import type { PageAdapter, Selector } from './types.ts';

/**
 * HaloPSA, HaloITSM and Halo Service Desk: one React app; the record is in the query string.
 *
 *   https://acme.halopsa.com/ticket?id=0012345                  ticket 12345 (the share link)
 *   https://acme.halopsa.com/tickets?area=1&selid=7&id=12345    ticket 12345; selid is the list beside it
 *   https://acme.halopsa.com/tickets?faultid=12345              ticket 12345 (older links)
 *   https://acme.halopsa.com/customers?mainview=user&userid=88  contact 88
 *   https://acme.halopsa.com/customers?clientid=42              company 42
 *   https://acme.halopsa.com/tickets?viewid=3                   a list: nothing
 *   https://acme.halopsa.com/portal/ticket?id=12345             the customers' portal: nothing
 */
const TICKET = new Set(['ticket', 'tickets', 'fault', 'faults']);
const SINGULAR = new Set(['ticket', 'fault']);
/** Areas that reuse the same words: the portal, the settings, the sign-in, the JSON API. */
const ELSEWHERE = new Set(['portal', 'config', 'auth', 'api', 'guides']);
const MARKETING = /^(www|docs)\./;
const VENDOR = /^([a-z0-9-]+\.)+(halopsa|haloitsm|haloservicedesk)\.com$/;

// The agent app's own markup is not documented. The class names are those of the portal, which is built from the
// same components: low confidence, so a miss must cost nothing.
const NUMBER: readonly Selector[] = [
  { css: 'h1.profile-full-name', seen: '2026-04-01', source: 'public portal style sheets' },
];
const DETAILS: readonly Selector[] = [
  { css: '.details-form .details-group', seen: '2026-04-01', source: 'public portal style sheets' },
];
const EMAIL_LABEL = /^(end[ -]?user |user |requester )?e-?mail( address)?\s*:?$/i;
const EMAIL = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;

export const halopsa: PageAdapter = {
  hosts: ['*://*.halopsa.com/*', '*://*.haloitsm.com/*', '*://*.haloservicedesk.com/*'],
  owns: (host) => VENDOR.test(host) && !MARKETING.test(host),
  read(url) {
    const path = url.pathname.toLowerCase().split('/').filter(Boolean);
    if (path.some((part) => ELSEWHERE.has(part))) return null;
    const query = lowerCaseKeys(url.searchParams);
    const ticket = path.find((part) => TICKET.has(part));
    if (ticket) return record('ticket', query.get('id') || query.get('faultid'), SINGULAR.has(ticket));
    if (!path.includes('customers')) return null;
    const view = query.get('mainview')?.toLowerCase() ?? '';
    if (view === 'user') return record('contact', query.get('userid'), false);
    if (view === 'client' || view === '') return record('company', query.get('clientid'), false);
    return null;
  },
  notAgent: [
    { css: 'body.portal, body > .portal, #root > .portal', seen: '2026-04-01', source: 'portal style sheets' },
  ],
  hints(document) {
    const hints: Hints = {};
    const number = readId(firstText(document, NUMBER));
    if (number) hints.number = number;
    const email = labelled(document, DETAILS, EMAIL_LABEL);
    if (email && EMAIL.test(email)) hints.requesterEmail = email.slice(0, 320);
    return hints;
  },
};

/** `detail`: the path alone already says that one record is shown, so a missing id is a layout we do not know. */
function record(kind: PageRef['kind'], raw: string | null | undefined, detail: boolean) {
  const text = raw?.trim() ?? '';
  if (!text && !detail) return null;
  // Records count from 1; 0 and negative numbers are a form for one that does not exist yet.
  if (/^(0+|-\d+)$/.test(text)) return null;
  return { kind, id: readId(text), number: null };
}

/** "0012345" and "IC:0012345" are both shown for record 12345. Null where there is no such number. */
function readId(text: string | null): string | null {
  return /^#?\s*(?:[A-Za-z]{1,10}[:#-]?\s*)?0*([1-9]\d{0,17})$/.exec(text?.trim() ?? '')?.[1] ?? null;
}

function lowerCaseKeys(params: URLSearchParams): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of params) {
    const name = key.toLowerCase();
    if (value && !out.has(name)) out.set(name, value);
  }
  return out;
}
