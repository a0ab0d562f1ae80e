import { h, when } from './dom.js';
import { statusChip, ticketUrl } from './parts.js';

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
