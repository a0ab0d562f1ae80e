import { h, icon, initials, when } from './dom.js';

const ticketUrl = (id) => `/tickets?area=1&id=${id}`;
const userUrl = (id) => `/customers?mainview=user&userid=${id}`;
const clientUrl = (id) => `/customers?clientid=${id}`;

/** The list beside a ticket, or the whole page when no ticket is open. */
export function listPane(rows, openId) {
  return h(
    'section.list-pane',
    { 'aria-label': 'Tickets', 'data-alone': openId ? null : true },
    h('div.list-head', {}, h('h2', {}, 'All open tickets'), h('span.count', {}, String(rows.length))),
    h(
      'div.ReactTable.main-table',
      { id: 'mainlist' },
      h(
        'div.rt-thead',
        {},
        ['ID', 'Summary', 'Customer', 'User', 'Status', 'Priority', 'Opened'].map((title) => h('div.rt-th', {}, title)),
      ),
      rows.map((row) => listRow(row, String(row.id) === openId)),
    ),
  );
}

function listRow(row, open) {
  return h(
    `a.rt-tr-group${open ? '.selected' : ''}`,
    { id: String(row.id), href: ticketUrl(row.id) },
    h('span.rt-td.number', {}, String(row.id)),
    h('span.rt-td.summary', {}, row.summary),
    h('span.rt-td', {}, row.client),
    h('span.rt-td', {}, row.user || 'No user'),
    h('span.rt-td', {}, statusChip(row.status)),
    h('span.rt-td', {}, h('span.priority', { 'data-priority': row.priority }, row.priority)),
    h('span.rt-td.when', {}, when(row.openedAt)),
  );
}

const statusChip = (status) => h('span.chip', { 'data-status': status }, status);

/** `lies`: the page shows another address or number than the records have. */
export function ticketPage(ticket, lies) {
  const number = String(lies.has('number') ? ticket.id + 1 : ticket.id).padStart(7, '0');
  const email = lies.has('email') ? 'managing.director@elsewhere.example' : ticket.email;
  const user = ticket.userId ? h('a', { href: userUrl(ticket.userId) }, ticket.user) : ticket.user || 'No user';
  return h(
    'article.ticket',
    { 'data-ticket': String(ticket.id) },
    h(
      'div.ticket-head',
      {},
      h('div.status-avatar', {}, ticket.type.slice(0, 2).toUpperCase()),
      h('div.ticket-name', {}, h('h1.profile-full-name.oneline', {}, number), h('p.profile-extra', {}, ticket.summary)),
      buttons(ticket),
    ),
    h(
      'div.ticket-body',
      {},
      h(
        'div.details-form.readeditform.details-sidebar',
        {},
        group('User', user),
        group('Email', email ? h('a', { href: `mailto:${email}` }, email) : '–'),
        group('Phone', ticket.phone || '–'),
        group('Customer', h('a', { href: clientUrl(ticket.clientId) }, ticket.client)),
        group('Site', ticket.site || '–'),
        group('Ticket Type', ticket.type),
        group('Status', statusChip(ticket.status)),
        group('Priority', h('span.priority', { 'data-priority': ticket.priority }, ticket.priority)),
        group('Agent', ticket.agent || 'Unassigned'),
        group('Date Opened', when(ticket.openedAt)),
      ),
      h(
        'div.conversation',
        {},
        message(ticket, email),
        ticket.notes.map((note) =>
          item(
            note.private ? 'Private note' : 'Note',
            when(note.at),
            note.private ? 'Private' : '',
            h('p.note', {}, note.text),
          ),
        ),
        h('div.fr-element', { 'data-placeholder': 'Write a reply to the user …' }),
      ),
    ),
  );
}

function buttons(ticket) {
  const button = (name, title, label) =>
    h(
      `button.solidbutton.fabtn${label ? '' : '.notext'}`,
      { type: 'button', title },
      h(`i.fa.fa-${name === 'share' ? 'share-alt' : name}`, {}, icon(name)),
      label,
    );
  return h(
    'div.buttons-container',
    { role: 'toolbar', 'aria-label': `Ticket ${ticket.id}` },
    button('reply', 'Reply', 'Reply'),
    button('note', 'Private Note', 'Note'),
    button('close', 'Close', ''),
    button('share', 'Share', ''),
  );
}

function message(ticket, email) {
  const body = h('iframe.halo-html-renderer', { title: 'Message', src: `/_screen/mail/${ticket.id}` });
  body.addEventListener('load', () => {
    const page = body.contentDocument;
    page.documentElement.dataset.theme = document.querySelector('.theme-dark') ? 'dark' : 'light';
    // A document is never less high than its frame, so the frame must not be higher than the text when it is measured.
    body.style.height = '0';
    body.style.height = `${page.documentElement.scrollHeight}px`;
  });
  return item(ticket.user || email || 'Unknown sender', when(ticket.openedAt), email, body);
}

function item(who, at, detail, content) {
  return h(
    'div.action-history-item',
    {},
    h('div.user-avatar', {}, initials(who)),
    h(
      'div.action-body',
      {},
      h('div.action-head', {}, h('strong', {}, who), detail ? h('span.detail', {}, detail) : '', h('time', {}, at)),
      content,
    ),
  );
}

function group(label, value) {
  return h('div.details-group.card-panel', {}, h('label', {}, label), h('div.details-value', {}, value));
}

/** An end user's page. */
export function userPage(user) {
  const flags = [user.inactive && 'Inactive', user.service && 'Service account'].filter(Boolean);
  return profile(
    user.name,
    h(
      'p.profile-extra',
      {},
      h('a', { href: clientUrl(user.clientId) }, user.client),
      user.site ? ` / ${user.site}` : '',
    ),
    flags,
    [
      ...user.emails.map((email, index) =>
        group(index === 0 ? 'Email Address' : `Email Address ${index + 1}`, h('a', { href: `mailto:${email}` }, email)),
      ),
      user.emails.length === 0 ? group('Email Address', '–') : null,
      group('Phone Number', user.phone || '–'),
      user.mobile ? group('Mobile Number', user.mobile) : null,
      user.home ? group('Home Number', user.home) : null,
      group('Customer', h('a', { href: clientUrl(user.clientId) }, user.client)),
      group('Site', user.site || '–'),
    ],
    [ticketTable(user.tickets)],
  );
}

export function customerPage(client) {
  return profile(
    client.name,
    h('p.profile-extra', {}, `${client.sites.length} sites, ${client.users.length} users`),
    [],
    [
      group('Main Phone', client.phone || '–'),
      group('Website', client.website || '–'),
      group('Domain', client.domain || '–'),
      ...client.sites.map((site, index) => group(index === 0 ? 'Main Site' : 'Site', site.name)),
    ],
    [
      h(
        'section',
        {},
        h('h2', {}, 'Users'),
        h(
          'div.table',
          {},
          client.users.map((user) =>
            h(
              `a.table-row${user.inactive ? '.inactive' : ''}`,
              { href: userUrl(user.id) },
              h('span.user-avatar', {}, initials(user.name)),
              h('strong', {}, user.name),
              h('span', {}, user.email || 'No email address'),
              h('span', {}, user.phone),
            ),
          ),
        ),
      ),
      ticketTable(client.tickets),
    ],
  );
}

export function customersPage(clients) {
  return h(
    'article.profile',
    {},
    h('h1', {}, 'Customers'),
    h(
      'div.table',
      {},
      clients.map((client) =>
        h('a.table-row', { href: clientUrl(client.id) }, h('span.user-avatar', {}, initials(client.name)), client.name),
      ),
    ),
  );
}

function profile(name, extra, flags, details, sections) {
  return h(
    'article.profile',
    {},
    h(
      'div.ticket-head',
      {},
      h('div.status-avatar', {}, initials(name)),
      h('div.ticket-name', {}, h('h1.profile-full-name.oneline', {}, name), extra),
      flags.map((flag) => h('span.chip', { 'data-status': flag }, flag)),
    ),
    h(
      'div.ticket-body',
      {},
      h('div.details-form.readeditform.details-sidebar', {}, details),
      h('div.conversation', {}, sections),
    ),
  );
}

function ticketTable(tickets) {
  const rows = tickets.map((row) =>
    h(
      'a.table-row',
      { href: ticketUrl(row.id) },
      h('span.number', {}, String(row.id)),
      h('strong', {}, row.summary),
      statusChip(row.status),
    ),
  );
  return h(
    'section',
    {},
    h('h2', {}, 'Open tickets'),
    rows.length > 0 ? h('div.table', {}, rows) : h('p.empty', {}, 'None'),
  );
}

export function emptyPage(say) {
  return h('article.profile', {}, h('p.empty', {}, say));
}
