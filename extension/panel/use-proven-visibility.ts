import { type RefObject, useEffect, useState } from 'react';

/** How long a button must have been seen whole and uncovered before it may act. */
const PROOF_MS = 500;

/** `window`: this browser can prove nothing inside a page; the act belongs in a window of its own. */
export type Proof = 'proven' | 'waiting' | 'window';

interface TrackingInit extends IntersectionObserverInit {
  trackVisibility: boolean;
  delay: number;
}
interface TrackingEntry extends IntersectionObserverEntry {
  readonly isVisible: boolean;
}

const isFramed = () => window.self !== window.top;
const canProve = () =>
  typeof IntersectionObserverEntry === 'function' && 'isVisible' in IntersectionObserverEntry.prototype;

/**
 * Whether the page around our frame lets this element be seen whole, opaque and uncovered. The page may lay
 * anything over the frame or make it transparent to steer a click; the browser's compositor sees that, we
 * cannot. https://w3c.github.io/IntersectionObserver/v2/
 */
export function useProvenVisibility(element: RefObject<Element | null>): Proof {
  const [proof, setProof] = useState<Proof>(() => (!isFramed() ? 'proven' : canProve() ? 'waiting' : 'window'));
  useEffect(() => {
    const target = element.current;
    if (!target || !isFramed() || !canProve()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = false;
    const restart = () => {
      clearTimeout(timer);
      setProof('waiting');
      if (seen) timer = setTimeout(() => setProof('proven'), PROOF_MS);
    };
    const init: TrackingInit = { threshold: [0, 0.25, 0.5, 0.75, 1], trackVisibility: true, delay: 100 };
    const sight = new IntersectionObserver((entries) => {
      const last = entries.at(-1) as TrackingEntry | undefined;
      seen = last?.isVisible === true && last.intersectionRatio === 1;
      restart();
    }, init);
    // A button that has just moved under the pointer was not the one aimed at.
    const layout = new ResizeObserver(restart);
    sight.observe(target);
    layout.observe(document.documentElement);
    return () => {
      clearTimeout(timer);
      sight.disconnect();
      layout.disconnect();
    };
  }, [element]);
  return proof;
}
