import { Session } from '@counterpart/shared/api.ts';
import { z } from 'zod';

export const Signed = z.object({ server: z.string(), token: z.string(), session: Session });
export type Signed = z.infer<typeof Signed>;

export interface TokenStore {
  get(): Promise<Signed | null>;
  set(signed: Signed | null): Promise<void>;
}

/**
 * Keeps the token over restarts where no content script can read it. `storage.local` can be closed to them in Chrome
 * (`setAccessLevel`) but not in Firefox; the extension's own IndexedDB is bound to its origin in both, and a content
 * script, whatever its renderer has become, has the page's origin.
 */
export function createTokenStore(indexedDB: IDBFactory): TokenStore {
  async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const opening = indexedDB.open('counterpart', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('signed');
    const db = await settled(opening);
    try {
      return await settled(act(db.transaction('signed', mode).objectStore('signed')));
    } finally {
      db.close();
    }
  }
  return {
    async get() {
      const raw = await run<unknown>('readonly', (store) => store.get('it'));
      return Signed.safeParse(raw).data ?? null;
    },
    async set(signed) {
      if (signed) await run('readwrite', (store) => store.put(signed, 'it'));
      else await run('readwrite', (store) => store.delete('it'));
    },
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
