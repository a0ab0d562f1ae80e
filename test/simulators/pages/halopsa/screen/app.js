import { h, icon } from './dom.js';
import { listPane } from './list.js';
import { customerPage, customersPage, emptyPage, userPage } from './profile.js';
import { ticketPage } from './ticket.js';

const asked = new URLSearchParams(location.search);
/** What the page says wrongly about the requester: `?lie=email`, `?lie=number`, `?lie=1` for both. Kept while it lives. */
const lies = new Set((asked.get('lie') ?? '').replace(/^1$/, 'email,number').split(',').filter(Boolean));

// The real pages keep the technician's token where any script can read it. Nobody may.
localStorage.setItem('access_token', 'simulated-token-that-nobody-may-read');
// biome-ignore lint/suspicious/noDocumentCookie: the readable cookie is what is imitated
document.cookie = 'access_token=simulated-token-that-nobody-may-read; SameSite=Strict';

const container = document.querySelector('.app-container');
const main = h('main.screen');
const search = h('input.search-box', {
  type: 'search',
  placeholder: 'Search tickets  ( / )',
  'aria-label': 'Search tickets',
  oninput: () => filterList(),
});
const toast = h('div.toast', { role: 'status' });

function go(url) {
  history.pushState(null, '', url);
  show();
}

const fetchJson = async (path) => {
  const answer = await fetch(`/_screen/${path}`);
  return answer.ok ? answer.json() : null;
};

/** Ids may be padded with zeros. */
const idOf = (value) => (value && /^\d+$/.test(value) ? String(Number(value)) : null);

let latest = 0;
async function show() {
  const run = ++latest;
  const query = new URLSearchParams(location.search);
  const ticketId = idOf(query.get('id') ?? query.get('faultid'));
  const page = await build(location.pathname, query, ticketId);
  if (run !== latest) return;
  document.title = `${page.title} | Northwind IT`;
  main.replaceChildren(...page.content);
  for (const link of document.querySelectorAll('.rail a')) {
    link.classList.toggle('current', link.getAttribute('href') === (page.area ?? ''));
  }
  filterList();
  document.querySelector('.rt-tr-group.selected')?.scrollIntoView({ block: 'nearest' });
}

async function build(path, query, ticketId) {
  if (path === '/customers') {
    if (query.get('userid')) {
      const user = await fetchJson(`users/${idOf(query.get('userid'))}`);
      return {
        area: '/customers',
        title: user?.name ?? 'User',
        content: [user ? userPage(user) : emptyPage('No such user')],
      };
    }
    if (query.get('clientid')) {
      const client = await fetchJson(`clients/${idOf(query.get('clientid'))}`);
      const content = client ? customerPage(client) : emptyPage('No such customer');
      return { area: '/customers', title: client?.name ?? 'Customer', content: [content] };
    }
    return { area: '/customers', title: 'Customers', content: [customersPage(await fetchJson('clients'))] };
  }
  const [rows, ticket] = await Promise.all([
    path === '/tickets' ? fetchJson('tickets') : null,
    ticketId ? fetchJson(`tickets/${ticketId}`) : null,
  ]);
  const list = rows ? [listPane(rows, ticketId)] : [];
  if (!ticketId) return { area: '/tickets', title: 'Tickets', content: list };
  const content = ticket ? ticketPage(ticket, lies) : emptyPage('No such ticket');
  return { area: '/tickets', title: ticket ? `${ticket.id} ${ticket.summary}` : 'Ticket', content: [...list, content] };
}

function filterList() {
  const wanted = search.value.trim().toLowerCase();
  for (const row of document.querySelectorAll('#mainlist .rt-tr-group')) {
    row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
  }
}

function railLink(name, href, title) {
  return h('a.nhd-nav-btn', { href, title, 'aria-label': title }, icon(name));
}

function setTheme(dark) {
  container.classList.toggle('theme-dark', dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  localStorage.setItem('theme', dark ? 'dark' : 'light');
}

container.append(
  h(
    'nav.rail',
    { 'aria-label': 'Areas' },
    h('span.brand', { title: 'Northwind IT' }, 'N'),
    railLink('tickets', '/tickets', 'Tickets'),
    railLink('customers', '/customers', 'Customers'),
    ...['assets', 'knowledge', 'reports', 'settings'].map((name) => h('span.nhd-nav-btn.idle', {}, icon(name))),
  ),
  h(
    'header.topbar',
    {},
    h('label.search', {}, icon('search'), search),
    h('span.simulated', {}, 'Simulated PSA screens, not HaloPSA'),
    h(
      'button.fabtn.theme-toggle',
      { type: 'button', title: 'Theme', onclick: () => setTheme(!container.classList.contains('theme-dark')) },
      icon('theme'),
    ),
    h('span.user-avatar.me', { title: 'Mika Sorensen' }, 'MS'),
  ),
  main,
  toast,
);
const theme = asked.get('theme') ?? localStorage.getItem('theme');
setTheme(theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
addEventListener('popstate', show);

/** Single keys on the document, as PSAs have them; `data-hotkeys` counts what got here. */
const HOTKEYS = {
  n: 'New ticket',
  r: 'Reply',
  s: 'Share',
  a: 'Assign to me',
  c: 'Close ticket',
  Delete: 'Delete ticket',
};
let hotkeys = 0;
document.addEventListener('keydown', (event) => {
  document.documentElement.dataset.keydowns = String(Number(document.documentElement.dataset.keydowns ?? 0) + 1);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')) return;
  if (event.key === '/') {
    event.preventDefault();
    search.focus();
  }
  const act = HOTKEYS[event.key];
  if (!act) return;
  document.documentElement.dataset.hotkeys = String(++hotkeys);
  toast.textContent = `Shortcut: ${act}`;
  toast.classList.add('shown');
  setTimeout(() => toast.classList.remove('shown'), 1500);
});

await show();
if (asked.get('hostile')) {
  const { attack } = await import('./hostile.js');
  attack(asked.get('hostile'), asked.get('canary') ?? '');
}
