import type { Hints } from '@counterpart/shared/page.ts';
import { idOf, isUnborn, queryOf } from './address.ts';
import { firstText, labelled } from './read.ts';
import type { Found, PageAdapter, Selector } from './types.ts';

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
  { id: 'number.heading', css: 'h1.profile-full-name', seen: '2026-04-01', source: 'public portal style sheets' },
];
const DETAILS: readonly Selector[] = [
  {
    id: 'email.details',
    css: '.details-form .details-group',
    seen: '2026-04-01',
    source: 'public portal style sheets',
  },
];
const EMAIL_LABEL = /^(end[ -]?user |user |requester )?e-?mail( address)?\s*:?$/i;
const EMAIL = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;

export const halopsa: PageAdapter = {
  hosts: ['*://*.halopsa.com/*', '*://*.haloitsm.com/*', '*://*.haloservicedesk.com/*'],
  owns: (host) => VENDOR.test(host) && !MARKETING.test(host),
  read(url) {
    const path = url.pathname.toLowerCase().split('/').filter(Boolean);
    if (path.some((part) => ELSEWHERE.has(part))) return null;
    const query = queryOf(url.searchParams);
    const ticket = path.find((part) => TICKET.has(part));
    if (ticket) return record('ticket', query.get('id') ?? query.get('faultid'), SINGULAR.has(ticket), readNumber);
    if (!path.includes('customers')) return null;
    const view = query.get('mainview')?.[0]?.toLowerCase() ?? '';
    if (view === 'user') return record('contact', query.get('userid'), false);
    if (view === 'client' || view === '') return record('company', query.get('clientid'), false);
    return null;
  },
  notAgent: [
    {
      id: 'elsewhere.portal',
      css: 'body.portal, body > .portal, #root > .portal',
      seen: '2026-04-01',
      source: 'portal style sheets',
    },
  ],
  hints(document, note) {
    const hints: Hints = {};
    const number = readNumber(firstText(document, NUMBER, note) ?? undefined);
    if (number) hints.number = number;
    const email = labelled(document, DETAILS, EMAIL_LABEL, note);
    if (email && EMAIL.test(email)) hints.requesterEmail = email.slice(0, 320);
    return hints;
  },
  selectors: [...NUMBER, ...DETAILS],
};

/** `detail`: the path alone already says that one record is shown, so a missing id is a layout we do not know. */
function record(
  kind: Found['kind'],
  values: readonly string[] = [],
  detail: boolean,
  read: (text: string | undefined) => string | null = idOf,
): Found | null {
  const [text, ...others] = values;
  if (!text && !detail) return null;
  if (text && others.length === 0 && isUnborn(text)) return null;
  // Two different ids in one address: it cannot be told which the app shows.
  return { kind, id: others.length === 0 ? read(text) : null, number: null };
}

/**
 * "0012345", "IC:0012345" and "INC0012345" are all shown for ticket 12345: padded to seven digits, the type before it.
 * Letters before a number that is not padded are no such prefix. Null where there is no number.
 */
function readNumber(text: string | undefined): string | null {
  const plain = /^(?:#\s*|[A-Z]{1,6}[:#-]\s*|[A-Z]{1,6}(?=\d{7}))?(\d+)$/.exec(text?.trim() ?? '')?.[1];
  return idOf(plain);
}
