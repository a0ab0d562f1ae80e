/** Quiet for this long counts as "drawn". */
const QUIET_MS = 150;
/** Some screens are never quiet: they are looked at anyway, once in this time. */
const AT_MOST_MS = 1000;

/**
 * Calls `look` each time the page has come to rest, and at least once a second while it does not, until the signal
 * aborts. Nothing is read while the page is busy: a batch of mutations only restarts a timer.
 */
export function whenSettled(document: Document, look: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const window = document.defaultView!;
  let timer = 0;
  /** When the changes began that nobody has looked at yet. */
  let since: number | null = null;
  const run = () => {
    since = null;
    look();
  };
  const wait = () => {
    const now = window.performance.now();
    since ??= now;
    window.clearTimeout(timer);
    timer = window.setTimeout(run, Math.max(0, Math.min(QUIET_MS, since + AT_MOST_MS - now)));
  };
  const observer = new MutationObserver(wait);
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    window.clearTimeout(timer);
  });
  wait();
}
