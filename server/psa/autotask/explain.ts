import type { Explained } from '../../http.ts';

/** What an API user's security level must allow, in the words of Autotask's security level editor. */
export type Right =
  | 'CRM: view companies'
  | 'CRM: view contacts'
  | 'CRM: add and edit contacts'
  | 'Service Desk: view tickets'
  | 'Service Desk: edit tickets'
  | 'Service Desk: add ticket notes'
  | 'API access';

const OVER_THREADS = /thread threshold|itgenatr005/i;
const OVER_REQUESTS = /(threshold|request limit)[^.]*(exceed|reach)|(exceed|reach)[^.]*(threshold|request limit)/i;
const OUT_OF_ORDER =
  /unexpected (error|exception)|internal (server )?error|timed? ?out|try again|deadlock|unavailable/i;

/**
 * Reads `{"errors": [...]}`. Autotask says most of what is wrong with a request as 500, so the sentence decides
 * whether it is our fault, a matter of rights or of limits, or theirs.
 */
export function explainAutotask(right: Right): (status: number, body: string) => Explained | null {
  return (status, body) => {
    const said = sentences(body).join(' ');
    if (/integration ?code/i.test(said)) {
      return auth('Autotask does not know the tracking identifier', 'integrationCode');
    }
    if (status === 401) return auth('Autotask does not accept the user name and its key', 'secret');
    if (/zone information could not be determined/i.test(said)) {
      return auth('Autotask knows no API user of this name', 'username');
    }
    if (status === 403 || /adequate permission/i.test(said)) {
      const message = `The Autotask API user's security level lacks: ${right}`;
      return { code: 'provider_forbidden', message, detail: { right } };
    }
    if (OVER_THREADS.test(said)) {
      return { code: 'provider_rate_limited', message: 'Autotask is busy with other requests of this integration' };
    }
    if (OVER_REQUESTS.test(said)) {
      const message = "All integrations together have used up Autotask's hourly requests";
      return { code: 'provider_rate_limited', message, detail: { limit: 'hour' } };
    }
    if (/no matching records found/i.test(said)) {
      return { code: 'provider_not_found', message: 'Autotask has no such record' };
    }
    if (said === '' || status === 429 || (status >= 500 && OUT_OF_ORDER.test(said))) return null;
    return explainSentence(said);
  };
}

function auth(message: string, wrong: string): Explained {
  return { code: 'provider_auth', message, detail: { wrong } };
}

function explainSentence(said: string): Explained {
  const required = /required field:? ['"]?(\w+)/i.exec(said)?.[1];
  if (required) return field(required, 'is required', `Autotask needs a value for ${inOurTime(required)}`);
  const reference = /reference an existing entity for ['"]?(\w+)/i.exec(said)?.[1];
  if (reference) {
    return field(reference, 'names no record', `Autotask does not know the record given as ${inOurTime(reference)}`);
  }
  return { code: 'provider_rejected', message: `Autotask refused: ${withoutPerson(said)}` };
}

function field(name: string, message: string, sentence: string): Explained {
  return { code: 'provider_rejected', message: sentence, fields: [{ path: inOurTime(name), message }] };
}

/** Messages still say "Account" for what everything else has called a company for years. */
function inOurTime(name: string): string {
  const renamed = name.replace(/^account/i, 'company');
  return renamed.charAt(0).toLowerCase() + renamed.slice(1);
}

/** The first line, without what may be somebody's address or a quoted value. */
function withoutPerson(said: string): string {
  return said
    .split(/\r?\n/, 1)[0]!
    .replace(/\S+@\S+/g, '…')
    .replace(/(["'[])[^"'\]]*["'\]]/g, '…')
    .trim()
    .slice(0, 200);
}

function sentences(body: string): string[] {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null) return [];
    const { errors, Message: message } = json as { errors?: unknown; Message?: unknown };
    const all: unknown[] = Array.isArray(errors) ? errors : [message];
    return all.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
  } catch {
    return [];
  }
}
