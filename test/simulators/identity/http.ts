import { createBudget, createHttp, type Http, type HttpOptions } from '@counterpart/server/http.ts';

/** Requests that repeat without waiting; a provider's Retry-After is still waited for by the budget. */
export function quickHttp(options: Partial<Omit<HttpOptions, 'budget'>> = {}): Http {
  const budget = createBudget({ limit: 1_000_000, windowMs: 1_000 });
  return createHttp({ fetch, budget, timeoutMs: 5_000, sleep: async () => {}, ...options });
}
