import { fork } from 'node:child_process';

/** A part of a benchmark in a process of its own, so that its memory and its event loop are nobody else's. */
export interface Child<Ready, Answer> {
  ready: Ready;
  /** One question at a time. */
  ask(question: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a file that calls `serveParent`. Rejects, and so does a question under way, where the process ends early. */
export async function startChild<Ready, Answer>(
  file: string,
  args: string[],
  execArgv: string[] = [],
): Promise<Child<Ready, Answer>> {
  const child = fork(file, ['child', ...args], { execArgv, serialization: 'advanced' });
  let failed: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      failed(new Error(`${file} ended with ${code}.`));
      resolve();
    });
  });
  const heard = <T>() =>
    new Promise<T>((resolve, reject) => {
      failed = reject;
      child.once('message', (message) => resolve(message as T));
    });
  return {
    ready: await heard<Ready>(),
    ask(question) {
      const answer = heard<Answer>();
      child.send(question);
      return answer;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

/** The other end: says that it is ready, answers questions, and ends when the parent lets go of it. */
export function serveParent(ready: unknown, answer: (question: string) => unknown): void {
  process.on('message', async (question: string) => process.send!(await answer(question)));
  process.once('disconnect', () => process.exit(0));
  process.send!(ready);
}

/** The arguments of a process that `startChild` has started; null in any other. */
export function argsOfChild(): string[] | null {
  return process.send && process.argv[2] === 'child' ? process.argv.slice(3) : null;
}
