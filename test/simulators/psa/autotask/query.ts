import type { AutotaskControl } from './control.ts';
import type { Entity } from './entities.ts';
import { compileFilter, lowerKeys, refusal } from './filter.ts';
import { shown } from './show.ts';
import type { AutotaskStore, Row } from './store.ts';

export interface Asked {
  entity: Entity;
  udfs: string[];
  body: unknown;
  /** What `?paging=` says, of the address that an earlier page gave. */
  paging: string | undefined;
  /** Makes the address of the page after the row of this id. */
  next: (paging: string) => string;
}

const PAGE = 500;

/** `{"items": [...], "pageDetails": {...}}`: rows by ascending id, from the one after the cursor. */
export function runQuery(store: AutotaskStore, control: AutotaskControl, asked: Asked) {
  const { filter, maxrecords, includefields } = lowerKeys(readBody(asked.body));
  const fits = compileFilter(filter, asked.entity, asked.udfs);
  const size = maxrecords === undefined ? PAGE : Number(maxrecords);
  if (!Number.isInteger(size) || size < 1 || size > PAGE) throw refusal('MaxRecords must be between 1 and 500.');
  const included = includefields === undefined ? null : readFields(includefields, asked.entity);
  const after = readCursor(asked.paging);
  const hidden = control.cutShort?.entity === asked.entity.name ? control.cutShort.rows : 0;

  const page: Row[] = [];
  let more = false;
  let index = 0;
  for (const row of store.all(asked.entity.name)) {
    if (index++ >= store.size(asked.entity.name) - hidden) break;
    if (row.id <= after || !fits(row)) continue;
    if (page.length === Math.min(size, control.largestPage)) {
      more = true;
      break;
    }
    page.push(row);
  }
  const items = page.map((row) => shown(asked.entity, row, included));
  const [lowest] = store.all(asked.entity.name);
  const repeated = page[0] === lowest ? 0 : control.repeatRows;
  // The cursor is the id: without it among the fields there is no second page.
  const goesOn = more && (included === null || included.has('id'));
  const paging = { pageSize: size, previousIds: [], nextIds: [page.at(-1)?.id] };
  return {
    items: [...items.slice(0, repeated), ...items],
    pageDetails: {
      count: items.length,
      requestCount: size,
      prevPageUrl: null,
      nextPageUrl: goesOn ? asked.next(JSON.stringify(paging)) : null,
    },
  };
}

export function runCount(
  store: AutotaskStore,
  { entity, udfs, body }: Pick<Asked, 'entity' | 'udfs' | 'body'>,
): number {
  const fits = compileFilter(lowerKeys(readBody(body)).filter, entity, udfs);
  let count = 0;
  for (const row of store.all(entity.name)) if (fits(row)) count++;
  return count;
}

function readBody(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refusal('The query is not valid JSON.');
  return body;
}

function readFields(names: unknown, entity: Entity): Set<string> {
  if (!Array.isArray(names)) throw refusal('IncludeFields must be a list.');
  return new Set(
    names.map((name) => {
      const field = entity.fields.get(String(name).toLowerCase());
      if (!field) throw refusal(`Unable to find ${String(name)} in the ${entity.singular} Entity.`);
      return field.name;
    }),
  );
}

function readCursor(paging: string | undefined): number {
  if (paging === undefined) return -1;
  try {
    const { nextIds } = JSON.parse(paging) as { nextIds: number[] };
    if (Number.isInteger(nextIds[0])) return nextIds[0]!;
  } catch {
    // Refused below like any other cursor that cannot be read.
  }
  throw refusal('The paging parameter is not valid.');
}
