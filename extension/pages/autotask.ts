import type { Hints } from '@counterpart/shared/page.ts';
import { pathOf, queryOf, recordBy, valuesOf } from './address.ts';
import { firstText, only, textOf } from './read.ts';
import type { Found, Note, PageAdapter, Selector } from './types.ts';

/**
 * Autotask PSA: an MVC app, a page load per record, alone in a tab or in a frame of the Onyx shell. Many customers of
 * the vendor share a host, so the host says nothing about whose record it is.
 *
 *   https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?workspace=False&ids[0]=53203&ticketId=53203  ticket 53203
 *   https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids[0]=777&ids[1]=778   ticket 777, 1 of 2
 *   https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc/TicketByTicketNumber?ticketNumber=T20260101.0001
 *   https://ww5.autotask.net/Mvc/CRM/ContactDetail.mvc?contactId=9001                                     contact 9001
 *   https://ww5.autotask.net/opportunity/contacts/Contact.asp?contactID=9001                    the same, an older page
 *   https://ww5.autotask.net/Mvc/CRM/AccountDetail.mvc?accountId=42                                         company 42
 *   https://ww5.autotask.net/AutotaskOnyx/LandingPage?view=x&view-data=<base64>         whatever page the shell frames
 *   https://ww5.autotask.net/Mvc/ServiceDesk/TicketSearch.mvc?returnUrl=…TicketDetail.mvc…                      nothing
 */
const VENDOR = /^(?:ww\d{1,3}|lr)\.autotask\.net$/;

const TICKET = { kind: 'ticket', keys: ['ticketid', 'ids[0]'] } as const;
const CONTACT = { kind: 'contact', keys: ['contactid'] } as const;
const PATHS = new Map<string, typeof TICKET | typeof CONTACT | { kind: 'company'; keys: readonly string[] }>([
  ['/mvc/servicedesk/ticketdetail.mvc', TICKET],
  ['/mvc/servicedesk/ticketedit.mvc', TICKET],
  ['/mvc/crm/contactdetail.mvc', CONTACT],
  ['/opportunity/contacts/contact.asp', CONTACT],
  ['/mvc/crm/accountdetail.mvc', { kind: 'company', keys: ['accountid'] }],
]);
/** Some links name the record without its kind; read only where the page's own key is missing. */
const ANY_KIND = ['id', 'genericid'];
const BY_NUMBER = '/mvc/servicedesk/ticketdetail.mvc/ticketbyticketnumber';
const SHELL = '/autotaskonyx/landingpage';
const NUMBER = /\bT\d{8}\.\d{3,5}(?:\.\d{3})?\b/i;

const MONITOR = { seen: '2026-10-01', source: 'AdamConnell1565/Autotask-Queue-Monitor' };
const TOOLS = { seen: '2026-10-01', source: 'El3ctr1cR/SupportTools-extension' };
const NUMBERS: readonly Selector[] = [
  { id: 'number.title-bar', css: '.TitleBarItem.Title .SecondaryText', ...MONITOR },
  { id: 'number.heading', css: '.EntityHeadingContainer .IdentificationText', ...TOOLS },
];
const TAB_TITLE: Selector = {
  id: 'number.tab-title',
  css: 'title',
  seen: '2026-10-01',
  source: 'NetsusTI/autotask_collision_detection',
};
// No selector for the requester's e-mail or phone is known.
const CONTACT_SHOWN: Selector = { id: 'requester.read-only', css: '.ReadOnlyData', ...MONITOR };
const CONTACT_EDITED: Selector = { id: 'requester.editor', css: '.EditorLabelContainer1', ...MONITOR };
/** Exact: "Additional Contacts" is another field. */
const CONTACT_LABEL = /^contact(?: name)?$/i;

export const autotask: PageAdapter = {
  hosts: ['https://*.autotask.net/*'],
  owns: (host) => VENDOR.test(host),
  frames: true,
  isShell: (url) => pathOf(url) === SHELL,
  read(url) {
    return pathOf(url) === SHELL ? readShell(url) : readInner(url);
  },
  notAgent: [],
  hints(document, note) {
    const hints: Hints = {};
    const number = numberShown(document, note);
    if (number) hints.number = number;
    const name = contactShown(document, note);
    if (name && name.length <= 200) hints.requesterName = name;
    return hints;
  },
  selectors: [...NUMBERS, TAB_TITLE, CONTACT_SHOWN, CONTACT_EDITED],
};

function readInner(url: URL): Found | null {
  const path = pathOf(url);
  const query = queryOf(url.searchParams);
  if (path === BY_NUMBER) return { kind: 'ticket', id: null, number: numberIn(query.get('ticketnumber')) };
  const page = PATHS.get(path);
  if (!page) return null;
  const own = valuesOf(query, page.keys);
  return recordBy(page.kind, own.length > 0 ? own : valuesOf(query, ANY_KIND));
}

/** The shell carries the address of the page in its frame as base64 of JSON. Pages of the shell's own have none. */
function readShell(url: URL): Found | null {
  const [data, ...others] = queryOf(url.searchParams).get('view-data') ?? [];
  if (!data || others.length > 0) return null;
  try {
    // A plus that nobody encoded arrives as a space; other writers use the alphabet for addresses.
    const json = atob(data.replaceAll(/[ -]/g, '+').replaceAll('_', '/'));
    const inner = new URL((JSON.parse(json) as { url: string }).url, url.origin);
    return inner.origin === url.origin ? readInner(inner) : null;
  } catch {
    return null;
  }
}

function numberIn(values: readonly string[] = []): string | null {
  const number = values.length === 1 && values[0]!.length <= 40 ? values[0]! : '';
  return NUMBER.exec(number)?.[0] === number && number ? number.toUpperCase() : null;
}

function numberShown(document: Document, note: Note): string | null {
  const shown = NUMBER.exec(firstText(document, NUMBERS, note) ?? '')?.[0];
  if (shown) return shown.toUpperCase();
  const title = NUMBER.exec(document.title)?.[0] ?? null;
  note(TAB_TITLE.id, title !== null);
  return title?.toUpperCase() ?? null;
}

/** Which fields a ticket has and in which order follows its category: only the label says which is the contact. */
function contactShown(document: Document, note: Note): string | null {
  const names = new Set<string>();
  for (const group of document.querySelectorAll(CONTACT_SHOWN.css)) {
    // The container's own text ends in a star on every field, required or not.
    const label = textOf(group.querySelector('.ReadOnlyLabelContainer .PrimaryText'));
    if (!CONTACT_LABEL.test(label ?? '')) continue;
    const value = group.querySelector('.ReadOnlyValueContainer .LinkButton2 > .Text2');
    const name = textOf(value ?? group.querySelector('.ReadOnlyValueContainer .Value'));
    if (name) names.add(name);
  }
  note(CONTACT_SHOWN.id, names.size > 0);
  if (names.size > 0) return only(names);
  for (const label of document.querySelectorAll(CONTACT_EDITED.css)) {
    if (!CONTACT_LABEL.test(textOf(label)?.replace(/\s*\*$/, '') ?? '')) continue;
    const chosen = label.nextElementSibling?.querySelectorAll('.ChipList .Chip > .Text') ?? [];
    for (const chip of chosen) {
      const name = textOf(chip);
      if (name) names.add(name);
    }
  }
  note(CONTACT_EDITED.id, names.size > 0);
  return only(names);
}
