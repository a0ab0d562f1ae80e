import { setImmediate as turn } from 'node:timers/promises';
import type { ListPage } from './types.ts';

/** So many rows take about a millisecond. */
const AT_A_TIME = 100;

/**
 * Works through a page of rows a few at a time. In between goes out what is to be sent, the next page's request before
 * all, and whoever waits for the server meanwhile is not kept waiting by a page.
 */
export async function inTurns<A, B>(rows: readonly A[], work: (rows: A[]) => B[]): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < rows.length; at += AT_A_TIME) {
    await turn();
    done.push(...work(rows.slice(at, at + AT_A_TIME)));
  }
  return done;
}

/** The pages with each of their rows turned into our words. */
export async function* mapPages<A, B>(
  pages: AsyncIterable<ListPage<A>>,
  to: (row: A) => B,
): AsyncIterable<ListPage<B>> {
  for await (const page of pages) yield { ...page, items: await inTurns(page.items, (rows) => rows.map(to)) };
}
