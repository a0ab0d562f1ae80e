import { z } from 'zod';
import type { HaloControl } from './control.ts';
import type { HaloStore, Kind, Row } from './store.ts';

type Query = Record<string, string>;
type Test = (row: Row) => boolean;

const SEARCHED: Partial<Record<Kind, string[]>> = {
  clients: ['name'],
  sites: ['name', 'client_name'],
  // Not `azureoid`: only an advanced search finds that.
  users: ['name', 'firstname', 'surname', 'emailaddress', 'email2', 'email3', 'login'],
  tickets: ['id', 'summary', 'user_name'],
};
const PHONES = ['phonenumber', 'mobilenumber', 'mobilenumber2', 'homenumber'];
const AdvancedSearch = z
  .string()
  .transform((text, ctx) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      ctx.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(z.looseObject({ filter_name: z.string(), filter_type: z.literal(2), filter_value: z.unknown() })));
const FILTERED: Partial<Record<Kind, string[]>> = {
  clients: ['toplevel_id'],
  sites: ['client_id', 'site_id'],
  users: ['client_id', 'site_id', 'department_id'],
  tickets: ['client_id', 'site_id', 'user_id', 'agent_id', 'status_id'],
  actions: ['ticket_id'],
};

/**
 * The lists behind `GET /api/{Kind}`: filters, order, pages and the envelope, or null for an advanced search that
 * cannot be read. Parameters it does not know change nothing.
 */
export function createLists(store: HaloStore, control: HaloControl) {
  // A whole sweep asks the same question page after page: the rows of the last question are kept.
  let kept: { key: string; rows: Row[] } | null = null;

  function matching(kind: Kind, query: Query): Row[] | null {
    const { page_no: _page, page_size: _size, ...question } = query;
    const key = JSON.stringify([kind, store.version(kind), question]);
    if (kept?.key === key) return kept.rows;
    const filters = query.advanced_search ? advanced(query.advanced_search) : [];
    if (!filters) return null;
    const tests = [...testsOf(kind, query), ...filters];
    const rows: Row[] = [];
    for (const row of store.all(kind)) if (tests.every((test) => test(row))) rows.push(row);
    sort(rows, query);
    kept = { key, rows };
    return rows;
  }

  return function list(kind: Kind, query: Query): Record<string, unknown> | null {
    let rows = matching(kind, query);
    if (!rows) return null;
    const record_count = rows.length;
    if (query.pageinate === 'true') {
      const largest = kind === 'tickets' ? Math.min(100, control.largestPage) : control.largestPage;
      const size = Math.min(positive(query.page_size) ?? 50, largest);
      const start = ((positive(query.page_no) ?? 1) - 1) * size;
      const first = Math.max(0, start - control.repeatRows);
      rows = rows.slice(first, Math.min(start + size, cutAt(control, kind, record_count)));
    } else if (query.count !== undefined) {
      rows = rows.slice(0, positive(query.count) ?? 0);
    }
    if (query.idonly === 'true' && kind !== 'tickets') rows = rows.map(({ id }) => ({ id }));
    return { record_count, [kind]: rows };
  };
}

function cutAt(control: HaloControl, kind: Kind, count: number): number {
  return control.cutShort?.key === kind ? Math.max(0, count - control.cutShort.rows) : count;
}

function testsOf(kind: Kind, query: Query): Test[] {
  const tests: Test[] = [];
  const keepsInactive = query.includeinactive === 'true';
  if (!keepsInactive && kind !== 'tickets' && kind !== 'actions') tests.push((row) => row.inactive !== true);
  for (const field of FILTERED[kind] ?? []) {
    const wanted = query[field];
    const name = field === 'site_id' && kind === 'sites' ? 'id' : field;
    if (wanted !== undefined) tests.push((row) => Number(row[name]) === Number(wanted));
  }
  if (query.search) {
    const word = query.search.toLowerCase();
    const fields = [...(SEARCHED[kind] ?? []), ...(query.search_phonenumbers === 'true' ? PHONES : [])];
    tests.push((row) =>
      fields.some((field) =>
        String(row[field] ?? '')
          .toLowerCase()
          .includes(word),
      ),
    );
  }
  if (kind === 'users') {
    if (query.exclude_generaluser === 'true') tests.push((row) => row.name !== 'General User');
    if (query.includeserviceaccount === 'false') tests.push((row) => row.isserviceaccount !== true);
    if (query.includenonserviceaccount === 'false') tests.push((row) => row.isserviceaccount === true);
  }
  if (kind === 'actions' && query.excludeprivate === 'true') tests.push((row) => row.hiddenfromuser !== true);
  if (query.open_only === 'true') tests.push((row) => row.hasbeenclosed !== true);
  return tests;
}

/** `[{"filter_name":"azureoid","filter_type":2,"filter_value":"…"}]`; type 2 is "equals", the only one kept here. */
function advanced(json: string): Test[] | null {
  const filters = AdvancedSearch.safeParse(json);
  if (!filters.success) return null;
  return filters.data.map(({ filter_name: name, filter_value: value }) => {
    return (row) => String(row[name] ?? '').toLowerCase() === String(value).toLowerCase();
  });
}

function sort(rows: Row[], query: Query): void {
  const field = query.order;
  if (!field) return;
  const sign = query.orderdesc === 'true' ? -1 : 1;
  const compare = (a: unknown, b: unknown) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '').localeCompare(String(b ?? ''));
  rows.sort((a, b) => sign * compare(a[field], b[field]));
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}
