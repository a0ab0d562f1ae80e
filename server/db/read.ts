import { AppError } from '@counterpart/shared/errors.ts';
import { type Ask, isBroken, TRIES, txOn } from './line-tx.ts';
import type { Line, Lines } from './lines.ts';
import type { Tx } from './tx.ts';

/**
 * The plans made once are kept: every statement finds few rows by keys, whatever its values are, and planning one takes
 * longer than running it.
 */
const ENTER = `select set_config('app.workspace', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`;

/**
 * One read-only transaction inside the workspace on a connection of its own; all it sees is of one moment. Its
 * beginning, the workspace and the first question are one packet: they are queued in this order, and the connection
 * keeps it. A transaction that changed nothing has no outcome to wait for, so its end is sent and the connection given
 * back once that is answered. `once`: the first question is the only one, and the end travels with it.
 */
export async function read<T>(
  lines: Lines,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  { once = false }: { once?: boolean } = {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const line = await lines.take();
    const state = { begun: false };
    try {
      return await readOn(line, state, lines, workspaceId, work, once);
    } catch (error) {
      if (state.begun || tries === TRIES || !isBroken(error)) throw error;
    }
  }
}

async function readOn<T>(
  line: Line,
  state: { begun: boolean },
  lines: Lines,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  once: boolean,
): Promise<T> {
  const { client } = line;
  let open = true;
  const send: Ask = (text, parameters = []) => client.unsafe(text, parameters, { prepare: true }).execute();
  const tx = txOn(
    line,
    () => open,
    (text, parameters) => {
      const asked = send(text, parameters);
      if (once) end();
      return asked;
    },
  );
  function end() {
    open = false;
    client.unsafe('commit').then(
      () => lines.giveBack(line),
      () => drop(),
    );
  }
  function drop() {
    line.broken = true;
    lines.giveBack(line);
  }

  try {
    const begun = client.unsafe('begin isolation level repeatable read read only').execute();
    begun.then(
      () => {
        state.begun = true;
      },
      () => {},
    );
    const entered = send(ENTER, [workspaceId]);
    const [answer] = await Promise.all([work(tx), begun, entered]);
    if (line.broken) throw new AppError('internal', 'The connection has ended');
    if (open) end();
    return answer;
  } catch (error) {
    if (open) {
      open = false;
      if (line.broken || isBroken(error)) drop();
      else end();
    }
    throw error;
  }
}
