import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { follow } from '../mount/follow.ts';
import { markRunning } from '../mount/running.ts';
import { FRAME_PATTERNS, psaOfHost } from '../pages/index.ts';

/**
 * For the frames of PSAs that show their records in frames: says which record this frame shows. The panel is drawn once,
 * by the tab's own document; whether a frame may speak, the background decides.
 */
export default defineContentScript({
  matches: FRAME_PATTERNS,
  allFrames: true,
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main(ctx) {
    if (window.top === window || document.contentType !== 'text/html') return;
    if (!psaOfHost(window.location.host, {})) return;
    markRunning('/content-scripts/psa-frame.js', ctx.signal);
    const ask = async (message: unknown) => {
      if (!ctx.isInvalid) await browser.runtime.sendMessage(message).catch(() => null);
      return null;
    };
    follow({ window, hosts: {}, frame: null, say: ask, count: (message) => void ask(message), signal: ctx.signal });
    ctx.setInterval(() => ctx.isInvalid, 2000);
  },
});
