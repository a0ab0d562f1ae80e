import type { GalleryState } from './states.ts';

/** The panel beside the page, in the browser's own side panel or sidebar: it may be wide or very narrow, and never docks. */
export function besideStates(known: Record<string, GalleryState>): Record<string, GalleryState> {
  const beside = (name: string, width = 400, feed: GalleryState['feed'] = {}): GalleryState => ({
    ...known[name],
    feed: { ...known[name]?.feed, ...feed },
    beside: true,
    width,
  });
  return {
    'beside-no-psa': beside('no-record', 400, { page: null, host: null, access: 'not_a_psa' }),
    'beside-no-access': beside('no-access'),
    'beside-signed-out': beside('signed-out'),
    'beside-linked': beside('linked'),
    'beside-linked-narrow': beside('linked', 240),
    'beside-by-address': beside('linked', 400, { unread: true }),
    'beside-which-ticket': beside('layout-unknown'),
    'beside-not-verified-narrow': beside('not-verified', 240),
    'beside-company-wide': beside('company-page', 640),
  };
}
