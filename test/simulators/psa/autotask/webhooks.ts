import { createHmac, randomUUID } from 'node:crypto';
import type { AutotaskControl, Delivery } from './control.ts';
import { ENTITIES, type EntityName } from './entities.ts';
import type { AutotaskStore, Row } from './store.ts';

type Action = 'Create' | 'Update' | 'Delete';
export type Deliver = (delivery: Delivery) => Promise<unknown>;

const WATCHED: Partial<Record<EntityName, { type: string; family: 'Company' | 'Contact' }>> = {
  Companies: { type: 'Account', family: 'Company' },
  Contacts: { type: 'Contact', family: 'Contact' },
};

export interface Webhooks {
  /** Tells every webhook of the object that wants to know; `by` is the resource who did it. */
  notify(kind: EntityName, action: Action, row: Row, changed: string[], by: number): void;
}

/** Calls webhooks as Autotask does: signed, numbered, with the subscribed fields, not for an excluded resource. */
export function createWebhooks(
  store: AutotaskStore,
  control: AutotaskControl,
  now: () => number,
  deliver: Deliver,
): Webhooks {
  let sequence = 0;

  function wants(hook: Row, family: string, action: Action, changed: string[], by: number): boolean {
    if (hook.isActive !== true || hook[`isSubscribedTo${action}Events`] !== true) return false;
    const below = (kind: string) =>
      [...store.all(`${family}Webhook${kind}` as EntityName)].filter((row) => row.webhookID === hook.id);
    if (below('ExcludedResources').some((row) => row.resourceID === by)) return false;
    // Without a field there is nothing to tell: the webhook is not ready.
    const fields = below('Fields').filter((row) => row.isSubscribedField === true);
    if (fields.length === 0) return false;
    return action !== 'Update' || fields.some((row) => changed.includes(fieldName(family, Number(row.fieldID)) ?? ''));
  }

  function payload(hook: Row, kind: EntityName, action: Action, row: Row, by: number): object {
    const { type, family } = WATCHED[kind]!;
    const asked = [...store.all(`${family}WebhookFields` as EntityName)].filter((one) => one.webhookID === hook.id);
    const names = asked.flatMap((one) => fieldName(family, Number(one.fieldID)) ?? []);
    return {
      Action: action,
      Guid: hook.webhookGUID ?? randomUUID(),
      EntityType: type,
      Id: row.id,
      Fields: Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
      EventTime: new Date(now()).toISOString(),
      SequenceNumber: ++sequence,
      PersonID: by,
    };
  }

  return {
    notify(kind, action, row, changed, by) {
      const family = WATCHED[kind]?.family;
      if (!family) return;
      for (const hook of store.all(`${family}Webhooks`)) {
        if (!wants(hook, family, action, changed, by)) continue;
        const text = JSON.stringify(payload(hook, kind, action, row, by));
        const body = control.escapeWebhooks ? escaped(text) : text;
        const headers = { 'content-type': 'application/json', 'X-Hook-Signature': sign(String(hook.secretKey), body) };
        const delivery = { url: String(hook.webhookUrl), headers, body };
        control.deliveries.push(delivery);
        deliver(delivery).catch(() => undefined);
      }
    },
  };
}

export function sign(secret: string, body: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('base64')}`;
}

/** The object that a webhook's fields are those of. */
export function watchedBy(kind: EntityName): EntityName | null {
  if (kind === 'ContactWebhookFields') return 'Contacts';
  return kind === 'CompanyWebhookFields' ? 'Companies' : null;
}

function fieldName(family: string, id: number): string | undefined {
  const fields = ENTITIES[family === 'Contact' ? 'Contacts' : 'Companies'].fields;
  return [...fields.values()][id - 1]?.name;
}

/** Within strings, what could mean something in a page and all that is not ASCII is written as its code. */
function escaped(json: string): string {
  return json.replace(/[&<>'`+\u007f-\uffff]/g, code).replace(/\\"/g, () => code('"'));
}

function code(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
