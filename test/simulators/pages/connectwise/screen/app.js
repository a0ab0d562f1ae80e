import { h, label } from './dom.js';
import { SCREENS } from './screens.js';

const content = document.getElementById('cwContent');
const asked = new URLSearchParams(location.search);
/** How long the old screen stays after the address has changed. */
const LOADING_MS = 300;

// What the real state looks like inside is not known. This one only has its alphabet and its first letters, so that
// nobody can be tempted to read it.
const pack = (state) =>
  `XQAA${btoa(JSON.stringify(state)).replaceAll('+', '$').replaceAll('/', '_').replaceAll('=', '')}`;
function unpack(hash) {
  const [, blob, screen] = /^#XQAA([\w$]*)\?\?(\w+)$/.exec(hash) ?? [];
  if (!screen) return null;
  const { id } = JSON.parse(atob(blob.replaceAll('$', '+').replaceAll('_', '/')));
  return { screen, id };
}

const open = (screen, id) => {
  location.hash = `${pack({ screen, id, at: Date.now() })}??${screen}`;
};

let latest = 0;
async function show() {
  const run = ++latest;
  const state = unpack(location.hash);
  const screen = Object.hasOwn(SCREENS, state?.screen ?? '') ? state.screen : 'ServiceBoard';
  const [drawn] = await Promise.all([
    SCREENS[screen](state?.id ?? 0, open),
    new Promise((done) => setTimeout(done, LOADING_MS)),
  ]);
  if (run !== latest) return;
  // The screen before is kept, out of sight, for the way back; the one before that goes.
  for (const old of content.querySelectorAll(':scope > .out')) old.remove();
  for (const old of content.children) {
    old.classList.add('out');
    old.style.display = 'none';
  }
  content.append(h('div.cw-WorkspaceView', { 'data-screen': screen }, drawn));
}

/** Writes that nothing asked for: a clock in every pod, and the first label of the screen made anew. */
let writes = 0;
function churn() {
  const view = content.querySelector(':scope > .cw-WorkspaceView:not(.out), :scope > :last-child');
  if (!view) return;
  writes += 1;
  const clock = view.querySelector('[data-clock]') ?? view.appendChild(h('div', { 'data-clock': '' }));
  clock.replaceChildren(label(`${writes} s`));
  const first = view.querySelector('[title]:not([data-clock] *)');
  first?.replaceWith(first.cloneNode(true));
}

/** A link from outside becomes a screen of the app: the query is left behind. */
function follow() {
  const keys = new Map([...asked].map(([key, value]) => [key.toLowerCase(), value]));
  const id = Number(keys.get('service_recid') ?? keys.get('recid') ?? 0);
  const type = (
    keys.get('routeto') ??
    keys.get('recordtype') ??
    (keys.has('service_recid') ? 'servicefv' : '')
  ).toLowerCase();
  const screen =
    { servicefv: 'ServiceTicket', contactfv: 'ContactFV', companyfv: 'CompanyDetail' }[type] ?? 'ServiceBoard';
  const kept = new URLSearchParams([...asked].filter(([key]) => /^(layout|churn)$/.test(key)));
  const release = location.pathname.split('/')[1];
  const hash = `${pack({ screen, id })}??${screen}`;
  history.replaceState(null, '', `/${release}/ConnectWise.aspx?${kept}#${hash}`);
}

if (!unpack(location.hash)) follow();
addEventListener('hashchange', show);
await show();
setInterval(churn, 1000 / Math.min(200, Math.max(1, Number(asked.get('churn') ?? 10))));
