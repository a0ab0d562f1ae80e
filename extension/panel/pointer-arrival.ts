/** A hand needs longer than this to see what came under it, and to press on. */
const ARRIVAL_MS = 500;

let since: number | null = null;
let last: PointerEvent | null = null;

/**
 * Notes since when the pointer has been over the panel. A page can slide the whole panel under a pointer that is about
 * to press: every button then shows, and yet none was aimed at.
 */
export function followPointer(document: Document): void {
  const arrive = () => {
    since = performance.now();
  };
  document.documentElement.addEventListener('pointerenter', arrive);
  document.documentElement.addEventListener('pointerleave', () => {
    since = null;
  });
  document.addEventListener('pointermove', (event) => {
    if (since === null || (last && hasSlid(last, event))) arrive();
    last = event;
  });
}

/** On the screen the pointer moved and in the panel it did not, or the reverse: then the panel did. Holds at any zoom. */
function hasSlid(before: PointerEvent, now: PointerEvent): boolean {
  const apart = (screen: number, inside: number) => Math.min(screen, inside) === 0 && Math.max(screen, inside) > 2;
  return (
    apart(Math.abs(now.screenX - before.screenX), Math.abs(now.clientX - before.clientX)) ||
    apart(Math.abs(now.screenY - before.screenY), Math.abs(now.clientY - before.clientY))
  );
}

/** True for a key press, and for a click whose pointer was there long enough. */
export function hasArrived(click: MouseEvent): boolean {
  return click.detail === 0 || (since !== null && performance.now() - since >= ARRIVAL_MS);
}
