import type { z } from 'zod';
import { CallFault } from '../fault.ts';
import type { CallInput, CallName, CallReply } from '../messages.ts';
import type { Api, RemoteCall } from './api.ts';
import type { Sessions } from './session.ts';

/** Calls after which another record's answer may be different too. */
const DECIDES: ReadonlySet<CallName> = new Set([
  'links.create',
  'links.remove',
  'links.reject',
  'contacts.ignore',
  'decisions.undo',
  'companyLinks.create',
  'companyLinks.remove',
  'accounts.create',
  'requester.fix',
  'directories.import',
]);

/** Runs one call of an extension page. Never throws: what went wrong is in the reply. `onDecision` follows a change. */
export function createCalls(api: Api, sessions: Sessions, onDecision: () => void) {
  async function run<N extends CallName>(name: N, input: CallInput<N>): Promise<unknown> {
    if (name === 'session.get') return sessions.check(api);
    if (name === 'session.signOut') {
      await sessions.signOut(api);
      return null;
    }
    if (name === 'session.pair') {
      const { server, ...claim } = input as CallInput<'session.pair'>;
      return sessions.pair(api, server, claim);
    }
    const value = await api.call(name as RemoteCall, input as CallInput<RemoteCall>);
    const isDone = name === 'outbox.get' && (value as { state: string }).state === 'done';
    if (DECIDES.has(name) || isDone) onDecision();
    return value;
  }

  return async <N extends CallName>(name: N, input: CallInput<N>): Promise<z.infer<typeof CallReply>> => {
    try {
      return { ok: true, value: await run(name, input) };
    } catch (error) {
      await sessions.forgetIfEnded(error);
      if (error instanceof CallFault) return { ok: false, fault: error.fault };
      console.error(`The call ${name} failed`, error);
      return { ok: false, fault: { code: 'internal', message: 'The call failed inside the extension' } };
    }
  };
}
