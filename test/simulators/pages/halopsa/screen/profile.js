import { h, initials } from './dom.js';
import { clientUrl, group, mailLink, statusChip, ticketUrl, userUrl } from './parts.js';

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
        group(index === 0 ? 'Email Address' : `Email Address ${index + 1}`, mailLink(email)),
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
