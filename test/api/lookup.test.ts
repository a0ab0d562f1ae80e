import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { story, ticketsOf } from '../world/story.ts';
import type { TicketState } from '../world/types.ts';

/** Where a PSA keeps less than the story tells, so that the panel can know no better. */
const TOLD_OTHERWISE: Record<PsaId, Record<string, TicketState>> = {
  halopsa: {},
  // It knows persons only, no placeholder, and deletes no contact that has tickets.
  autotask: { '5106': 'nobody', '5107': 'unknown_sender', '5111': 'unknown_sender' },
  connectwise: { '5111': 'unknown_sender' },
};

/** An answer in the story's word for it. */
function stateOf(answer: LookupAnswer): TicketState | string {
  if (answer.state === 'candidates') return answer.verdict;
  if (answer.state === 'company_unlinked') {
    return answer.candidates.length > 0 ? 'company_unlinked' : 'company_without_directory';
  }
  if (answer.state === 'not_verified') return answer.reason === 'contact_missing' ? 'contact_deleted' : answer.reason;
  if (answer.state !== 'not_a_person') return answer.state;
  if (answer.reason !== 'unknown_sender') return answer.reason;
  return answer.contacts.length > 0 ? 'unknown_sender_known_address' : 'unknown_sender';
}

describe.each(PSA_IDS)('every ticket of the story in %s', (psa) => {
  let world: World;
  let server: TestServer;
  let northwind: Connected;
  beforeAll(async () => {
    world = await startWorld();
    server = await startTestServer();
    northwind = await connectNorthwind(server.admin, world, psa);
  });
  afterAll(async () => {
    await server?.close();
    await world?.close();
  });

  const tickets = ticketsOf(story).map(({ id, state, summary }) => ({
    ...{ id, summary },
    state: TOLD_OTHERWISE[psa][id] ?? state,
  }));
  test.each(tickets)('$id is $state', async ({ id, state }) => {
    expect(stateOf(await northwind.lookup('ticket', id))).toBe(state);
  });
});
