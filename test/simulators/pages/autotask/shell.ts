import { html, type Markup, SIMULATED } from '../markup.ts';
import type { ScreenStore } from '../screen-store.ts';

const START = '/Mvc/ServiceDesk/TicketSearch.mvc';

/** The address at which the shell frames a page. */
export const shellUrl = (inner: string): string =>
  `/AutotaskOnyx/LandingPage?view=page&view-data=${encodeURIComponent(btoa(JSON.stringify({ url: inner })))}`;

/** The outer page: a header, one frame of the same host, and the layers above it. */
export function shell(store: ScreenStore, data: string | null | undefined): Markup {
  const links = store.tickets().map(({ id, number }) => {
    const inner = `/Mvc/ServiceDesk/TicketDetail.mvc?workspace=False&ids%5B0%5D=${id}&ticketId=${id}`;
    return html`<a href="${shellUrl(inner)}" data-inner="${inner}">${number}</a> `;
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Autotask PSA</title><link rel="stylesheet" href="/_screen/screen.css"></head>
<body data-simulated="${SIMULATED}"><div data-slot="header"><p class="simulated">Simulated PSA screens, not Autotask</p><nav>${links}<a href="/AutotaskOnyx/LandingPage?view=home" data-inner="">Home</a></nav></div>
<main><div data-slot="iframe"><iframe title="Page" src="${innerOf(data)}"></iframe></div></main>
<iframe data-slot="iframe-overlay" title="Dialog" src="/DialogIFrameOverlay" hidden></iframe><z-dialog></z-dialog>
<script type="module" src="/_screen/shell.js"></script></body></html>`;
}

/** A page of this host only: the shell does not frame whatever it is told to. */
function innerOf(data: string | null | undefined): string {
  try {
    const { url } = JSON.parse(atob(data ?? '')) as { url: unknown };
    return typeof url === 'string' && /^\/(?!\/)/.test(url) ? url : START;
  } catch {
    return START;
  }
}

export function ticketList(store: ScreenStore): Markup {
  const rows = store
    .tickets()
    .map(
      ({ id, number, title }) =>
        html`<tr class="Display" data-row-key="${id}"><td><a href="/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=${id}">${number}</a></td><td>${title}</td></tr>`,
    );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tickets | Autotask PSA</title><link rel="stylesheet" href="/_screen/screen.css"></head>
<body data-simulated="${SIMULATED}"><p class="simulated">Simulated PSA screens, not Autotask</p><table class="Grid"><thead><tr class="Heading"><th>Number</th><th>Title</th></tr></thead><tbody>${rows}</tbody></table></body></html>`;
}
