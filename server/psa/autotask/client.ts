import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import { checked, type Http } from '../../http.ts';
import type { ListPage } from '../types.ts';
import { Counted, itemOf, pageOf, rawPage, ThresholdInformation, Written } from './api.ts';
import { explainAutotask, type Right } from './explain.ts';
import { lanesOf } from './lanes.ts';
import { type Condition, EVERYTHING, type Query } from './query.ts';
import { type Page, type Range, readRanges } from './ranges.ts';
import { type AutotaskZones, createZones } from './zone.ts';

export interface AutotaskConfig {
  /** The API user's name, which looks like an e-mail address. */
  username: string;
  secret: string;
  /** The tracking identifier of the integration; Autotask calls it ApiIntegrationCode. */
  integrationCode: string;
  /** Any zone's API, to ask which one the user is in: `https://webservices5.autotask.net/ATServicesRest/`. */
  zoneUrl?: string | undefined;
  /** Rows asked for in one request, at most 500. */
  pageSize?: number | undefined;
}

type Row = z.ZodType<{ id: string }>;
interface Call {
  /** Below `/V1.0/`. */
  path: string;
  right: Right;
  /** A technician waits for it. */
  urgent?: boolean;
}
interface Search<T> extends Call {
  answer: T;
  filter?: Condition[];
  fields: readonly string[];
  /** Mostly there is nothing: counts first, and where there is none asks no more. */
  seldom?: boolean;
}

export interface AutotaskApi {
  zones: AutotaskZones;
  /** One answer as it is, or null for 404. */
  read<T extends z.ZodType>(call: Call & { answer: T }): Promise<z.output<T> | null>;
  /** One record, or null where there is none of that id. */
  get<T extends Row>(call: Call & { answer: T }): Promise<z.output<T> | null>;
  /** Every matching row once. Throws `provider_incomplete` unless at least as many were seen as Autotask counts. */
  list<T extends Row>(search: Search<T>): AsyncIterable<ListPage<z.output<T>>>;
  /** The matching rows, for somebody who waits. */
  find<T extends Row>(search: Search<T>): Promise<z.output<T>[]>;
  /** The rows below a record; there are few. */
  children<T extends Row>(call: Call & { answer: T }): Promise<z.output<T>[]>;
  /** Answers the id of the new record. */
  create(call: Call, row: object): Promise<string>;
  /** Merges `row` into the record of its `id`. */
  patch(call: Call, row: object): Promise<void>;
  /** Ends well too where the record is gone already. */
  remove(call: Call): Promise<void>;
}

const PAGE_SIZE = 500;
/** At all of the hour's requests Autotask locks out every integration: background work leaves the last quarter. */
const BACKGROUND_SHARE = 0.75;
const PAGES_BETWEEN_LOOKS = 40;
const BACK_IN_SECONDS = 300;

/** Requests to one Autotask database: its zone, the three headers, threads, the hour's allowance, paging, errors. */
export function createAutotaskApi(config: AutotaskConfig, http: Http): AutotaskApi {
  const zones = createZones(config, http);
  const lanes = lanesOf(http);
  const pageSize = Math.min(config.pageSize ?? PAGE_SIZE, PAGE_SIZE);
  const headers = {
    ApiIntegrationCode: config.integrationCode,
    UserName: config.username,
    Secret: config.secret,
  };

  async function send<T>(
    { path, right, urgent = false }: Call,
    rest: {
      method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
      body?: unknown;
      answer: z.ZodType<T>;
      nullOn?: number[];
      repeat?: boolean;
    },
  ): Promise<T | null> {
    for (let again = false; ; again = true) {
      const zone = await zones.zone();
      const url = `${zone.api}V1.0/${path}`;
      try {
        const request = { ...rest, url, headers, explain: explainAutotask(right), urgent };
        return await lanes.run(objectOf(path), urgent, () => http.request(request));
      } catch (error) {
        // The old zone of a customer who was moved acts on nothing, so even a write may go out again, to the new one.
        if (again || !isUnauthorized(error) || (await zones.again(zone)).api === zone.api) throw error;
      }
    }
  }

  function pages<T extends Row>(
    search: Search<T>,
    counted: number | Promise<number> = 0,
  ): AsyncIterable<z.output<T>[]> {
    const { answer, filter = [EVERYTHING], fields } = search;
    const call = { ...search, path: `${search.path}/query` };
    const rows = answer.array();
    async function read({ after, upTo }: Range): Promise<Page<z.output<T>>> {
      const range: Condition[] = [];
      if (after !== null) range.push({ op: 'gt', field: 'id', value: after });
      if (upTo !== null) range.push({ op: 'lte', field: 'id', value: upTo });
      const body: Query = { filter: [...filter, ...range], MaxRecords: pageSize, IncludeFields: [...fields] };
      const { items, last } = (await send(call, { method: 'POST', body, answer: rawPage, repeat: true }))!;
      return { ids: items.map(({ id }) => String(id)), last, rows: () => checked(rows, items) };
    }
    return readRanges(read, pageSize, counted);
  }

  async function count(search: Search<Row>): Promise<number> {
    const body: Query = { filter: search.filter ?? [EVERYTHING] };
    const call = { ...search, path: `${search.path}/query/count` };
    return (await send(call, { method: 'POST', body, answer: Counted, repeat: true }))!.queryCount;
  }

  async function leaveSome(): Promise<void> {
    const call = { path: 'ThresholdInformation', right: 'API access' } as const;
    const used = await send(call, { method: 'GET', answer: ThresholdInformation, nullOn: [404] });
    if (!used || used.currentTimeframeRequestCount < used.externalRequestThreshold * BACKGROUND_SHARE) return;
    throw new AppError('provider_rate_limited', 'All integrations together have nearly used up the hour', {
      retryAfterSeconds: BACK_IN_SECONDS,
      detail: { used: String(used.currentTimeframeRequestCount), limit: String(used.externalRequestThreshold) },
    });
  }

  async function* list<T extends Row>(search: Search<T>): AsyncIterable<ListPage<z.output<T>>> {
    const found = count(search);
    if (search.seldom && (await found) === 0) {
      yield { items: [], seen: 0, total: 0 };
      return;
    }
    const counting = Promise.all([found, leaveSome()]).then(([number]) => number);
    let counted = 0;
    let seen = 0;
    let read = 0;
    for await (const items of pages(search, counting)) {
      counted ||= await counting;
      seen += items.length;
      if (items.length > 0 || read === 0) yield { items, seen, total: Math.max(counted, seen) };
      if (++read % PAGES_BETWEEN_LOOKS === 0) await leaveSome();
    }
    if (seen >= counted) return;
    throw new AppError('provider_incomplete', 'Autotask did not give the whole list', {
      detail: { seen: String(seen), total: String(counted) },
    });
  }

  return {
    zones,
    list,
    read: (call) =>
      send<z.output<typeof call.answer>>(call, { method: 'GET', answer: typed(call.answer), nullOn: [404] }),
    get: (call) => send(call, { method: 'GET', answer: itemOf(call.answer), nullOn: [404] }),
    async find(search) {
      const found = [];
      for await (const items of pages({ ...search, urgent: true })) found.push(...items);
      return found;
    },
    async children(call) {
      const answer = await send(call, { method: 'GET', answer: pageOf(call.answer), nullOn: [404] });
      return answer?.items ?? [];
    },
    create: async (call, row) => (await send(call, { method: 'POST', body: row, answer: Written }))!.itemId,
    async patch(call, row) {
      await send(call, { method: 'PATCH', body: row, answer: Written });
    },
    async remove(call) {
      try {
        await send(call, { method: 'DELETE', answer: Written, nullOn: [404] });
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'provider_not_found')) throw error;
      }
    },
  };
}

function typed<T extends z.ZodType>(answer: T): z.ZodType<z.output<T>> {
  return answer as unknown as z.ZodType<z.output<T>>;
}

/** `Tickets/7/Notes` and `Tickets/8/Notes` are one object, `Tickets` is another. */
function objectOf(path: string): string {
  return path
    .replace(/\/(query|entityInformation).*$/, '')
    .replace(/\/\d+(?=\/|$)/g, '')
    .toLowerCase();
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof AppError && error.code === 'provider_auth' && error.extra.detail?.status === '401';
}
