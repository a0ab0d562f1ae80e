import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { Http } from '../../http.ts';
import type { ListPage } from '../types.ts';
import { LoadError, listOf, oneOf } from './api.ts';
import { createHaloAuth, type HaloAuth, type HaloConfig, instanceRoot } from './auth.ts';
import { explainApi, type Right } from './explain.ts';

type Query = Record<string, string | number | boolean>;
interface Call<T extends z.ZodType> {
  path: string;
  query?: Query;
  answer: T;
  right: Right;
  /** A technician waits for it. */
  urgent?: boolean;
}

export interface HaloApi {
  auth: HaloAuth;
  root: string;
  /** One record, or null where Halo has none of that id. */
  get<T extends z.ZodType>(call: Call<T>): Promise<z.output<T> | null>;
  /** Creates `row`, or merges it into the record of its `id`; answers the record. */
  post<T extends z.ZodType>(call: Call<T>, row: object): Promise<z.output<T>>;
  /** Ends well too where the record is gone already. */
  remove(call: Omit<Call<z.ZodType>, 'answer'>): Promise<void>;
  /** Every row once. Throws `provider_incomplete` unless as many were seen as Halo counts. */
  list<T extends z.ZodType<{ id: string }>>(call: Call<T> & { key: string }): AsyncIterable<ListPage<z.output<T>>>;
}

/** The largest page that is known to be answered; Halo gives fewer rows where it likes, and that is no fault. */
const PAGE_SIZE = 999;

/** Requests to one HaloPSA instance: token, refresh, paging, errors. */
export function createHaloApi(config: HaloConfig, http: Http): HaloApi {
  const root = instanceRoot(config.address);
  const auth = createHaloAuth(config, http);
  const pageSize = config.pageSize ?? PAGE_SIZE;

  async function send<T extends z.ZodType>(
    { path, query = {}, answer, right, urgent = false }: Omit<Call<T>, 'answer'> & { answer?: T },
    rest: { method: 'GET' | 'POST' | 'DELETE'; body?: unknown; nullOn?: number[] },
  ): Promise<z.output<T> | null> {
    const url = new URL(`${root}/api/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    for (let again = false; ; again = true) {
      const token = await auth.token();
      try {
        return await http.request<z.output<T>>({
          ...rest,
          url: url.href,
          headers: { authorization: `Bearer ${token.value}` },
          ...(answer && { answer: z.preprocess(refuseLoadError, answer) as z.ZodType<z.output<T>> }),
          explain: explainApi(right),
          urgent,
        });
      } catch (error) {
        // A 401 was not acted upon, so even a write may go out again, once, with a new token.
        if (again || !isUnauthorized(error)) throw error;
        auth.drop(token.value);
      }
    }
  }

  async function* list<T extends z.ZodType<{ id: string }>>(call: Call<T> & { key: string }) {
    const ids = new Set<string>();
    const answer = listOf(call.key, call.answer);
    const read = (page: number) => {
      // Ordered by id, so that what is added while we read comes last and moves nothing.
      const query = { ...call.query, pageinate: true, page_size: pageSize, page_no: page, order: 'id' };
      return send({ ...call, query, answer }, { method: 'GET' });
    };
    let counted: number | null = null;
    for (let page = 1, coming = read(page); ; page++) {
      const { items, total } = (await coming)!;
      if (counted !== null && total !== null && total < counted) {
        throw incomplete('rows were removed while they were read', ids.size, total);
      }
      counted = total;
      const fresh = items.filter((row) => !ids.has(row.id) && ids.add(row.id));
      const isOver = fresh.length === 0 || (total !== null && ids.size >= total);
      if (!isOver) coming = read(page + 1);
      // Under way while the caller keeps these rows; a fault is told when its turn comes.
      coming.catch(() => undefined);
      if (fresh.length > 0 || page === 1) yield { items: fresh, seen: ids.size, total };
      if (total !== null && ids.size > total) throw incomplete('more rows than counted', ids.size, total);
      if (total !== null && ids.size === total) return;
      if (fresh.length === 0) {
        // Without a count, a page with nothing new is the only end there is.
        if (total === null) return;
        throw incomplete('the list is cut short', ids.size, total);
      }
    }
  }

  return {
    auth,
    root,
    list,
    get: (call) => send(call, { method: 'GET', nullOn: [404] }),
    // The body is a list even for one record; an object is refused.
    post: async (call, row) => (await send({ ...call, answer: oneOf(call.answer) }, { method: 'POST', body: [row] }))!,
    async remove(call) {
      await send(call, { method: 'DELETE', nullOn: [404] });
    },
  };
}

function incomplete(why: string, seen: number, total: number): AppError {
  return new AppError('provider_incomplete', `HaloPSA did not give the whole list: ${why}`, {
    detail: { seen: String(seen), total: String(total) },
  });
}

function refuseLoadError(body: unknown): unknown {
  if (LoadError.safeParse(body).success) {
    throw new AppError('provider_rejected', 'HaloPSA answered that it could not load the data');
  }
  return body;
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof AppError && error.code === 'provider_auth' && error.extra.detail?.status === '401';
}
