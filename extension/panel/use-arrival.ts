import { type RefObject, useEffect } from 'react';

/**
 * Says a new screen's heading to screen readers and keeps the focus alive: where the element that had it is
 * taken away (its record went, its button did its work), the heading gets it. The focus is never taken from
 * somewhere else: a panel that steals it from a half-written ticket note would be a nuisance.
 */
export function useArrival(
  root: RefObject<HTMLElement | null>,
  screen: string,
  announce: (words: string) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is what there is to say
  useEffect(() => {
    const heading = root.current?.querySelector('h1');
    if (heading) announce(heading.dataset.announce ?? heading.textContent ?? '');
  }, [screen]);

  useEffect(() => {
    const panel = root.current;
    if (!panel) return;
    let last: EventTarget | null = null;
    const remember = (event: FocusEvent) => {
      last = event.target;
    };
    const rescue = new MutationObserver(() => {
      if (!(last instanceof HTMLElement) || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      panel.querySelector<HTMLElement>('h1')?.focus();
    });
    panel.addEventListener('focusin', remember);
    rescue.observe(panel, { childList: true, subtree: true });
    return () => {
      panel.removeEventListener('focusin', remember);
      rescue.disconnect();
    };
  }, [root]);
}
