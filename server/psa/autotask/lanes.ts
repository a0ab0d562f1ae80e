/** Requests at the same time that Autotask allows an integration on one object; a further one is refused. */
const LANES = 3;
/** What background work may use of them, so that a technician always finds one free. */
const BACKGROUND = 2;

interface Lane {
  busy: number;
  waiting: { urgent: boolean; go: () => void }[];
}

export interface Lanes {
  /** Runs `act` when the object has a lane free; people who wait come before background work. */
  run<T>(object: string, urgent: boolean, act: () => Promise<T>): Promise<T>;
}

const kept = new WeakMap<object, Lanes>();

/** The lanes of a connection: a connector that takes over its requests takes over what is under way too. */
export function lanesOf(connection: object): Lanes {
  const lanes = kept.get(connection) ?? createLanes();
  kept.set(connection, lanes);
  return lanes;
}

/** https://www.autotask.net/help/developerhelp/content/apis/General/ThreadLimiting.htm */
export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();

  function next(lane: Lane): void {
    const index = Math.max(
      0,
      lane.waiting.findIndex((one) => one.urgent),
    );
    const one = lane.waiting[index];
    if (!one || lane.busy >= (one.urgent ? LANES : BACKGROUND)) return;
    lane.waiting.splice(index, 1);
    lane.busy++;
    one.go();
    next(lane);
  }

  return {
    async run(object, urgent, act) {
      const lane = lanes.get(object) ?? { busy: 0, waiting: [] };
      lanes.set(object, lane);
      await new Promise<void>((go) => {
        lane.waiting.push({ urgent, go });
        next(lane);
      });
      try {
        return await act();
      } finally {
        lane.busy--;
        if (lane.busy === 0 && lane.waiting.length === 0) lanes.delete(object);
        else next(lane);
      }
    },
  };
}
