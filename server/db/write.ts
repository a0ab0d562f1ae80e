import { AppError } from '@counterpart/shared/errors.ts';
import { isBroken, TRIES, txOn } from './line-tx.ts';
import type { Line, Lines } from './lines.ts';
import type { Tx } from './tx.ts';

/**
 * One transaction on a connection of its own: all of it, or nothing. Begins anew where the connection was dead before
 * the beginning was answered; never later, since nobody knows what a lost answer did. The driver's own transactions
 * are not used: they roll back on a connection that has ended, which ends the process.
 */
export async function write<T>(lines: Lines, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const line = await lines.take();
    try {
      await line.client.unsafe('begin');
    } catch (error) {
      drop(lines, line);
      if (tries < TRIES && isBroken(error)) continue;
      throw error;
    }
    return run(lines, line, work);
  }
}

async function run<T>(lines: Lines, line: Line, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { client } = line;
  let open = true;
  const tx = txOn(
    line,
    () => open,
    (text, parameters) => client.unsafe(text, parameters),
  );
  try {
    const answer = await work(tx);
    open = false;
    if (line.broken) throw new AppError('internal', 'The connection has ended');
    const { command } = await client.unsafe('commit');
    // The answer to a commit after a statement that failed, whose error somebody caught.
    if (command !== 'COMMIT') throw new AppError('internal', 'The transaction was rolled back');
    lines.giveBack(line);
    return answer;
  } catch (error) {
    open = false;
    if (line.broken || isBroken(error)) drop(lines, line);
    else
      await client.unsafe('rollback').then(
        () => lines.giveBack(line),
        () => drop(lines, line),
      );
    throw error;
  }
}

function drop(lines: Lines, line: Line) {
  line.broken = true;
  lines.giveBack(line);
}
