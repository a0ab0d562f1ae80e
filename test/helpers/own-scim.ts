import type { ScimTokenAnswer } from '@counterpart/shared/api.ts';
import type { ApiClient, TestServer } from './server.ts';

export interface OwnScim {
  directoryId: string;
  connectionId: string;
  /** The service's address, as a connection or Entra wants it. */
  address: string;
  token: string;
  tokenId: string;
  /** One request; `body` is sent as SCIM, a text as it is. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimAnswer<any>>;
}

export interface ScimAnswer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** A built-in directory of the server with a token, as an admin makes them in the options. */
export async function openScim(server: TestServer, admin: ApiClient, name = 'Ours'): Promise<OwnScim> {
  const draft = { provider: 'builtin', name, settings: { domains: ['acme.test'], country: 'FR' }, secrets: {} };
  const { body: connection } = await admin.call('POST', '/v1/connections', draft);
  const directoryId: string = connection.directoryId;
  const path = `/v1/directories/${directoryId}/scim-tokens`;
  const { body: made } = await admin.call<ScimTokenAnswer>('POST', path, { name: 'Entra' });
  const address = `${server.url}/scim/v2/${directoryId}`;
  return {
    ...{ directoryId, connectionId: connection.id, address, token: made.token, tokenId: made.item.id },
    send: (method, at, body, headers) => sendScim(address + at, made.token, method, body, headers),
  };
}

/** A request as Entra and Okta send it. */
export async function sendScim(
  url: string,
  token: string | null,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ScimAnswer<never>> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/scim+json; charset=utf-8',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as never };
}
