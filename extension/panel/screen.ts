import type { LookupAnswer } from '@counterpart/shared/api.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import type { Fault, PanelFeed } from '../messages.ts';

/** The one thing the panel shows, by what is known. Everything that can be asked of it is asked here, in this order. */
export type Screen =
  | { name: 'loading' }
  | { name: 'no_access'; host: string }
  | { name: 'signed_out' }
  | { name: 'idle' }
  | { name: 'layout_unknown'; page: PageRef }
  | { name: 'fault'; fault: Fault }
  | { name: 'answer'; answer: LookupAnswer };

export function screenOf(feed: PanelFeed | null): Screen {
  if (!feed) return { name: 'loading' };
  if (feed.access === 'missing' && feed.host) return { name: 'no_access', host: feed.host };
  if (!feed.session) return { name: 'signed_out' };
  if (!feed.page) return { name: 'idle' };
  if (feed.page.id === null && feed.page.number === null) return { name: 'layout_unknown', page: feed.page };
  if (feed.answer?.state === 'not_verified' && feed.answer.reason === 'no_id') {
    return { name: 'layout_unknown', page: feed.page };
  }
  if (feed.answer) return { name: 'answer', answer: feed.answer };
  if (feed.fault) {
    const signIn = feed.fault.code === 'not_signed_in' || feed.fault.code === 'session_expired';
    return signIn ? { name: 'signed_out' } : { name: 'fault', fault: feed.fault };
  }
  return { name: 'loading' };
}

/** Equal while the technician looks at the same thing; a change is announced, and the focus must not be lost by it. */
export function screenKey(feed: PanelFeed | null, screen: Screen): string {
  return [feed?.key ?? '', screen.name, screen.name === 'answer' ? screen.answer.state : ''].join(' ');
}
