import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { HookMessage, PsaHooks, Told } from '../types.ts';
import { AutotaskRow, FieldsInformation } from './api.ts';
import type { AutotaskApi } from './client.ts';
import { COMPANIES, CONTACTS } from './objects.ts';

/** Two kinds of webhook, one for each object: the fields of ours that it watches. */
const WATCHED = [
  { family: 'Contact', fields: CONTACTS.fields },
  { family: 'Company', fields: COMPANIES.fields },
] as const;
const KINDS: Record<string, Told['kind']> = { contact: 'contact', account: 'company' };
const CALL = { right: 'API access', urgent: true } as const;

const Message = z.looseObject({
  Action: z.string(),
  EntityType: z.string(),
  Id: z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String),
});

/** https://www.autotask.net/help/developerhelp/Content/APIs/Webhooks/WEBHOOKS.htm */
export function createWebhooks(api: AutotaskApi): PsaHooks {
  async function subscribe(family: string, id: string, wanted: readonly string[]): Promise<void> {
    const path = `${family}Webhooks/${id}/Fields/entityInformation/fields`;
    const information = await api.read({ ...CALL, path, answer: FieldsInformation });
    const choices = information?.fields.find(({ name }) => name === 'fieldID')?.picklistValues ?? [];
    const active = choices.filter(({ isActive }) => isActive !== false);
    const ours = active.filter(({ label }) => wanted.some((name) => plain(name) === plain(label)));
    // Where fields go by other names than the API's own, a change of ours must still be told: then all of them are watched.
    const hasAll = wanted.every((name) => name === 'id' || ours.some(({ label }) => plain(label) === plain(name)));
    for (const { value } of hasAll ? ours : active) {
      const field = { fieldID: Number(value), isSubscribedField: true, isDisplayAlwaysField: false };
      await api.create({ ...CALL, path: `${family}Webhooks/${id}/Fields` }, field);
    }
  }

  async function removeEarlier(family: string, url: string): Promise<void> {
    const search = { ...CALL, path: `${family}Webhooks`, answer: AutotaskRow, fields: ['id'] };
    const earlier = await api.find({ ...search, filter: [{ op: 'eq', field: 'webhookUrl', value: url }] });
    for (const { id } of earlier) await api.remove({ ...CALL, path: `${family}Webhooks/${id}` });
  }

  return {
    async register({ url, secret }) {
      const made: string[] = [];
      for (const { family, fields } of WATCHED) {
        await removeEarlier(family, url);
        const id = await api.create(
          { ...CALL, path: `${family}Webhooks` },
          {
            ...{ isActive: true, name: 'Counterpart', webhookUrl: url, deactivationUrl: url, secretKey: secret },
            ...{ isSubscribedToCreateEvents: true, isSubscribedToUpdateEvents: true, isSubscribedToDeleteEvents: true },
            sendThresholdExceededNotification: false,
          },
        );
        await subscribe(family, id, fields);
        made.push(`${family}Webhooks/${id}`);
      }
      return made;
    },
    async remove(ids) {
      for (const path of ids) await api.remove({ ...CALL, path });
    },
    async read({ body, header, secret }: HookMessage) {
      if (!isSigned(body, header('x-hook-signature') ?? '', secret)) throw refused('its signature is wrong');
      const parsed = z.preprocess(parseJson, Message).safeParse(Buffer.from(body).toString('utf8'));
      if (!parsed.success) throw refused('it has another shape');
      const kind = KINDS[parsed.data.EntityType.toLowerCase()];
      return kind ? { kind, id: parsed.data.Id } : null;
    },
  };
}

/**
 * `sha1=` and the base64 of HMAC-SHA1 over the body. Some messages are signed in a longer spelling of the same JSON than
 * they are sent in, so the signature of either counts: neither says anything that the other does not.
 * https://www.autotask.net/help/developerhelp/Content/APIs/Webhooks/SecretKeyPayloadVerification.htm
 */
export function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  const given = Buffer.from(/^sha1=([A-Za-z0-9+/]{27}=)$/.exec(signature)?.[1] ?? '', 'base64');
  const spellings = [body, Buffer.from(longSpelling(Buffer.from(body).toString('utf8')), 'utf8')];
  return spellings.some((bytes) => {
    const expected = createHmac('sha1', secret).update(bytes).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Inside strings, what could mean something to a page and all that is not ASCII, written as its code. */
export function longSpelling(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/gsu, (text) => {
    const inner = text.slice(1, -1).replace(/\\.|[&<>'`+]|[^\0-\x7f]/gs, (part) => {
      if (part === '\\"') return code('"');
      return part.startsWith('\\') ? part : code(part);
    });
    return `"${inner}"`;
  });
}

function code(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function plain(name: string | null): string {
  return (name ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}

function refused(why: string): AppError {
  return new AppError('provider_rejected', `A webhook of Autotask was refused: ${why}`);
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
