import { createHash, createHmac, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { invalid, notFound, unknownMember } from './faults.ts';
import { answering, answerPage, select } from './lists.ts';
import { CALLBACK_MEMBERS } from './members.ts';
import { count, type Parts } from './records.ts';
import type { Kind, Listener, Row } from './store.ts';

const TYPES: Partial<Record<Kind, string>> = {
  contacts: 'contact',
  companies: 'company',
  tickets: 'ticket',
  sites: 'site',
};
const LEVELS: Record<string, string[]> = {
  company: ['owner', 'status', 'type', 'territory', 'company', 'integratortag'],
  contact: ['owner', 'company', 'contact'],
  ticket: ['owner', 'board', 'status', 'company', 'ticket'],
  site: ['owner', 'company', 'site'],
};
const TRIED_AGAIN = [404, 409, 419, 429];
const TIMEOUT_MS = 5_000;
const PARTNER = '5f0000000000000000000001';
const INSTANCE = '5f0000000000000000000002';

export interface CallbackOptions {
  /** Where callbacks say that the key is; none are sent before it is known. */
  origin: () => string | null;
  company: string;
  /** Carries callbacks out; `fetch` where nothing else is given. */
  deliver: (request: Request) => Promise<Response>;
  sleep: (ms: number) => Promise<void>;
}

/** `/system/callbacks`, and the key that its messages are signed with. */
export function createCallbacks(parts: Parts, options: CallbackOptions) {
  const { store, control } = parts;
  const keyId = randomUUID();
  const signingKey = randomUUID();
  const underway = new Set<Promise<void>>();

  const listener: Listener = ({ kind, action, row, by }) => {
    const type = TYPES[kind];
    for (const callback of [...store.all('callbacks')]) {
      const quiet = callback.inactiveFlag === true || (callback.isSelfSuppressedFlag === true && by === 'api');
      const wanted = callback.level === 'owner' || Number(callback.objectId) === row.id;
      if (type === undefined || callback.type !== type || quiet || !wanted) continue;
      const work = send(callback, action, type, row).finally(() => underway.delete(work));
      underway.add(work);
    }
  };
  store.onChange(listener);

  async function send(callback: Row, action: string, type: string, row: Row): Promise<void> {
    const origin = options.origin();
    const url = `${callback.url}${row.id}&action=${action}`;
    const { communicationItems: _items, customFields: _fields, ...entity } = row;
    const body = JSON.stringify({
      Action: action,
      CallbackObjectRecId: callback.id,
      CompanyId: options.company,
      Entity: action === 'deleted' ? null : JSON.stringify(entity),
      FromUrl: origin ? new URL(origin).host : '',
      ID: row.id,
      MemberId: 'counterpart',
      MessageId: randomUUID(),
      Metadata: {
        key_url: `${origin}/${control.release}//system/callbackkey/index.rails?companyName=${options.company}&id=${keyId}`,
      },
      PartnerId: PARTNER,
      ProductInstanceId: INSTANCE,
      Type: type,
    });
    const key = createHash('sha256').update(signingKey).digest();
    const signature = createHmac('sha256', key).update(body).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-content-signature': signature };
    for (const delay of [0, ...control.retryDelaysMs]) {
      if (delay > 0) await options.sleep(delay);
      const request = new Request(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const status = await options.deliver(request).then(
        (response) => response.status,
        () => null,
      );
      control.deliveries.push({ url, body, signature, status });
      if (status === null || !TRIED_AGAIN.includes(status)) return;
    }
  }

  function wrongWith(c: Context, fields: Record<string, unknown>): Response | null {
    const strange = Object.keys(fields).find((member) => !CALLBACK_MEMBERS.has(member));
    if (strange) return unknownMember(c, strange, 'CallbackEntry');
    const levels = LEVELS[String(fields.type)] ?? [];
    const wrong = [
      ...(URL.canParse(String(fields.url ?? ''))
        ? []
        : [{ code: 'InvalidField' as const, message: 'Invalid URL', field: 'url' }]),
      ...(levels.includes(String(fields.level).toLowerCase())
        ? []
        : [
            {
              code: 'InvalidObject' as const,
              message: 'Unrecognized level for type, see documentation for supported levels for each type',
              field: 'level',
            },
          ]),
    ];
    if (wrong.length > 0) return invalid(c, 'callbackEntry', wrong);
    const same = [...store.all('callbacks')].some((one) =>
      ['url', 'type', 'level', 'objectId'].every((name) => one[name] === fields[name]),
    );
    if (!same) return null;
    const message = 'A matching callback entry already exists';
    return invalid(c, 'callbackEntry', [{ code: 'ObjectExists', message, field: 'objectId' }]);
  }

  const routes = new Hono()
    .get('/callbacks', (c) =>
      answering(c, () => answerPage(c, select(store.all('callbacks'), c.req.query()), 'callbacks', control)),
    )
    .get('/callbacks/count', (c) => answering(c, () => count(c, [...store.all('callbacks')])))
    .post('/callbacks', async (c) => {
      const fields = await c.req.json<Record<string, unknown>>();
      const wrong = wrongWith(c, fields);
      if (wrong) return wrong;
      const defaults = {
        payloadVersion: '3.0.0',
        inactiveFlag: false,
        isSoapCallbackFlag: false,
        isSelfSuppressedFlag: false,
      };
      const made = { ...defaults, ...fields, id: undefined, memberId: 243, connectWiseID: randomUUID() };
      return c.json(store.put('callbacks', made, 'api'), 201);
    })
    .delete('/callbacks/:id{[0-9]+}', (c) => {
      const gone = store.remove('callbacks', Number(c.req.param('id')), 'api');
      return gone ? c.body(null, 204) : notFound(c, 'CallbackEntry', c.req.param('id'));
    });

  return {
    routes,
    /** The key, for whoever signs in and names it. */
    key: (id: string | undefined) => (id === keyId ? { signing_key: signingKey } : null),
    /** Ends when every message that is under way has come to its end. */
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
