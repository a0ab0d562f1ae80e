import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { createAutotaskPsa } from '@counterpart/server/psa/autotask/index.ts';
import { expect, test } from 'vitest';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { serveAutotaskSimulator } from '../simulators/psa/autotask/serve.ts';

test('connectors of one connection share its three places, whoever opened them when', async () => {
  const user = { username: 'counterpart@msp.example', secret: 's3cret', integrationCode: 'CODE' };
  const autotask = await serveAutotaskSimulator({ seed: contractSeed(20), ...user });
  try {
    autotask.control.latencyMs = 5;
    const http = createHttp({ fetch, budget: createBudget({ limit: 1_000, windowMs: 1_000 }) });
    const config = { ...user, zoneUrl: autotask.url };
    const [before, renewed] = [createAutotaskPsa(config, http), createAutotaskPsa(config, http)];
    const asked = Array.from({ length: 20 }, (_, index) => (index % 2 ? before : renewed).contact('23'));
    expect((await Promise.all(asked)).every((contact) => contact?.id === '23')).toBe(true);
    expect(autotask.control.mostThreads).toBe(3);
    expect(autotask.control.requests.filter(({ status }) => status !== 200)).toEqual([]);
  } finally {
    await autotask.close();
  }
});
