import { setImmediate as sent } from 'node:timers/promises';
import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import { checked, type Http } from '../../http.ts';
import type { ListPage } from '../types.ts';
import { Count, rawRows } from './api.ts';
import { type Codebase, createCodebase, siteRoot } from './codebase.ts';
import { queryString } from './conditions.ts';
import { explain, missingIn, type Right } from './explain.ts';

export interface ConnectWiseConfig {
  /** The web site: `https://na.myconnectwise.net`, or one's own; the API's host is found from it. */
  address: string;
  /** The name that is typed at sign-in. */
  company: string;
  publicKey: string;
  privateKey: string;
  /** The integration's own id, from developer.connectwise.com. */
  clientId: string;
  /** Captions of the contact's custom fields that hold our correlation key and other platforms' ids. */
  customFields?: CustomFieldCaptions | undefined;
  /** Rows asked for in one list request, at most 1,000. */
  pageSize?: number;
}
export type FieldPurpose = 'key' | 'external' | 'entra' | 'entraTenant' | 'activeDirectory' | 'google' | 'okta';
export type CustomFieldCaptions = Partial<Record<FieldPurpose, string>>;

type Query = Record<string, string | number>;
export interface Call<T extends z.ZodType> {
  path: string;
  query?: Query;
  answer: T;
  right: Right | null;
  /** A technician waits for it. */
  urgent?: boolean;
}

interface ListCall<T extends z.ZodType> extends Call<T> {
  /** Mostly there is nothing: counts first, and where there is none asks no more. */
  seldom?: boolean;
}

export interface ConnectWiseApi {
  site: string;
  codebase: Codebase;
  /** One record, or null where ConnectWise has none of that id. */
  get<T extends z.ZodType>(call: Call<T>): Promise<z.output<T> | null>;
  /** A short list in one page, of which the first 1,000 are enough. */
  some<T extends z.ZodType>(call: Call<z.ZodArray<T>>): Promise<z.output<T>[]>;
  /** Every row once. Throws `provider_incomplete` where ConnectWise gives fewer than it counted before. */
  list<T extends z.ZodType<{ id: string }>>(call: ListCall<T>): AsyncIterable<ListPage<z.output<T>>>;
  post<T extends z.ZodType>(call: Call<T>, body: object): Promise<z.output<T>>;
  patch<T extends z.ZodType>(call: Call<T>, operations: PatchOperation[]): Promise<z.output<T>>;
  /** Ends well too where the record is gone already. */
  remove(call: Omit<Call<z.ZodType>, 'answer'>): Promise<void>;
  /** Reads an address that ConnectWise itself has named, with our keys. */
  follow<T extends z.ZodType>(url: string, answer: T): Promise<z.output<T> | null>;
}

/** ConnectWise reads the path with or without a slash before it, and minds its case. */
export interface PatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}

const LARGEST_PAGE = 1_000;
const ACCEPT = 'application/vnd.connectwise.com+json; version=2025.1';

/** Requests to one ConnectWise PSA: keys, release, paging, errors. */
export function createConnectWiseApi(config: ConnectWiseConfig, http: Http): ConnectWiseApi {
  const site = siteRoot(config.address);
  const codebase = createCodebase(site, config.company, http);
  const pageSize = Math.min(config.pageSize ?? LARGEST_PAGE, LARGEST_PAGE);
  const login = `${config.company}+${config.publicKey}:${config.privateKey}`;
  const headers = {
    accept: ACCEPT,
    authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}`,
    clientId: config.clientId,
  };

  type Send = { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; body?: unknown; headers?: Record<string, string> };
  async function send<T extends z.ZodType>(
    { path, query, answer, right, urgent = false }: Omit<Call<T>, 'answer'> & { answer?: T },
    rest: Send,
  ): Promise<z.output<T> | null> {
    const target = query ? `${path}?${queryString(query)}` : path;
    for (let again = false; ; again = true) {
      const base = await codebase.base();
      try {
        return await http.request<z.output<T>>({
          ...rest,
          url: `${base}/${target}`,
          headers: { ...headers, ...rest.headers },
          ...(answer && { answer: answer as z.ZodType<z.output<T>> }),
          explain: explain(right),
          urgent,
        });
      } catch (error) {
        if (missingIn(error) !== 'address') throw error;
        // Nothing was done at an address that is not the API's, so even a write may go out again, once.
        if (again || !(await codebase.moved(base))) throw unknownAddress(error);
      }
    }
  }

  async function sendOrNull<T extends z.ZodType>(call: Omit<Call<T>, 'answer'> & { answer?: T }, rest: Send) {
    try {
      return await send(call, rest);
    } catch (error) {
      if (missingIn(error) === 'record') return null;
      throw error;
    }
  }

  async function* list<T extends z.ZodType<{ id: string }>>(call: ListCall<T>): AsyncIterable<ListPage<z.output<T>>> {
    const { fields: _fields, ...filter } = call.query ?? {};
    const counting = send({ ...call, path: `${call.path}/count`, query: filter, answer: Count }, { method: 'GET' });
    if (call.seldom && (await counting)!.count === 0) {
      yield { items: [], seen: 0, total: 0 };
      return;
    }
    // Forward only: rows above the last id, so that what comes and goes while we read moves nothing.
    const forward = { method: 'GET', headers: { 'pagination-type': 'forward-only' } } as const;
    const read = (after: number) => {
      const query = { ...call.query, pageSize, ...(after > 0 && { pageId: after }) };
      return send({ ...call, query, answer: rawRows }, forward);
    };
    const answer = call.answer.array();
    const ids = new Set<string>();
    let [rows, counted] = await Promise.all([read(0), counting]);
    const total = counted!.count;
    for (let last = 0; ; ) {
      const isFresh = rows!.map(({ id }) => !ids.has(String(id)) && ids.add(String(id)));
      const highest = rows!.reduce((high, row) => Math.max(high, Number(row.id)), last);
      // A next page is always offered, so the count says when to stop; where it never is reached, nothing new does.
      const ended = highest === last || ids.size >= total;
      const next = ended ? null : read(highest);
      // Under way while these rows are read and kept; a fault is told when its turn comes.
      next?.catch(() => undefined);
      await sent();
      const fresh = checked(answer, rows).filter((_, at) => isFresh[at]);
      if (fresh.length > 0 || last === 0) yield { items: fresh, seen: ids.size, total };
      if (!next) break;
      rows = await next;
      last = highest;
    }
    if (ids.size < total) throw incomplete(ids.size, total);
  }

  return {
    site,
    codebase,
    list,
    get: (call) => sendOrNull(call, { method: 'GET' }),
    async some(call) {
      return (await send({ ...call, query: { ...call.query, pageSize: LARGEST_PAGE } }, { method: 'GET' }))!;
    },
    post: async (call, body) => (await send(call, { method: 'POST', body }))!,
    patch: async (call, operations) => (await send(call, { method: 'PATCH', body: operations }))!,
    async remove(call) {
      await sendOrNull(call, { method: 'DELETE' });
    },
    follow: (url, answer) =>
      http.request<z.output<typeof answer>>({
        // Whoever sent the address waits for a few seconds only.
        ...{ method: 'GET', url, headers, explain: explain(null), urgent: true },
        answer: answer as z.ZodType<z.output<typeof answer>>,
      }),
  };
}

/** The cloud answers so to a wrong key too. */
function unknownAddress(cause: unknown): AppError {
  return new AppError('provider_auth', 'ConnectWise has no API at this address, or does not accept the keys', {
    cause,
    detail: { wrong: 'address, publicKey or privateKey' },
  });
}

function incomplete(seen: number, total: number): AppError {
  return new AppError('provider_incomplete', 'ConnectWise did not give the whole list', {
    detail: { seen: String(seen), total: String(total) },
  });
}
