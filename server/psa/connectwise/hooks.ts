import { z } from 'zod';
import type { PsaHooks, Told } from '../types.ts';
import type { Callbacks } from './callbacks.ts';
import type { ConnectWiseApi } from './client.ts';
import { conditions } from './conditions.ts';
import { RIGHTS } from './explain.ts';

const Entry = z.looseObject({ id: z.coerce.string(), url: z.string().nullish() });
const TYPES: readonly Told['kind'][] = ['contact', 'company'];
const CALL = { path: 'system/callbacks', right: RIGHTS.setup, urgent: true } as const;

/**
 * Callbacks for all contacts and companies. ConnectWise signs with keys of its own, so no secret of ours is needed.
 * https://developer.connectwise.com/Best_Practices/PSA_Callbacks
 */
export function createHooks(api: ConnectWiseApi, callbacks: Callbacks): PsaHooks {
  const removeAll = async (ids: readonly string[]) => {
    for (const id of ids) await api.remove({ ...CALL, path: `system/callbacks/${id}` });
  };
  return {
    async register({ url }) {
      // ConnectWise writes the id and what happened behind it.
      const told = `${url}?recordId=`;
      const query = { conditions: conditions`url = ${told}` };
      const earlier = await api.some({ ...CALL, query, answer: Entry.array() });
      await removeAll(earlier.filter((one) => one.url === told).map(({ id }) => id));
      const ids: string[] = [];
      for (const type of TYPES) {
        // The owner's level, object 1: every record of the type.
        const entry = {
          url: told,
          objectId: 1,
          type,
          level: 'owner',
          description: 'Counterpart',
          payloadVersion: '3.0.0',
        };
        const rest = { inactiveFlag: false, isSelfSuppressedFlag: false };
        ids.push((await api.post({ ...CALL, answer: Entry }, { ...entry, ...rest })).id);
      }
      return ids;
    },
    remove: removeAll,
    async read({ body, header }) {
      const { type, id } = await callbacks.read(body, header('x-content-signature') ?? '');
      const kind = TYPES.find((one) => one === type);
      return kind ? { kind, id } : null;
    },
  };
}
