import type { Hints } from '@counterpart/shared/page.ts';
import { idOf, lowered, pathOf, queryOf, recordBy, valuesOf } from './address.ts';
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
/**
 * Whether the path alone says that one record is shown: then a missing id is a layout we do not know, else a list. The
 * portal, the settings, the knowledge base and the JSON API reuse the words deeper in their paths.
 */
const TICKETS = new Map([
  ['/ticket', 'one'],
  ['/fault', 'one'],
  ['/tickets', 'list'],
  ['/faults', 'list'],
]);
const VIEWS = new Map([
  ['user', { kind: 'contact', key: 'userid' }],
  ['client', { kind: 'company', key: 'clientid' }],
  ['', { kind: 'company', key: 'clientid' }],
] as const);
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
    const path = pathOf(url);
    const query = queryOf(url.searchParams);
    const tickets = TICKETS.get(path);
    if (tickets) {
      const ids = valuesOf(query, ['id', 'faultid']);
      return ids.length === 0 && tickets === 'list' ? null : recordBy('ticket', ids, readNumber);
    }
    if (path !== '/customers') return null;
    const [view = '', ...others] = new Set(query.get('mainview')?.map(lowered));
    const area = others.length === 0 ? VIEWS.get(view as 'user') : undefined;
    const ids = (area && query.get(area.key)) ?? [];
    return area && ids.length > 0 ? recordBy(area.kind, ids) : null;
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

/**
 * "0012345", "IC:0012345" and "INC0012345" are all shown for ticket 12345: padded to seven digits, the type before it.
 * Letters before a number that is not padded are no such prefix. Null where there is no number.
 */
function readNumber(text: string | undefined): string | null {
  const plain = /^(?:#\s*|[A-Z]{1,6}[:#-]\s*|[A-Z]{1,6}(?=\d{7}))?(\d+)$/.exec(text ?? '')?.[1];
  return idOf(plain);
}
