import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { story, ticketsOf } from '../world/story.ts';
import type { TicketState } from '../world/types.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

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

describe('every ticket of the story', () => {
  test.each(ticketsOf(story).map(({ id, state, summary }) => ({ id, state, summary })))(
    '$id is $state',
    async ({ id, state }) => {
      expect(stateOf(await northwind.lookup('ticket', id))).toBe(state);
    },
  );
});
