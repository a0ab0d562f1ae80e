import type { AccountPlan, ContactCard, OutboxItem } from '@counterpart/shared/api.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import { useEffect, useState } from 'react';
import { usePanel } from './context.tsx';
import { CreateDraft, emptyDraft } from './create-draft.ts';
import { useDraft } from './drafts.ts';

const POLL_MS = 700;

/** The plan for one directory, the draft over it, and the fate of what was sent. Survives a closed panel. */
export function useCreation(contact: ContactCard, firstDirectory: string) {
  const { client, record, ask, run } = usePanel();
  const [kept, keep] = useDraft(record, 'create', CreateDraft);
  const draft = kept ?? emptyDraft(firstDirectory);
  const [plan, setPlan] = useState<AccountPlan | null>(null);
  const [item, setItem] = useState<OutboxItem | null>(null);
  const { directoryId, outboxId } = draft;

  useEffect(() => {
    let stale = false;
    setPlan(null);
    void ask(() => client.call('accounts.plan', { contactId: contact.rowId, directoryId })).then((answer) => {
      if (!stale && answer) setPlan(answer);
    });
    return () => {
      stale = true;
    };
  }, [ask, client, contact.rowId, directoryId]);

  useEffect(() => {
    if (!outboxId) return;
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const look = async () => {
      const now = await ask(() => client.call('outbox.get', { id: outboxId }));
      if (over) return;
      if (now) setItem(now);
      if (now?.state !== 'done' && now?.state !== 'failed') timer = setTimeout(look, POLL_MS);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ask, client, outboxId]);

  return {
    draft,
    plan,
    item,
    choose: (id: string) => keep(emptyDraft(id)),
    type: (name: string, value: string) => keep({ ...draft, typed: { ...draft.typed, [name]: value } }),
    forget: () => keep(null),
    /** The same words go out under the same key however often they are sent: the server makes one account of them. */
    async send(words: AccountDraft) {
      const body = JSON.stringify([directoryId, words]);
      const key = draft.sent?.body === body ? draft.sent.key : crypto.randomUUID();
      const sent = { ...draft, sent: { key, body }, outboxId: null };
      keep(sent);
      setItem(null);
      const made = await run('create', () =>
        client.call('accounts.create', {
          contactId: contact.rowId,
          contactVersion: contact.version,
          directoryId,
          draft: words,
          idempotencyKey: key,
        }),
      );
      if (!made) return;
      setItem(made);
      keep({ ...sent, outboxId: made.id });
    },
  };
}
