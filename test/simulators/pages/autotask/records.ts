import { randomBytes } from 'node:crypto';
import { html, type Markup, SIMULATED } from '../markup.ts';
import { byId, type ScreenCompany, type ScreenContact, type ScreenStore, type ScreenTicket } from '../screen-store.ts';

/** The vendor's ids are new on every load: whoever selects by one finds nothing the next time. */
const id = () => `z${randomBytes(16).toString('hex')}`;

const fullName = ({ firstName, lastName }: ScreenContact) => `${firstName} ${lastName}`;
const companyOf = (store: ScreenStore, companyId: number) => byId(store.companies(), companyId)?.name ?? '';

function page(kind: 'EntityDetail' | 'EntityEdit' | 'Plain', title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/_screen/screen.css"></head>
<body class="${kind}" data-simulated="${SIMULATED}"><p class="simulated">Simulated PSA screens, not Autotask</p>${content}</body></html>`;
}

export const emptyPage = (title: string): Markup => page('Plain', `${title} | Autotask PSA`, html`<h1>${title}</h1>`);

function titleBar(first: string, second: string): Markup {
  return html`<div class="TitleBar" id="${id()}"><div class="TitleBarItem Title"><span class="Text">${first}<span class="SecondaryText">${second}</span></span></div></div>`;
}

/** The star stands after every label, whether the field is required or not. */
function field(label: string, value: Markup | string): Markup {
  return html`<div class="ReadOnlyData" id="${id()}"><div class="ReadOnlyLabelContainer"><span class="PrimaryText">${label}</span><span>*</span></div><div class="ReadOnlyValueContainer"><div class="Value">${value}</div></div></div>`;
}

/** A link without an address: the record behind it is only in the page's own code. */
const link = (text: string): Markup =>
  html`<div class="LinkButtonWrapper2"><div class="LinkButton2" id="${id()}"><div class="Text2">${text}</div></div></div>`;

function heading(chip: string, identification: string, title: string): Markup {
  return html`<div class="EntityHeadingContainer" id="${id()}"><div class="CategoryChip"><span class="Name">${chip}</span></div><div class="IdentificationText">${identification}</div><div class="Title"><span class="Text">${title}</span></div></div>`;
}

export function ticketPage(store: ScreenStore, ticket: ScreenTicket): Markup {
  const contact = byId(store.contacts(), ticket.contactId);
  const company = companyOf(store, ticket.companyId);
  const insight = contact
    ? html`<div class="InsightShell"><div class="Title"><span class="Text">Contact</span></div><div class="ContentContainer"><div class="Content"><a href="/Mvc/CRM/ContactDetail.mvc?contactId=${contact.id}">${fullName(contact)}</a></div></div></div>`
    : html``;
  return page(
    'EntityDetail',
    `${ticket.number} - ${ticket.title} | Autotask PSA`,
    html`${titleBar('Ticket ', `- ${ticket.number} - ${ticket.title} (${company})`)}
${heading('Standard', ticket.number, ticket.title)}
<div class="columns"><div class="Details">
${field('Organization', link(company))}
${contact ? field('Contact', link(fullName(contact))) : field('Contact', '')}
${field('Additional Contacts', link('Somebody Else'))}
${field('Status', ticket.status)}
<p><a href="/Mvc/ServiceDesk/TicketEdit.mvc?ticketId=${ticket.id}">Edit</a> <a href="/Mvc/ServiceDesk/TicketSearch.mvc">All tickets</a></p>
</div><div class="Conversation"><p class="Description">${ticket.description}</p>
${ticket.notes.map((note) => html`<div class="ConversationChunk"><div class="ConversationItem"><p>${note.text}</p><div class="Footer"><span class="Timestamp">${note.at}</span></div></div></div>`)}
</div><div class="InsightContainer">${insight}<div class="InsightShell"><div class="Title"><span class="Text">Organization</span></div><div class="ContentContainer"><div class="Content"><a href="/Mvc/CRM/AccountDetail.mvc?accountId=${ticket.companyId}">${company}</a></div></div></div></div></div>`,
  );
}

/** Each editor is the next sibling of its label; what is chosen is a chip. */
function editor(label: string, chosen: string): Markup {
  const chips = chosen ? html`<div class="Chip"><span class="Text">${chosen}</span></div>` : html``;
  return html`<div class="EditorLabelContainer1" id="${id()}">${label}<span>*</span></div><div class="SingleDataSelector2"><div class="ChipList">${chips}</div></div>`;
}

export function ticketEdit(store: ScreenStore, ticket: ScreenTicket): Markup {
  const contact = byId(store.contacts(), ticket.contactId);
  return page(
    'EntityEdit',
    `${ticket.number} - ${ticket.title} | Autotask PSA`,
    html`${titleBar('Edit Ticket ', `- ${ticket.number} - ${ticket.title} (${companyOf(store, ticket.companyId)})`)}
${editor('Organization', companyOf(store, ticket.companyId))}
${editor('Contact', contact ? fullName(contact) : '')}
<div class="EditorLabelContainer1">Status<span>*</span></div><div class="SingleItemSelector2"><div class="SelectionDisplay"><div class="Item" data-item-type="Text">${ticket.status}</div></div></div>`,
  );
}

/** No public source says how these two pages are built: the ticket's parts are used again. */
export function contactPage(store: ScreenStore, contact: ScreenContact): Markup {
  return page(
    'EntityDetail',
    `${fullName(contact)} | Autotask PSA`,
    html`${titleBar('Contact ', `- ${fullName(contact)}`)}${heading('Contact', `ID ${contact.id}`, fullName(contact))}
${field('Organization', link(companyOf(store, contact.companyId)))}
<p><a href="/Mvc/CRM/AccountDetail.mvc?accountId=${contact.companyId}">Open the organization</a></p>`,
  );
}

export function companyPage(store: ScreenStore, company: ScreenCompany): Markup {
  const contacts = store.contacts().filter(({ companyId }) => companyId === company.id);
  return page(
    'EntityDetail',
    `${company.name} | Autotask PSA`,
    html`${titleBar('Organization ', `- ${company.name}`)}${heading('Customer', `ID ${company.id}`, company.name)}
<ul>${contacts.map((contact) => html`<li><a href="/Mvc/CRM/ContactDetail.mvc?contactId=${contact.id}">${fullName(contact)}</a></li>`)}</ul>`,
  );
}
