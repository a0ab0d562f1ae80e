import { CallFault } from '../../extension/fault.ts';
import type { CallAnswer, CallName, Fault } from '../../extension/messages.ts';
import type { PanelClient } from '../../extension/panel/client.ts';
import { accountsIn } from '../world/story.ts';
import { accountCard, customerOf, rowId } from './cards.ts';
import { feedOf, type GalleryState } from './states.ts';

const UNKNOWN: Fault = { code: 'not_supported', message: 'The gallery has no answer for this' };

/** A client without a world behind it: the feed stands still, calls answer from the state. */
export function galleryClient(name: string, state: GalleryState): PanelClient {
  return {
    subscribe(onFeed) {
      onFeed(feedOf(name, state));
      return () => {};
    },
    say() {},
    async call(called, input) {
      if (state.refusal && called !== 'accounts.search') throw new CallFault(state.refusal);
      const answer = answerTo(called, input, state);
      if (answer === undefined) throw new CallFault(UNKNOWN);
      return answer as CallAnswer<typeof called>;
    },
    openOptions() {},
    openWorkbench() {},
    requestAccess: async () => false,
  };
}

function answerTo(called: CallName, input: unknown, state: GalleryState): unknown {
  if (called === 'accounts.plan') return state.plan;
  if (called === 'requester.plan') return state.fixPlan;
  if (called === 'outbox.get') return state.sent ?? state.outbox;
  if (called === 'accounts.search') return search((input as { q: string }).q);
  const decisions: CallName[] = ['links.create', 'links.remove', 'links.reject', 'contacts.ignore', 'decisions.undo'];
  if (!decisions.includes(called)) return undefined;
  return { decisionId: rowId(6002), undoUntil: new Date(Date.now() + 8000).toISOString(), contactVersion: 2 };
}

/** The accountants' accounts by name; two of them belong to somebody already. */
function search(q: string): CallAnswer<'accounts.search'> {
  const customer = customerOf('harbour-finch');
  const words = q.toLocaleLowerCase();
  const accounts = customer.people.flatMap((person) =>
    person.accounts
      .map((_, nth) => accountCard(person.key, 'harbour-finch', new Date().toISOString(), {}, nth))
      .filter((account) => `${account.displayName} ${account.username}`.toLocaleLowerCase().includes(words))
      .map((account) => ({ ...account, linkedTo: person.key === 'aisha' ? account.displayName : null })),
  );
  return { accounts: accounts.slice(0, 5), more: accountsIn(customer).length > 5 && accounts.length > 5 };
}
