import { type Fields, type GraphAnswer, ok, refuse } from './answers.ts';
import { chosen, readSelect } from './select.ts';
import type { GraphRecord, TenantStore } from './store.ts';

/** Where a reader is: still in the first whole reading (`after` rows of `ids`), or behind change `seq`. */
type Place = { select: string[]; seq: number; ids: string[] | null; after: number };

export interface DeltaFaults {
  /** Tokens are no longer known: 410 with where to start anew, or the other form, syncStateNotFound. */
  expired?: 'gone' | 'syncStateNotFound';
  /** Items come twice, in the page and again in the next round. */
  replays?: boolean;
}

/** SIMULATED: users/delta. https://learn.microsoft.com/graph/api/user-delta */
export function createDelta(store: TenantStore, pageSize: number, faults: DeltaFaults) {
  const places = new Map<string, Place>();
  const keep = (place: Place) => {
    const token = Buffer.from(`${store.seed.id}:${places.size}:${Math.random()}`).toString('base64url');
    places.set(token, place);
    return token;
  };
  const link = (kind: '$skiptoken' | '$deltatoken', place: Place) =>
    `https://graph.microsoft.com/v1.0/users/delta?${kind}=${keep(place)}`;

  return (url: URL): GraphAnswer => {
    const options = url.searchParams;
    const token = options.get('$skiptoken') ?? options.get('$deltatoken');
    const start = (): Place => ({
      select: readSelect(options.get('$select')),
      seq: store.log.length,
      ids: null,
      after: 0,
    });
    if (token === 'latest') return page([], '@odata.deltaLink', link('$deltatoken', start()));
    if (token === null) return whole({ ...start(), ids: [...store.users.keys()] });
    const place = places.get(token);
    if (!place || faults.expired) {
      if (faults.expired === 'syncStateNotFound')
        return refuse(400, 'syncStateNotFound', 'The sync state was not found.');
      const headers = { location: 'https://graph.microsoft.com/v1.0/users/delta' };
      return refuse(410, 'resyncRequired', 'Resync required.', { headers });
    }
    return place.ids ? whole(place) : changes(place);
  };

  function whole({ select, seq, ids, after }: Place): GraphAnswer {
    const some = ids!.slice(after, after + pageSize);
    const items = some.flatMap((id) => {
      const user = store.users.get(id);
      if (!user) return [];
      const item = onlySet(chosen(user, select));
      return faults.replays ? [item, item] : [item];
    });
    const next = after + some.length;
    if (next < ids!.length)
      return page(items, '@odata.nextLink', link('$skiptoken', { select, seq, ids, after: next }));
    return page(items, '@odata.deltaLink', link('$deltatoken', { select, seq, ids: null, after: 0 }));
  }

  function changes({ select, seq, after }: Place): GraphAnswer {
    const since = store.log.filter((change) => change.seq > (faults.replays ? seq - 3 : seq));
    const some = since.slice(after, after + pageSize);
    const items = some.flatMap((change): Fields[] => {
      if (change.fields === 'removed') return [{ id: change.id, '@removed': { reason: 'changed' } }];
      if (change.fields === 'purged') return [{ id: change.id, '@removed': { reason: 'deleted' } }];
      const user = store.users.get(change.id);
      if (!user) return [];
      const item = changed(user, change.fields, select);
      return item ? (faults.replays ? [item, item] : [item]) : [];
    });
    const next = after + some.length;
    if (next < since.length)
      return page(items, '@odata.nextLink', link('$skiptoken', { select, seq, ids: null, after: next }));
    return page(items, '@odata.deltaLink', link('$deltatoken', { select, seq: store.log.length, ids: null, after: 0 }));
  }
}

/** At least what changed; a change of what was not selected does not show. */
function changed(user: GraphRecord, fields: string[] | 'all', select: string[]): Fields | null {
  if (fields === 'all') return onlySet(chosen(user, select));
  const shown = fields.filter((field) => select.includes(field));
  return shown.length > 0 ? { id: user.id, ...chosen(user, shown) } : null;
}

/** What never had a value is left out. */
function onlySet(user: Fields): Fields {
  return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== null));
}

function page(value: Fields[], name: '@odata.nextLink' | '@odata.deltaLink', address: string): GraphAnswer {
  const context = 'https://graph.microsoft.com/v1.0/$metadata#users';
  return ok({ '@odata.context': context, value, [name]: address });
}
