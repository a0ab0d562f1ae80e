import { browser, type PublicPath } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import type { HealthMessage, HostMessage, PageMessage } from '../messages.ts';
import { isDock } from '../mount/check.ts';
import { follow } from '../mount/follow.ts';
import { createFrame } from '../mount/frame.ts';
import { markRunning } from '../mount/running.ts';
import { HOST_PATTERNS, PAGES, psaOfHost } from '../pages/index.ts';
import type { HostConfig } from '../pages/types.ts';

/** Reads the address, says which record it is, holds the frame. It knows no token and no person. */
export default defineContentScript({
  matches: HOST_PATTERNS,
  runAt: 'document_start',
  // It would tell the page the extension's id.
  noScriptStartedPostMessage: true,
  async main(ctx) {
    if (window.top !== window || document.contentType !== 'text/html') return;

    // After an update of the extension the old script is still here, with nobody to talk to.
    const ask = async (message: PageMessage | HostMessage | HealthMessage): Promise<unknown> => {
      if (ctx.isInvalid) return null;
      return browser.runtime.sendMessage(message).catch(() => null);
    };
    const { host } = window.location;
    let hosts: HostConfig = {};
    if (!psaOfHost(host, hosts)) {
      const psa = await ask({ type: 'host' });
      const known = (Object.keys(PAGES) as (keyof typeof PAGES)[]).find((id) => id === psa);
      if (!known) return;
      hosts = { [host]: known };
    }

    markRunning('/content-scripts/psa.js', ctx.signal);
    const frame = createFrame(document, browser.runtime.getURL('/panel.html' as PublicPath));
    const onDock = follow({
      window,
      hosts,
      frame,
      async say(message) {
        const reply = await ask(message);
        // The frame waits for the parser to make the body: an element before it would be the page's first child.
        if (!document.body)
          await new Promise((made) => document.addEventListener('DOMContentLoaded', made, { once: true }));
        return isDock(reply) ? reply : null;
      },
      count: (message) => void ask(message),
      signal: ctx.signal,
    });
    const listen = (raw: unknown, sender: { id?: string }) => {
      if (sender.id === browser.runtime.id && isDock(raw)) onDock(raw);
    };
    browser.runtime.onMessage.addListener(listen);
    ctx.onInvalidated(() => browser.runtime.onMessage.removeListener(listen));
    // Notices the extension's end and lets everything be undone.
    ctx.setInterval(() => ctx.isInvalid, 2000);
  },
});
