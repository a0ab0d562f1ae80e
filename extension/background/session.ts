import type { PairingClaim, Session } from '@counterpart/shared/api.ts';
import type { z } from 'zod';
import { CallFault } from '../fault.ts';
import type { Api } from './api.ts';
import type { Signed, TokenStore } from './token.ts';

export interface Sessions {
  /** The paired server and token, from memory after the first read. */
  access(): Promise<Signed | null>;
  /** Asks the server whether the session still holds. Null: signed out. */
  check(api: Api): Promise<Session | null>;
  pair(api: Api, server: string, claim: z.infer<typeof PairingClaim>): Promise<Session>;
  signOut(api: Api): Promise<void>;
  /** Forgets the session when a fault says that the server has. True when it did. */
  forgetIfEnded(fault: unknown): Promise<boolean>;
}

/** `onChange` runs after every sign-in and sign-out. */
export function createSessions(store: TokenStore, onChange: () => void): Sessions {
  let known: Promise<Signed | null> | null = null;

  const access = () => {
    known ??= store.get().catch((error) => {
      known = null;
      throw error;
    });
    return known;
  };
  async function keep(signed: Signed | null) {
    await store.set(signed);
    known = Promise.resolve(signed);
    onChange();
  }

  return {
    access,
    async check(api) {
      const signed = await access();
      if (!signed) return null;
      try {
        const session = await api.session();
        known = Promise.resolve({ ...signed, session });
        await store.set({ ...signed, session });
        return session;
      } catch (error) {
        if (isEnded(error)) {
          await keep(null);
          return null;
        }
        throw error;
      }
    },
    async pair(api, server, claim) {
      const { token, session } = await api.claim(server, claim);
      await keep({ server, token, session });
      return session;
    },
    async signOut(api) {
      // The technician leaves this browser in any case; a server that cannot be told ends the session at its limit.
      await api.endSession().catch(() => {});
      await keep(null);
    },
    async forgetIfEnded(fault) {
      if (!isEnded(fault) || !(await access())) return false;
      await keep(null);
      return true;
    },
  };
}

function isEnded(error: unknown): boolean {
  return error instanceof CallFault && ['not_signed_in', 'session_expired'].includes(error.fault.code);
}
