import type { ContactCard, LookupAnswer } from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// What the PSA has for a name goes through the whole read and comes out of the lookup as it was.

const NAMES: [what: string, firstName: string, lastName: string][] = [
  ['10,000 characters', 'ن'.repeat(5_000), '𝒜'.repeat(5_000)],
  ['right to left', '\u202Eمحمد\u202C', 'עברית'],
  ['beyond the first plane', '𝒜𝓃𝒶', '👩🏽‍💻'],
  ['markup', '<img src=x onerror=alert(1)>', '</script><b>"&amp;\''],
];
const WITH_NUL = { firstName: 'A\0na', lastName: 'So\ud800usa' };

describe.each(PSA_IDS)('%s', (psa) => {
  let running: RunningPsa;
  let server: TestServer;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]();
    const { companyId } = running.known;
    const rest = { companyId, phone: '+45 33 33 33 33' };
    for (const [what, firstName, lastName] of NAMES) {
      ids.set(what, running.plant({ ...rest, firstName, lastName, email: `${ids.size}@harbour.example` }));
    }
    ids.set('NUL', running.plant({ ...rest, ...WITH_NUL, email: 'nul\0@harbour.example' }));
    server = await startTestServer();
    const { settings, secrets } = running.stored;
    const draft = { provider: psa, name: '<b>Ours</b>', settings, secrets };
    const made = await expectStatus<{ id: string }>(201, server.admin.call('POST', '/v1/connections', draft));
    await untilRead(server.admin, made.id);
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await running?.close();
  });

  const look = async (what: string): Promise<ContactCard | undefined> => {
    const page = { psa, host: new URL(running.url).host, kind: 'contact', id: ids.get(what)!, number: null };
    const body = { page, hints: {}, refresh: true };
    const answer = await expectStatus<LookupAnswer>(200, server.admin.call('POST', '/v1/lookup', body));
    return 'contact' in answer ? (answer.contact ?? undefined) : undefined;
  };

  test.each(NAMES)('a name of %s', async (what, firstName, lastName) => {
    expect(await look(what)).toMatchObject({ id: ids.get(what), name: `${firstName} ${lastName}` });
  });

  test('a name with what no database keeps loses that and no more', async () => {
    expect(await look('NUL')).toMatchObject({ name: 'Ana So\uFFFDusa', emails: ['nul@harbour.example'] });
  });
});
