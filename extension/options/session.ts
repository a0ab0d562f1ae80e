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
