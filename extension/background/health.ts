import type { PsaId } from '@counterpart/shared/providers.ts';
import type { HealthMessage } from '../messages.ts';
import type { Health, Item } from '../storage.ts';

/** Counts before this are halved, so that what is counted is the layout of these days. */
const LONG = 500;

/** Adds what was found and what was not. No value and no address is in it. */
export function counted(health: Health, psa: PsaId, counts: HealthMessage['counts']): Health {
  const next = { ...health[psa] };
  for (const { selectorId, hit } of counts) {
    const { hits, misses } = next[selectorId] ?? { hits: 0, misses: 0 };
    const old = hits + misses >= LONG ? 2 : 1;
    next[selectorId] = {
      hits: Math.floor(hits / old) + (hit ? 1 : 0),
      misses: Math.floor(misses / old) + (hit ? 0 : 1),
    };
  }
  return { ...health, [psa]: next };
}

/** Answers the function that takes in what content scripts count, one after the other. */
export function createHealth(item: Item<Health>): (message: HealthMessage) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return ({ psa, counts }) => {
    last = last
      .then(async () => item.set(counted(await item.get(), psa, counts)))
      .catch((error) => {
        console.error('The layout could not be counted', error);
      });
    return last;
  };
}
