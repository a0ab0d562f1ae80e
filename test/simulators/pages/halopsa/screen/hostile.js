/**
 * A page that is the panel's enemy. `?hostile=1` only listens and hands the attacks to the test as `window.attacks`;
 * `?hostile=cover,spoof` also runs those as soon as something foreign is in the page. What it learns is in
 * `attacks.heard`: with a panel that keeps its promises, nothing about a person.
 */
const foreign = () =>
  [...document.documentElement.children, ...document.body.children].filter(
    (element) =>
      !['HEAD', 'BODY', 'SCRIPT'].includes(element.tagName) &&
      !element.classList.contains('app-container') &&
      !element.hasAttribute('data-attack'),
  );

const each = (act) => {
  const targets = foreign();
  for (const target of targets) act(target);
  return targets.length;
};
const style = (target, name, value) => target.style.setProperty(name, value, 'important');

function overlay(popover) {
  const cover = document.createElement('div');
  cover.setAttribute('data-attack', 'cover');
  cover.className = 'attack-cover';
  cover.style.cssText =
    'position:fixed;inset:0;width:100vw;height:100vh;border:0;background:#fff;z-index:2147483647;pointer-events:none';
  cover.textContent = 'You have won. Click here.';
  document.body.append(cover);
  if (popover) {
    cover.popover = 'manual';
    cover.showPopover();
  }
  return cover;
}

/** What an attacker hopes that a panel takes for a message of its own. */
const LURES = [
  { type: 'link', contactId: '1', accountId: '1' },
  { type: 'lookup', page: { psa: 'halopsa', host: location.host, kind: 'ticket', id: '1', number: null } },
  { action: 'confirm' },
  'refresh',
  null,
];

export function attack(names, canary) {
  const heard = { messages: [], keys: [], found: false, shadow: false, frames: [], reached: [] };
  const attacks = {
    heard,
    foreign: () => foreign().map((element) => element.tagName.toLowerCase()),
    /** `window.find` sees text in closed shadow roots, but not in another origin's frame. */
    find(text = canary) {
      if (!text) return false;
      getSelection().removeAllRanges();
      const found = window.find(text, false, false, true, false, false, false);
      heard.found ||= found;
      return found;
    },
    remove: () => each((target) => target.remove()),
    hide: () => each((target) => style(target, 'display', 'none')),
    fade: () => each((target) => style(target, 'opacity', '0.01')),
    fadeBody: () => style(document.body, 'opacity', '0.01'),
    fadePage: () => style(document.documentElement, 'opacity', '0.01'),
    filter: () => each((target) => style(target, 'filter', 'opacity(0)')),
    clip: () => each((target) => style(target, 'clip-path', 'inset(0 0 95% 0)')),
    shrink: () => each((target) => style(target, 'transform', 'scale(0.05)')),
    move: () => each((target) => style(target, 'transform', 'translateX(-300px)')),
    cover: () => overlay(false),
    popover: () => overlay(true),
    /** Undoes all that can be undone, for the next attack. */
    stop() {
      for (const cover of document.querySelectorAll('[data-attack]')) cover.remove();
      for (const target of [...foreign(), document.body, document.documentElement]) {
        for (const name of ['display', 'opacity', 'filter', 'clip-path', 'transform'])
          target.style.removeProperty(name);
      }
    },
    /** Speaks to every frame and to the page's own window, where a content script listens. */
    spoof() {
      for (const lure of LURES) {
        window.postMessage(lure, '*');
        for (let frame = 0; frame < window.length; frame++) window[frame].postMessage(lure, '*');
        for (const target of foreign()) target.dispatchEvent(new CustomEvent('counterpart', { detail: lure }));
      }
    },
    /** Sends every frame that the window lists elsewhere; a frame in a closed shadow root is not in the list. */
    navigate() {
      const before = window.length;
      for (let frame = 0; frame < before; frame++) {
        try {
          if (window[frame].location.origin === location.origin) continue;
        } catch {
          window[frame].location = 'about:blank#navigated';
          heard.frames.push(frame);
        }
      }
      return heard.frames.length;
    },
    /** Clicks and types without a hand. */
    click() {
      return each((target) => {
        for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) {
          target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
        }
        target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      });
    },
    /** What can be read of the foreign elements: an open shadow root, text, a frame's document or address. */
    read() {
      for (const target of foreign()) {
        if (target.shadowRoot) heard.shadow = true;
        const texts = [target.textContent, ...[...target.attributes].map(({ name, value }) => `${name}=${value}`)];
        heard.reached.push(...texts.filter(Boolean));
        for (const frame of target.querySelectorAll('iframe')) heard.reached.push(frame.src);
      }
      return heard.reached;
    },
  };
  addEventListener('message', ({ data, origin }) => heard.messages.push({ data, origin }), true);
  for (const type of ['keydown', 'input', 'paste']) {
    addEventListener(
      type,
      ({ target, key }) => {
        const inside = target instanceof Node && document.querySelector('.app-container').contains(target);
        if (!inside && target !== document.body) heard.keys.push({ type, key: key ?? null });
      },
      true,
    );
  }
  window.attacks = attacks;

  const asked = names
    .split(',')
    .filter((name) => name !== '1' && name !== 'stop' && typeof attacks[name] === 'function');
  if (asked.length === 0) return;
  const timer = setInterval(() => {
    if (foreign().length === 0) return;
    clearInterval(timer);
    for (const name of asked) attacks[name]();
  }, 100);
}
