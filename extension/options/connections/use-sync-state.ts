import type { SyncState } from '@counterpart/shared/api.ts';
import { useEffect, useState } from 'react';
import type { Fault } from '../../messages.ts';
import { useClient } from '../client.ts';
import { faultOf } from '../use-answer.ts';

const EVERY = 1000;
const SLOWEST = 15_000;

/**
 * Asks for the state of a sync every second while it runs, ever slower while nobody answers, and never while the
 * tab is hidden. `take` puts in an answer that came another way (a new start) and goes on from there.
 */
export function useSyncState(id: string): {
  state: SyncState | null;
  fault: Fault | null;
  take(state: SyncState): void;
} {
  const client = useClient();
  const [state, setState] = useState<SyncState | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const running = state === null || state.state === 'running';

  useEffect(() => {
    if (!running) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = EVERY;
    let over = false;
    const ask = async () => {
      if (document.hidden) return again();
      try {
        const answer = await client.call('connections.syncState', { id });
        if (over) return;
        setState(answer);
        setFault(null);
        pause = EVERY;
      } catch (error) {
        if (over) return;
        setFault(faultOf(error));
        pause = Math.min(pause * 2, SLOWEST);
      }
      again();
    };
    const again = () => {
      timer = setTimeout(() => void ask(), pause);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, id, running]);

  return { state, fault, take: setState };
}
