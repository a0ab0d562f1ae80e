import type { Company } from '@counterpart/shared/psa.ts';
import type { Services } from '../context.ts';
import { companies } from '../db/schema/index.ts';
import type { Psa, Reading } from '../psa/types.ts';
import type { Of } from './connection.ts';
import { rowIds } from './mirror.ts';

/** Which of these companies are not in the mirror; each id once, nothing for "none". */
export async function unknownCompanies(
  { db }: Pick<Services, 'db'>,
  of: Of,
  ids: readonly (string | null | undefined)[],
): Promise<string[]> {
  const wanted = [...new Set(ids.filter((id) => id != null))];
  const known = await db.inWorkspace(of.workspaceId, (tx) => rowIds(tx, companies, of, wanted));
  return wanted.filter((id) => !known.has(id));
}

/** A contact is kept only below its company, so one that is new is read first. What the PSA does not have is left out. */
export async function readUnknownCompanies(
  services: Pick<Services, 'db'>,
  psa: Psa,
  of: Of,
  ids: readonly (string | null | undefined)[],
  how: Reading = {},
): Promise<Company[]> {
  const unknown = await unknownCompanies(services, of, ids);
  const read = await Promise.all(unknown.map((id) => psa.company(id, how)));
  return read.filter((company) => company !== null);
}
