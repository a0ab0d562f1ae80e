import { describe, expect, it } from 'vitest';
import {
  accept,
  followedTab,
  isOwnPage,
  isSidePanel,
  mayOpen,
  type Sender,
} from '../../../extension/background/accept.ts';

const ORIGIN = 'chrome-extension://gjmnjhedhmfliaehlgaoapdcaaihjejk';
const SELF = { id: 'gjmnjhedhmfliaehlgaoapdcaaihjejk', origin: ORIGIN };
const HOSTS = { 'help.example.com': 'halopsa' } as const;
const URL_1 = 'https://acme.halopsa.com/ticket?id=1';

const script: Sender = {
  id: SELF.id,
  origin: 'https://acme.halopsa.com',
  url: URL_1,
  frameId: 0,
  tab: { id: 7, url: URL_1 },
};
/** The panel in its frame: our origin, in the PSA's tab. */
const panel: Sender = {
  id: SELF.id,
  origin: ORIGIN,
  url: `${ORIGIN}/panel.html`,
  frameId: 4,
  tab: { id: 7, url: URL_1 },
};
const firefoxPanel: Sender = { id: SELF.id, url: `${ORIGIN}/panel.html`, frameId: 4, tab: { id: 7 } };
/** Beside the tabs, in none of them. */
const side: Sender = { id: SELF.id, origin: ORIGIN, url: `${ORIGIN}/panel.html` };
const options: Sender = { id: SELF.id, origin: ORIGIN, url: `${ORIGIN}/options.html`, frameId: 0, tab: { id: 9 } };

const ref = { psa: 'halopsa', host: 'acme.halopsa.com', kind: 'ticket', id: '1', number: null };
const page = { type: 'page', page: ref, hints: {} };
const call = { type: 'call', name: 'session.get', input: null };
const custom = (url: string): Sender => ({ ...script, origin: new URL(url).origin, url, tab: { id: 7, url } });

const SHELL_URL = 'https://ww5.autotask.net/AutotaskOnyx/LandingPage?view=x';
const autotaskRef = { psa: 'autotask', host: 'ww5.autotask.net', kind: 'ticket', id: '5', number: null };
const framedPage = { type: 'page', page: autotaskRef, hints: {}, first: true };
/** A page of the PSA in a frame of its own shell. */
const inFrame: Sender = {
  id: SELF.id,
  origin: 'https://ww5.autotask.net',
  url: 'https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=5',
  frameId: 3,
  tab: { id: 7, url: SHELL_URL },
};
const health = { type: 'health', psa: 'autotask', counts: [{ selectorId: 'number.title-bar', hit: true }] };

const outcome = (raw: unknown, sender: Sender) => {
  const accepted = accept(raw, sender, SELF, HOSTS);
  return accepted.kind === 'refused' ? accepted.reason : accepted.kind;
};

describe('who may say what', () => {
  const cases: [what: string, raw: unknown, sender: Sender, expected: string][] = [
    ['a content script points at its record', page, script, 'page'],
    ['a content script says that there is none', { ...page, page: null }, script, 'page'],
    ['a content script with hints', { ...page, hints: { number: '1', requesterEmail: 'a@b.example' } }, script, 'page'],
    ['a content script asks for its PSA', { type: 'host' }, script, 'host'],
    ['the panel calls', call, panel, 'call'],
    ['the panel calls in a browser that says no origin', call, firefoxPanel, 'call'],
    ['the options page calls', call, options, 'call'],
    ['the side panel calls', call, side, 'call'],
    ['the panel keeps a draft', { type: 'draft', name: 'k|task', value: null }, panel, 'draft'],
    ['a window of our own asks for drafts', { type: 'drafts' }, options, 'draft'],
    ['the side panel asks for drafts', { type: 'drafts' }, side, 'draft'],

    ['a content script calls', call, script, 'not_our_page'],
    ['a content script asks for drafts', { type: 'drafts' }, script, 'not_our_page'],
    ['a content script keeps a draft', { type: 'draft', name: 'k|task', value: 1 }, script, 'not_our_page'],
    ['another extension asks for drafts', { type: 'drafts' }, { ...side, id: 'a'.repeat(32) }, 'foreign'],
    [
      'a content script calls with our address as its own',
      call,
      { ...script, url: `${ORIGIN}/panel.html` },
      'not_our_page',
    ],
    ['another extension calls', call, { ...panel, id: 'a'.repeat(32) }, 'foreign'],
    ['another extension points', page, { ...script, id: 'a'.repeat(32) }, 'foreign'],
    ['a page without an id points', page, { ...script, id: undefined }, 'foreign'],
    ['an origin that begins like ours', call, { ...panel, origin: `${ORIGIN}x` }, 'not_our_page'],
    ['a subframe points', page, { ...script, frameId: 3 }, 'subframe'],
    ['a frame of a PSA that shows records in frames', framedPage, inFrame, 'page'],
    ['such a frame in a browser that says no origin', framedPage, { ...inFrame, origin: undefined }, 'page'],
    [
      'such a frame in a stranger’s tab',
      framedPage,
      { ...inFrame, tab: { id: 7, url: 'https://x.example/' } },
      'subframe',
    ],
    ['such a frame in a tab whose address is not ours to see', framedPage, { ...inFrame, tab: { id: 7 } }, 'subframe'],
    [
      'such a frame in a tab of another of the vendor’s hosts',
      framedPage,
      { ...inFrame, tab: { id: 7, url: 'https://ww6.autotask.net/' } },
      'subframe',
    ],
    ['such a frame with an opaque origin', framedPage, { ...inFrame, origin: 'null' }, 'subframe'],
    [
      'such a frame that points at another host',
      { ...framedPage, page: { ...autotaskRef, host: 'ww6.autotask.net' } },
      inFrame,
      'host_differs',
    ],
    [
      'such a frame that points at another PSA',
      { ...framedPage, page: { ...autotaskRef, psa: 'halopsa' } },
      inFrame,
      'no_such_psa',
    ],
    [
      'a stranger’s frame in the PSA’s tab',
      framedPage,
      { ...inFrame, origin: 'https://x.example', url: 'https://x.example/' },
      'subframe',
    ],
    [
      'a frame of ConnectWise',
      { ...page, page: { ...ref, psa: 'connectwise', host: 'na.myconnectwise.net' } },
      { ...custom('https://na.myconnectwise.net/'), frameId: 2 },
      'subframe',
    ],
    ['a frame calls', call, inFrame, 'not_our_page'],
    ['a content script counts', health, inFrame, 'health'],
    ['counts of another PSA than the tab’s', { ...health, psa: 'halopsa' }, inFrame, 'no_such_psa'],
    ['counts from no PSA', health, custom('https://x.example/'), 'no_such_psa'],
    [
      'a count of no selector of ours',
      { ...health, counts: [{ selectorId: 'number.other', hit: true }] },
      inFrame,
      'shape',
    ],
    [
      'a count with a value',
      { ...health, counts: [{ selectorId: 'number.title-bar', hit: true, value: 'x' }] },
      inFrame,
      'shape',
    ],
    ['no counts', { ...health, counts: [] }, inFrame, 'shape'],
    ['the options page counts', health, options, 'not_our_page'],
    ['a sender without a frame points', page, { ...script, frameId: undefined }, 'subframe'],
    ['a sender without a tab points', page, { ...script, tab: undefined }, 'not_our_page'],
    ['our own page points', page, panel, 'not_our_page'],
    ['another host than the tab’s', { ...page, page: { ...ref, host: 'other.halopsa.com' } }, script, 'host_differs'],
    ['the tab has gone elsewhere', page, { ...script, tab: { id: 7, url: 'https://x.example/' } }, 'host_differs'],
    ['an opaque origin', page, { ...script, origin: 'null' }, 'host_differs'],
    [
      'a host that is no PSA',
      { ...page, page: { ...ref, host: 'x.example' } },
      custom('https://x.example/'),
      'no_such_psa',
    ],
    [
      'a custom domain',
      { ...page, page: { ...ref, host: 'help.example.com' } },
      custom('https://help.example.com/'),
      'page',
    ],
    [
      'a marketing page',
      { ...page, page: { ...ref, host: 'www.halopsa.com' } },
      custom('https://www.halopsa.com/'),
      'no_such_psa',
    ],

    ['an extra key', { ...page, do: 'link' }, script, 'shape'],
    ['an extra key in the record', { ...page, page: { ...ref, token: 'x' } }, script, 'shape'],
    ['an extra key in the hints', { ...page, hints: { role: 'admin' } }, script, 'shape'],
    ['an id that is a number', { ...page, page: { ...ref, id: 1 } }, script, 'shape'],
    ['an id that is a path', { ...page, page: { ...ref, id: '../1' } }, script, 'shape'],
    ['no hints', { type: 'page', page: ref }, script, 'shape'],
    ['a long hint', { ...page, hints: { requesterName: 'x'.repeat(201) } }, script, 'shape'],
    ['a question with an extra key', { type: 'host', host: 'x.example' }, script, 'shape'],
    ['nothing', null, script, 'shape'],
    ['a text', 'page', script, 'shape'],
    ['an array', [page], script, 'shape'],
    ['an unknown call', { ...call, name: 'vault.read' }, panel, 'shape'],
    ['a name that every object has', { ...call, name: 'constructor' }, panel, 'shape'],
    ['a call with an extra key', { ...call, server: 'https://evil.example' }, panel, 'shape'],
    ['a call with a wrong input', { type: 'call', name: 'links.create', input: { contactId: 'x' } }, panel, 'shape'],
    [
      'a call with an extra key in its input',
      { type: 'call', name: 'outbox.get', input: { id: crypto.randomUUID(), all: true } },
      panel,
      'shape',
    ],
  ];
  it.each(cases)('%s', (_what, raw, sender, expected) => expect(outcome(raw, sender)).toBe(expected));

  it('takes the tab and the host from the browser', () => {
    expect(accept(page, script, SELF, HOSTS)).toMatchObject({
      kind: 'page',
      tabId: 7,
      frameId: 0,
      host: 'acme.halopsa.com',
    });
    expect(accept(framedPage, inFrame, SELF, HOSTS)).toMatchObject({ kind: 'page', tabId: 7, frameId: 3 });
  });

  it('tells a custom domain its PSA and any other host none', () => {
    const ask = (url: string) => accept({ type: 'host' }, custom(url), SELF, HOSTS);
    expect(ask('https://help.example.com/')).toEqual({ kind: 'host', psa: 'halopsa' });
    expect(ask('https://other.example.com/')).toEqual({ kind: 'host', psa: null });
  });

  it.each([
    ['the panel', panel, true],
    ['the panel without an origin', firefoxPanel, true],
    ['a content script', script, false],
    ['another extension', { ...panel, id: 'b'.repeat(32) }, false],
    ['nobody', {}, false],
  ] as [string, Sender, boolean][])('a port of %s', (_who, sender, expected) => {
    expect(isOwnPage(sender, SELF)).toBe(expected);
  });

  it.each([
    ['the panel in its frame', panel, 7],
    ['a frame that names another tab', { ...panel, url: `${ORIGIN}/panel.html?tab=3` }, 7],
    ['a window of our own', { ...options, url: `${ORIGIN}/panel.html?tab=7` }, 7],
    ['a window that names nonsense', { ...options, url: `${ORIGIN}/panel.html?tab=x` }, 9],
    ['a content script', { ...script, url: `${ORIGIN}/panel.html?tab=3` }, null],
    ['a side panel', side, null],
  ] as [string, Sender, number | null][])('the tab that is followed by %s', (_who, sender, expected) => {
    expect(followedTab(sender, SELF)).toBe(expected);
  });

  it('a window’s tabs are followed by a side panel only', () => {
    expect(isSidePanel(side, SELF)).toBe(true);
    for (const other of [panel, firefoxPanel, options, script, { ...side, id: 'b'.repeat(32) }]) {
      expect(isSidePanel(other, SELF)).toBe(false);
    }
  });

  it('drafts lie with the tab that is shown', () => {
    const shelfOf = (sender: Sender) => accept({ type: 'drafts' }, sender, SELF, HOSTS);
    expect(shelfOf(panel)).toMatchObject({ shelf: '7' });
    expect(shelfOf({ ...options, url: `${ORIGIN}/panel.html?tab=7` })).toMatchObject({ shelf: '7' });
    expect(shelfOf(side)).toMatchObject({ shelf: 'side' });
  });

  it.each([
    ['a number in the tab’s host', { ...ref, id: null, number: '123' }, 'acme.halopsa.com', true],
    ['an id in the tab’s host', ref, 'acme.halopsa.com', true],
    ['another host', ref, 'other.halopsa.com', false],
    ['no tab', ref, null, false],
    ['neither id nor number', { ...ref, id: null }, 'acme.halopsa.com', false],
  ] as const)('a record named by hand: %s', (_what, wanted, host, expected) => {
    expect(mayOpen(wanted as Parameters<typeof mayOpen>[0], host, HOSTS)).toBe(expected);
  });
});
