import type { Entity } from './entities.ts';
import type { Row } from './store.ts';

/** A record as it is answered: every field of its object, null where there is nothing; or those that were asked for. */
export function shown(entity: Entity, row: Row, included: Set<string> | null = null): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const { name } of entity.fields.values()) {
    if (included === null || included.has(name)) out[name] = row[name] ?? null;
  }
  if (included === null) out.userDefinedFields = row.userDefinedFields ?? [];
  return out;
}
