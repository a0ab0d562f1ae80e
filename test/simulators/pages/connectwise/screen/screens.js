import { h, input, label, pod, row, title } from './dom.js';

const json = async (path) => {
  const answer = await fetch(`/_screen/${path}`);
  return answer.ok ? answer.json() : null;
};
const banner = (text) => h('div.detailLabel.cw_CwLabel', {}, text);
const entry = (text) => h('div.navigationEntry.cw_CwLabel', {}, text);

/** Each draws one screen and answers what stands in the tab's title. `open` goes to another screen. */
export const SCREENS = {
  async ServiceBoard(_id, open) {
    const tickets = (await json('tickets')) ?? [];
    title('Service Board');
    return [
      entry('Service Board'),
      h(
        'table.srboard-grid',
        {},
        h(
          'tbody',
          {},
          tickets.map((ticket) =>
            h(
              'tr.cw-ml-row',
              { 'data-ticket': String(ticket.id), onclick: () => open('ServiceTicket', ticket.id) },
              h('td', {}, `#${ticket.id}`),
              h('td', {}, ticket.title),
            ),
          ),
        ),
      ),
    ];
  },

  async ServiceTicket(id, open) {
    const ticket = await json(`tickets/${id}`);
    if (!ticket) return [entry('No such ticket')];
    const { contact, company } = ticket;
    const name = contact ? `${contact.firstName} ${contact.lastName}` : '';
    title(`Service Ticket #${ticket.id} - ${ticket.title}`);
    return [
      entry('Service Ticket'),
      banner(`Service Ticket #${ticket.id} - ${ticket.title}`),
      h(
        'div.pod_service_ticket_ticket_header',
        { id: 'hdr1' },
        h('div.gwt-Label', { id: 'hdr1-label' }, `Ticket #${ticket.id}`),
      ),
      h('div.cw_CwHTML.mm_label', {}, 'Age: 2h'),
      row('Summary', input('cw_PsaSummaryHeader', ticket.title)),
      pod(
        'service_ticket_company',
        row('Company', input('cw_company', company?.name ?? '')),
        row('Contact', input('cw_contact', name)),
        row('E-mail', input('cw_emailAddress', contact?.email ?? '')),
        h('div.cw_contactPhoneCommunications', {}, input('gwt-TextBox', contact?.phone ?? '')),
        contact ? button('Open the contact', () => open('ContactFV', contact.id)) : null,
        company ? button('Open the company', () => open('CompanyDetail', company.id)) : null,
      ),
      pod('service_ticket_notes', label(ticket.description), ...ticket.notes.map(({ text }) => label(text))),
      button('Enter time', () => open('TimeEntry', ticket.id)),
      button('Back to the board', () => open('ServiceBoard', 0)),
    ];
  },

  /** How the vendor builds these two is not known: a title and nothing else that anybody has described. */
  async ContactFV(id) {
    const contact = await json(`contacts/${id}`);
    title('Contact');
    return [banner(contact ? `${contact.firstName} ${contact.lastName}` : 'No such contact')];
  },
  async CompanyDetail(id) {
    const company = await json(`companies/${id}`);
    title('Company');
    return [banner(company?.name ?? 'No such company')];
  },

  async TimeEntry(id, open) {
    title('Time Entry');
    return [
      pod('timeEntryDetails', row('Charge to', input('cw_ChargeToTextBox', `Service Ticket #${id} - time`))),
      button('Back to the ticket', () => open('ServiceTicket', id)),
    ];
  },
};

const button = (text, onclick) => h('button.cw_ToolbarButton', { type: 'button', onclick }, text);
