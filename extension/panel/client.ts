import type { CallAnswer, CallInput, CallName, PanelFeed, PanelSays } from '../messages.ts';

/** All that the panel's components know of the world outside: the gallery and tests hand in their own. */
export interface PanelClient {
  /** Calls back with the whole feed at once and at each change; the answer ends it. */
  subscribe(onFeed: (feed: PanelFeed) => void): () => void;
  say(message: PanelSays): void;
  /** Throws `CallFault` (fault.ts) on every failure. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallAnswer<N>>;
  openOptions(): void;
  openWorkbench(): void;
  /** Asks the browser for one origin, or opens the page that can; must be called from a click. False: the answer was no. */
  requestAccess(host: string): Promise<boolean>;
  /** Goes on in the browser's side panel, which follows the technician; must be called from a click. Absent where it cannot. */
  openSide?(): Promise<void>;
  /** Opens the same record in a window of our own, where nothing can lie over a button. Absent where there is none. */
  confirmInWindow?(): void;
}
