import type { Session } from '@counterpart/shared/api.ts';
import { createContext, useContext } from 'react';
import type { Answer } from './use-answer.ts';

const Context = createContext<Answer<Session | null> | null>(null);
export const SessionProvider = Context.Provider;

/** Who is signed in, asked once for the whole page; `value` is null while nobody is. */
export function useSession(): Answer<Session | null> {
  const session = useContext(Context);
  if (!session) throw new Error('Sections are drawn inside a SessionProvider');
  return session;
}

const RANK = { technician: 0, lead: 1, admin: 2 } as const;

/** Only what to show: the server decides each time what a role may do. */
export function isAtLeast(session: Session | null, role: Session['technician']['role']): boolean {
  return session !== null && RANK[session.technician.role] >= RANK[role];
}
