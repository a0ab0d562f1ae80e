import type { Explained } from '../../http.ts';

/** The rights of an API application that we need, in Halo's words. Sites and users ride on customers, notes on tickets. */
export type Right = 'read:customers' | 'edit:customers' | 'read:tickets' | 'edit:tickets';

/** Reads the error answers of the API: they come in five shapes, and 401 with none at all. */
export function explainApi(right: Right): (status: number, body: string) => Explained | null {
  return (status, body) => {
    if (status === 401) {
      return {
        message: 'HaloPSA refuses our token: the API application or its agent may be switched off',
        detail: { wrong: 'token', right },
      };
    }
    if (status === 403) return { message: `The HaloPSA application lacks the right ${right}`, detail: { right } };
    const json = parseObject(body);
    if (!json) return null;
    const bound = modelBinding(json);
    if (bound.length > 0) return { message: 'HaloPSA does not accept a value that was sent', fields: bound };
    const said = [json.Message, json.errorMessage, json.error_description, json.error].find((text) => isText(text));
    return isText(said) ? explainSentence(said) : null;
  };
}

/**
 * Reads the token endpoint's OAuth error, and says in `detail.wrong` which setting it is about: `clientId`,
 * `clientSecret`, `tenant`, `scope`, `loginType`, or `clientId or clientSecret` where Halo does not tell them apart.
 */
export function explainToken(status: number, body: string): Explained | null {
  const json = parseObject(body);
  if (!json) {
    if (status !== 400 && status !== 401) return null;
    return auth('HaloPSA does not accept the client id or the secret', 'clientId or clientSecret');
  }
  const said = isText(json.error_description) ? json.error_description : '';
  if (json.error === 'invalid_scope') {
    return {
      code: 'provider_forbidden',
      message: 'The HaloPSA application does not have the rights we ask for',
      detail: { wrong: 'scope', right: 'edit:customers edit:tickets' },
    };
  }
  if (json.error === 'unauthorized_client' || json.error === 'unsupported_grant_type') {
    return auth('The HaloPSA application must be of the type "Client ID and Secret (Services)"', 'loginType');
  }
  if (/tenant/i.test(said)) return auth('HaloPSA does not know the tenant', 'tenant');
  if (/secret|credential/i.test(said)) return auth('HaloPSA does not accept the client secret', 'clientSecret');
  if (/client.?id|unknown client/i.test(said)) return auth('HaloPSA does not know the client id', 'clientId');
  if (json.error === 'invalid_client' || status === 401) {
    return auth('HaloPSA does not accept the client id or the secret', 'clientId or clientSecret');
  }
  return status < 500 ? auth('HaloPSA refuses the sign-in', 'unknown') : null;
}

function auth(message: string, wrong: string): Explained {
  return { code: 'provider_auth', message, detail: { wrong } };
}

/** `{"[0].outcome_id": ["Could not convert string to integer: X. Path ..."]}`: the value after the colon stays here. */
function modelBinding(json: Record<string, unknown>): { path: string; message: string }[] {
  return Object.entries(json).flatMap(([key, value]) => {
    const path = /^\[\d+\]\.?(.*)$/.exec(key)?.[1];
    const first: unknown = Array.isArray(value) ? value[0] : undefined;
    if (path === undefined || !isText(first)) return [];
    return [{ path, message: first.split(':', 1)[0]!.slice(0, 100) }];
  });
}

function explainSentence(said: string): Explained {
  const column = /cannot insert the value null into column '?(\w+)/i.exec(said)?.[1];
  if (column) {
    const fields = [{ path: column, message: 'is required' }];
    return { message: `HaloPSA needs a value for ${column}`, fields };
  }
  if (/database error/i.test(said)) return { message: 'HaloPSA had a database error' };
  const message = `HaloPSA refused: ${withoutPerson(said)}`;
  const unique = /^(\w+) must be unique/i.exec(said)?.[1];
  return unique ? { message, fields: [{ path: unique.toLowerCase(), message: 'must be unique' }] } : { message };
}

/** The first line, without what may be somebody's address or quoted name. */
function withoutPerson(said: string): string {
  return said
    .split(/\r?\n/, 1)[0]!
    .replace(/\S+@\S+/g, '…')
    .replace(/(["']).*?\1/g, '…')
    .slice(0, 200);
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
