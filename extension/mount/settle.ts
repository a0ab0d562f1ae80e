/** Quiet for this long counts as "drawn". */
const QUIET_MS = 150;
const GIVE_UP_MS = 5000;

/**
 * Calls `look` whenever the page has been quiet for a moment, until it answers true, five seconds have passed or the
 * signal aborts. Nothing is read while the page is busy: a batch of mutations only restarts a timer.
 */
export function whenSettled(document: Document, look: () => boolean, signal: AbortSignal): void {
  if (signal.aborted) return;
  let timer = 0;
  const window = document.defaultView!;
  const stop = () => {
    observer.disconnect();
    window.clearTimeout(timer);
    window.clearTimeout(end);
  };
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (look()) stop();
    }, QUIET_MS);
  };
  const observer = new MutationObserver(wait);
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  const end = window.setTimeout(stop, GIVE_UP_MS);
  signal.addEventListener('abort', stop);
  wait();
}
