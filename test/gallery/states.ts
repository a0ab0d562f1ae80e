import type {
  AccountPlan,
  LookupAnswer,
  OutboxItem,
  RequesterFixPlan,
  Role,
  Session,
} from '@counterpart/shared/api.ts';
import type { Fault, PanelFeed } from '../../extension/messages.ts';
import { story } from '../world/story.ts';
import { besideStates } from './beside-states.ts';
import { rowId } from './cards.ts';
import { doubtStates } from './doubt-states.ts';
import { peopleStates } from './people-states.ts';
import { placeStates } from './place-states.ts';

/** One thing the panel may show: what the background would push, and what has begun on top of it. */
export interface GalleryState {
  answer?: LookupAnswer;
  feed?: Partial<PanelFeed>;
  /** Who looks; a technician, where nothing is said. */
  role?: Role;
  /** What the technician has begun: a search, a new account, another requester. */
  task?: { kind: 'search' | 'create' | 'fix'; replaces: string | null; contactId?: string };
  /** What was typed into the search. */
  typed?: string;
  plan?: AccountPlan;
  fixPlan?: RequesterFixPlan;
  /** What was sent to the PSA, and how far it is. */
  sent?: OutboxItem;
  outbox?: OutboxItem;
  /** What every call answers with. */
  refusal?: Fault;
  /** What is pressed before the picture is taken: a selector. By hand in the gallery, since only real clicks count. */
  press?: string;
  /** A decision that can still be undone. */
  undo?: string;
  width?: number;
  /** Drawn as in the browser's side panel: nothing to collapse or widen. */
  beside?: true;
}

/** Every state, by name; times are relative to `now`, so that the page looks alive on any day. */
export function statesAt(now: Date): Record<string, GalleryState> {
  const known = { ...peopleStates(now), ...placeStates(now), ...doubtStates(now) };
  return { ...known, ...besideStates(known) };
}

/** The whole feed of a state, as the background would push it. */
export function feedOf(name: string, state: GalleryState): PanelFeed {
  const page = { psa: 'halopsa' as const, host: story.msp.host, kind: 'ticket' as const, id: '5101', number: null };
  return {
    key: `gallery|${name}`,
    page,
    host: page.host,
    access: 'granted',
    session: { ...SESSION, technician: { ...SESSION.technician, role: state.role ?? 'technician' } },
    loading: false,
    answer: state.answer ?? null,
    fault: null,
    ...state.feed,
  };
}

const SESSION: Session = {
  id: rowId(1),
  workspace: { id: rowId(2), name: story.msp.name },
  technician: { id: rowId(3), name: 'Mika Sorensen', role: 'technician' },
  device: 'Chrome on Windows',
  createdAt: '2026-11-02T08:00:00.000Z',
  expiresAt: '2026-12-02T08:00:00.000Z',
};
