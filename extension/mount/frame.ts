import type { DockMessage } from '../messages.ts';

/** What the content script puts into the page: one element. Everything a person reads is inside its frame. */
export interface Frame {
  /** Creates it if need be, in the size and place of the dock. */
  show(dock: DockMessage): void;
  /** Out of sight, at once: the record it belongs to is gone, the next one is not known yet. */
  conceal(): void;
  remove(): void;
}

const BADGE = 44;
const GAP = 16;
/** Below the level that dialogs of the page usually take: a panel must not cover what the page asks. */
const LEVEL = '2147483000';

/**
 * The element holds a closed shadow root with an extension page in an iframe. In the light DOM the page could navigate
 * the frame away and show its own copy; text outside the frame could be found with `window.find`. Its box is exactly
 * the frame's, so no click of the page is lost beside it. Styles are set property by property, which a page's CSP
 * allows, and as important, which its style sheets cannot override.
 */
export function createFrame(document: Document, src: string): Frame {
  let host: HTMLElement | null = null;
  let watch: MutationObserver | null = null;

  function create(): HTMLElement {
    // A name of its own each time: a page cannot tell by it which extension is here.
    const name = `dock-${[...crypto.getRandomValues(new Uint8Array(8))].map((n) => String.fromCharCode(97 + (n % 26))).join('')}`;
    const element = document.createElement(name);
    const frame = document.createElement('iframe');
    frame.src = src;
    frame.title = 'Counterpart';
    frame.allow = 'clipboard-write';
    style(frame, { display: 'block', width: '100%', height: '100%', border: '0', margin: '0', padding: '0' });
    element.attachShadow({ mode: 'closed' }).append(frame);
    return element;
  }

  /** Some apps clear what they do not know. Once it is put back; a page that insists has its way. */
  function keep(element: HTMLElement) {
    watch = new MutationObserver(() => {
      if (element.isConnected) return;
      watch?.disconnect();
      document.documentElement.append(element);
    });
    watch.observe(document.documentElement, { childList: true });
  }

  const frame: Frame = {
    show(dock) {
      if (dock.state === 'hidden') {
        frame.remove();
        return;
      }
      const isNew = !host;
      host ??= create();
      style(host, { all: 'initial', ...place(dock) });
      if (!isNew) return;
      document.documentElement.append(host);
      keep(host);
    },
    conceal() {
      if (host) style(host, { visibility: 'hidden' });
    },
    remove() {
      watch?.disconnect();
      host?.remove();
      host = null;
    },
  };
  return frame;
}

function place({ state, width }: DockMessage): Record<string, string> {
  const common = { display: 'block', position: 'fixed', 'z-index': LEVEL, visibility: 'visible' };
  if (state === 'badge') {
    return { ...common, right: `${GAP}px`, bottom: `${GAP}px`, width: `${BADGE}px`, height: `${BADGE}px` };
  }
  return { ...common, right: '0', top: '0', bottom: '0', width: `min(${width}px, 100vw)`, height: '100%' };
}

function style(element: HTMLElement, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) element.style.setProperty(name, value, 'important');
}
