import type { Hints } from '@counterpart/shared/page.ts';
import { decoded, idOf, lowered, pathOf, queryOf, recordBy, valuesOf } from './address.ts';
import { firstValue, isShown, only, textOf } from './read.ts';
import type { Found, Note, PageAdapter, Selector } from './types.ts';

/**
 * ConnectWise PSA (Manage): one document whose screens come and go; after the first link the address names a screen
 * and not its record. Self-hosted servers are known by their configured host; a regional host is shared by many.
 *
 *   /v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=123456               ticket 123456
 *   /v4_6_release/services/system_io/router/openrecord.rails?recordType=ContactFV&recid=77             contact 77
 *   /v4_6_release/ConnectWise.aspx?locale=en_US&routeTo=CompanyFV&recid=12                             company 12
 *   /v2021_1/ConnectWise.aspx#startscreen=sr150&state={"p":"sr150","s":{"p":{"rd":7,"screenid":"sr100"}}}  ticket 7
 *   /v2025_1/ConnectWise.aspx?locale=en_US#<state>??ServiceTicket                                      a ticket
 *   /v2025_1/ConnectWise.aspx?locale=en_US#<state>??DispatchSchedule                                   nothing
 */
const HOSTS = [
  'na.myconnectwise.net',
  'eu.myconnectwise.net',
  'au.myconnectwise.net',
  'aus.myconnectwise.net',
  'cloud.na.myconnectwise.net',
  'staging.connectwisedev.com',
];
/** The first part of a path is the release or its alias: `v2025_1`, `v4_6_release`. */
const RELEASE = /^\/v\d+_\d+[^/]*\//;
const APP = 'connectwise.aspx';
const TICKET_LINK = 'services/system_io/service/fv_sr100_request.rails';
const ANY_LINK = 'services/system_io/router/openrecord.rails';

const TICKET_KEYS = ['service_recid', 'recid', 'srrecid', 'serviceticketid'];
/** Names of records in links and of screens behind `??`, in lower case. Lists, boards and calendars are none. */
const KINDS = new Map<string, Found['kind']>([
  ['servicefv', 'ticket'],
  ['serviceticket', 'ticket'],
  ['contactfv', 'contact'],
  ['companyfv', 'company'],
  ['companydetail', 'company'],
]);
const LINKED = new Set(['servicefv', 'contactfv', 'companyfv']);
/** The state before it is packed text of changing form, which nobody has documented: only the screen's name is read. */
const SCREEN = /(?:\?|%3f){2}([a-z]+)\/?$/i;
/** Such a state whose screen is not named: some screen is shown, and no longer the one that the link asked for. */
const PACKED = /^#(?:XQAA|[\w$+/=-]{16,}$)/;

const SCRIPTS = { seen: '2025-12-01', source: 'AttenSean/userscripts' };
const HEADER: Selector = { id: 'ticket.header', css: '.pod_service_ticket_ticket_header', ...SCRIPTS };
const BANNER: Selector = { id: 'ticket.banner', css: '.detailLabel', ...SCRIPTS };
const LABEL: Selector = { id: 'ticket.label', css: '.cw_CwLabel, .gwt-Label, .mm_label', ...SCRIPTS };
const TAB_TITLE: Selector = { id: 'ticket.tab-title', css: 'title', ...SCRIPTS };
/** "Service Ticket #123456 - Printer is jammed"; the words are translated, the digits after # are not. */
const NUMBERED = /^[^\d#]{0,40}#\s*(\d{1,18})\b/;
const BANNERED = /^service\s*ticket\s*#\s*(\d{1,18})\s*-\s*\S/i;
const ENTITLED = /#\s*(\d{3,18})\s*-\s.*\|\s*ConnectWise\b/;

const NAME: readonly Selector[] = [
  { id: 'requester.class', css: 'input.cw_contact', ...SCRIPTS },
  { id: 'requester.cwid', css: '[data-cwid="contact"] input', ...SCRIPTS },
  { id: 'requester.label', css: 'input[aria-label="Contact"]', ...SCRIPTS },
  { id: 'requester.combobox', css: 'input[id*="Contact"][role="combobox"]', ...SCRIPTS },
];
const EMAIL: readonly Selector[] = [
  { id: 'email.class', css: 'input.cw_emailAddress', ...SCRIPTS },
  { id: 'email.cwid', css: '[data-cwid="email"] input', ...SCRIPTS },
  { id: 'email.label', css: 'input[aria-label="Email"]', ...SCRIPTS },
  { id: 'email.name', css: 'input[name="EmailAddress"]', ...SCRIPTS },
  { id: 'email.link', css: '.pod_service_ticket_company a[href^="mailto:"]', ...SCRIPTS },
];
const ADDRESS = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;

export const connectwise: PageAdapter = {
  hosts: HOSTS.map((host) => `https://${host}/*`),
  owns: (host) => HOSTS.includes(host),
  read(url) {
    const path = pathOf(url);
    const release = RELEASE.exec(path)?.[0];
    if (!release) return null;
    const page = path.slice(release.length);
    if (page !== APP && page !== TICKET_LINK && page !== ANY_LINK) return null;
    // Once the app runs, what is behind # is the screen; the query is the link that brought somebody here.
    const screen = readScreen(url.hash);
    if (screen !== undefined) return screen;
    const query = queryOf(url.searchParams);
    if (page === TICKET_LINK) return recordBy('ticket', valuesOf(query, TICKET_KEYS));
    const [type = '', ...others] = new Set(query.get(page === APP ? 'routeto' : 'recordtype')?.map(lowered));
    const kind = LINKED.has(type) && others.length === 0 ? KINDS.get(type) : undefined;
    return kind ? recordBy(kind, valuesOf(query, kind === 'ticket' ? TICKET_KEYS : ['recid'])) : null;
  },
  notAgent: [
    { id: 'elsewhere.time-entry', css: '.pod_timeEntryDetails', ...SCRIPTS },
    { id: 'elsewhere.time-stamp', css: '.cw_ToolbarButton_TimeStamp', ...SCRIPTS },
    { id: 'elsewhere.charge-to', css: 'input.cw_ChargeToTextBox', ...SCRIPTS },
    { id: 'elsewhere.board', css: 'table.srboard-grid tr.cw-ml-row', ...SCRIPTS },
  ],
  hints(document, note) {
    const hints: Hints = {};
    const number = ticketOnScreen(document, () => {});
    if (number) hints.number = number;
    const email = firstValue(document, EMAIL, note);
    if (email && email.length <= 320 && ADDRESS.test(email)) hints.requesterEmail = email;
    const name = firstValue(document, NAME, note);
    if (name && name.length <= 200) hints.requesterName = name;
    return hints;
  },
  // Where a contact's or a company's screen has its id is not known.
  kindsOnScreen: ['ticket'],
  idOnScreen: (document, kind, note) => (kind === 'ticket' ? ticketOnScreen(document, note) : null),
  selectors: [HEADER, BANNER, LABEL, TAB_TITLE, ...NAME, ...EMAIL],
};

/** Undefined: nothing behind # that the app wrote. Null: a screen that is no record. */
function readScreen(hash: string): Found | null | undefined {
  const name = SCREEN.exec(hash)?.[1]?.toLowerCase();
  if (name) {
    const kind = KINDS.get(name);
    return kind ? { kind, id: null, number: null } : null;
  }
  if (/^#startscreen=/i.test(hash)) return readState(hash);
  return PACKED.test(hash) ? null : undefined;
}

/** Older releases wrote their state in the open. `rd` is the record, `sr100` the ticket's screen. */
function readState(hash: string): Found | null {
  const query = queryOf(new URLSearchParams(hash.slice(1)));
  const [text, ...others] = query.get('state') ?? [];
  const state = text && others.length === 0 ? readJson(text) : null;
  const screen = state?.screenid ?? (text ? null : query.get('startscreen')?.[0]);
  if (typeof screen !== 'string' || screen.toLowerCase() !== 'sr100') return null;
  const { rd } = state ?? {};
  // A larger number than this was rounded when it was read.
  const exact = typeof rd === 'string' || Number.isSafeInteger(rd);
  return recordBy('ticket', exact ? [String(rd)] : []);
}

function readJson(text: string): { screenid?: unknown; rd?: unknown } | null {
  for (const form of [text, decoded(text)]) {
    try {
      const { s } = JSON.parse(form) as { s?: { p?: { screenid?: unknown; rd?: unknown } } };
      return s?.p ?? null;
    } catch {}
  }
  return null;
}

/**
 * The ticket whose number stands in the header, the banner and the tab's title: all of them that are there must say
 * the same, since right after a change of screens they do not. Where neither header nor banner is known, any label that
 * reads like a banner counts; a note or a related ticket may too, and then the title says which is meant.
 */
function ticketOnScreen(document: Document, note: Note): string | null {
  const entitled = idOf(ENTITLED.exec(document.title)?.[1]);
  const top = new Set<string>();
  const take = (numbers: Set<string>, selector: Selector, form: RegExp, textIn = textWithNumber) => {
    const found = numbersOn(document, selector, form, textIn);
    note(selector.id, found.size > 0);
    for (const id of found) numbers.add(id);
  };
  take(top, HEADER, NUMBERED, (header) => textOf(document.getElementById(`${header.id}-label`)));
  take(top, BANNER, NUMBERED);
  note(TAB_TITLE.id, entitled !== null);
  if (top.size > 0) return only(entitled ? top.add(entitled) : top);
  const labels = new Set<string>();
  take(labels, LABEL, BANNERED);
  if (entitled) return labels.size === 0 || labels.has(entitled) ? entitled : null;
  return only(labels);
}

/**
 * The different numbers that shown elements bear. There are thousands of labels on a screen, so the cheap questions come
 * first: whether an element is shown is asked of those alone that would add a number.
 */
function numbersOn(
  document: Document,
  { css }: Selector,
  form: RegExp,
  textIn: (element: Element) => string | null,
): Set<string> {
  const found = new Set<string>();
  for (const element of document.querySelectorAll(css)) {
    const id = idOf(form.exec(textIn(element) ?? '')?.[1]);
    if (id !== null && !found.has(id) && isShown(element)) found.add(id);
  }
  return found;
}

function textWithNumber(element: Element): string | null {
  return element.textContent?.includes('#') ? textOf(element) : null;
}
