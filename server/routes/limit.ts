import { AppError } from '@counterpart/shared/errors.ts';

/** Counts what comes under a key in each minute of this process; throws `rate_limited` beyond `most`. */
export function createLimit(most: number): { count(key: string): void } {
  const heard = new Map<string, number>();
  let minute = 0;
  return {
    count(key) {
      const now = Math.floor(Date.now() / 60_000);
      if (now !== minute) heard.clear();
      minute = now;
      const n = (heard.get(key) ?? 0) + 1;
      heard.set(key, n);
      if (n > most) {
        const retryAfterSeconds = 60 - (Math.floor(Date.now() / 1000) % 60);
        throw new AppError('rate_limited', 'Too many requests', { retryAfterSeconds });
      }
    },
  };
}
