/** Names the scripts that the background can put into an open tab. */
export type ScriptFile = '/content-scripts/psa.js' | '/content-scripts/psa-frame.js';

/**
 * Marks in the script's own world, which no page sees, that it runs here. A fresh install finds tabs whose script came
 * with the page: put in again, it would take the panel away and draw it anew under the technician's pointer. After an
 * update of the extension the world is a new one, without the mark.
 */
export function markRunning(file: ScriptFile, signal: AbortSignal): void {
  const world = globalThis as Record<string, unknown>;
  world[file] = true;
  signal.addEventListener('abort', () => delete world[file], { once: true });
}

/** Runs in the page's document, where nothing but its argument is known. */
export function isRunning(file: ScriptFile): boolean {
  return (globalThis as Record<string, unknown>)[file] === true;
}
