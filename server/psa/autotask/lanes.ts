/** Requests at the same time that Autotask allows an integration on one object; a further one is refused. */
const LANES = 3;
/** What background work may use of them while people are about, so that they find one free. */
const BACKGROUND = 2;
/** So long after somebody waited for an object, people are about. */
const ABOUT_MS = 60_000;

interface Lane {
  busy: number;
  waiting: { urgent: boolean; go: () => void }[];
  /** When somebody last came who waits, by the clock below. */
  clickedAt: number;
}

export interface Lanes {
  /**
   * Runs `act` when the object has a lane free; people who wait come before background work. The first of them after a
   * minute of quiet may find all lanes taken, and then has the one that ends first.
   */
  run<T>(object: string, urgent: boolean, act: () => Promise<T>): Promise<T>;
}

const kept = new WeakMap<object, Lanes>();

/** The lanes of a connection: a connector that takes over its requests takes over what is under way too. */
export function lanesOf(connection: object): Lanes {
  const lanes = kept.get(connection) ?? createLanes();
  kept.set(connection, lanes);
  return lanes;
}

/**
 * https://www.autotask.net/help/developerhelp/content/apis/General/ThreadLimiting.htm
 * `now`: milliseconds of a clock that only goes on.
 */
export function createLanes(now: () => number = () => performance.now()): Lanes {
  // There are as many as Autotask has objects that we ask for: about a dozen.
  const lanes = new Map<string, Lane>();

  function next(lane: Lane): void {
    const index = Math.max(
      0,
      lane.waiting.findIndex((one) => one.urgent),
    );
    const one = lane.waiting[index];
    const isQuiet = now() - lane.clickedAt >= ABOUT_MS;
    if (!one || lane.busy >= (one.urgent || isQuiet ? LANES : BACKGROUND)) return;
    lane.waiting.splice(index, 1);
    lane.busy++;
    one.go();
    next(lane);
  }

  return {
    async run(object, urgent, act) {
      const lane = lanes.get(object) ?? { busy: 0, waiting: [], clickedAt: Number.NEGATIVE_INFINITY };
      lanes.set(object, lane);
      if (urgent) lane.clickedAt = now();
      await new Promise<void>((go) => {
        lane.waiting.push({ urgent, go });
        next(lane);
      });
      try {
        return await act();
      } finally {
        lane.busy--;
        next(lane);
      }
    },
  };
}
