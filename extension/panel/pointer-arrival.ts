/** A hand needs about this long to see what came under it, and to hold back. */
const ARRIVAL_MS = 500;
/** Pixels of the screen: a press is where the last move was; a leap is no way through the panel. */
const PRESS_SLACK = 2;
const LEAP = 100;

let since: number | null = null;
let last: PointerEvent | null = null;

/**
 * Notes since when the pointer has been over the panel. A page can slide the whole panel under a pointer that is about
 * to press: every button then shows, and yet none was aimed at. Leaving is not always told to a frame, so arriving is
 * read from the places: on the screen and in the panel they change together, and step by step.
 */
export function followPointer(document: Document): void {
  const arrive = () => {
    since = performance.now();
  };
  const follow = (slack: number) => (event: PointerEvent) => {
    if (since === null || last === null || leap(last, event) > slack || hasSlid(last, event)) arrive();
    last = event;
  };
  document.documentElement.addEventListener('pointerenter', arrive);
  document.addEventListener('pointermove', follow(LEAP), true);
  document.addEventListener('pointerdown', follow(PRESS_SLACK), true);
}

/** True for a key, a finger (it has no way to come) and a pointer that was there long enough. */
export function hasArrived(click: MouseEvent): boolean {
  if (click.detail === 0 || ('pointerType' in click && click.pointerType === 'touch')) return true;
  return since !== null && performance.now() - since >= ARRIVAL_MS;
}

function leap(before: PointerEvent, now: PointerEvent): number {
  return Math.hypot(now.screenX - before.screenX, now.screenY - before.screenY);
}

/** On the screen the pointer moved and in the panel it did not, or the reverse: then the panel did. Holds at any zoom. */
function hasSlid(before: PointerEvent, now: PointerEvent): boolean {
  const apart = (screen: number, inside: number) => Math.min(screen, inside) === 0 && Math.max(screen, inside) > 2;
  return (
    apart(Math.abs(now.screenX - before.screenX), Math.abs(now.clientX - before.clientX)) ||
    apart(Math.abs(now.screenY - before.screenY), Math.abs(now.clientY - before.clientY))
  );
}
