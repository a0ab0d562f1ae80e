import { h, icon, initials, when } from './dom.js';
import { clientUrl, group, mailLink, statusChip, userUrl } from './parts.js';

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
        group('Email', email ? mailLink(email) : '–'),
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
