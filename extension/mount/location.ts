/** The Navigation API's part used here; not in every engine yet, nor in TypeScript's DOM for all of them. */
interface Navigation extends EventTarget {
  readonly currentEntry: unknown;
}

/**
 * Calls back with each new address of this document, also when the page changes it by `pushState`. The Navigation API
 * tells of every change once it is made; where it is missing, `pushState` makes no sound in a content script's world,
 * so the address is compared a few times a second.
 */
export function watchLocation(window: Window, onChange: (url: URL) => void, signal: AbortSignal): void {
  let last = window.location.href;
  const check = () => {
    if (window.location.href === last) return;
    last = window.location.href;
    onChange(new URL(last));
  };
  const navigation = (window as { navigation?: Navigation }).navigation;
  navigation?.addEventListener('currententrychange', check, { signal });
  window.addEventListener('popstate', check, { signal });
  window.addEventListener('hashchange', check, { signal });
  const timer = window.setInterval(check, navigation ? 1000 : 250);
  signal.addEventListener('abort', () => window.clearInterval(timer));
}
