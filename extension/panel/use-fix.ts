import type { NewRequesterFix, RequesterFixPlan } from '@counterpart/shared/api.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { usePanel } from './context.tsx';
import { useDraft } from './drafts.ts';

/** What the technician chose over the plan, and the key under which it was sent. `null`: as the plan proposes. */
const FixDraft = z.object({
  contactId: z.string(),
  contact: z.boolean(),
  /** Absent: as the plan proposes. */
  accountId: z.string().nullable().optional(),
  note: z.boolean(),
  text: z.string().nullable(),
  sent: z.object({ key: z.string(), body: z.string() }).nullable(),
});
export type FixDraft = z.infer<typeof FixDraft>;

const emptyDraft = (contactId: string): FixDraft => ({
  contactId,
  ...{ contact: true, note: true, text: null, sent: null },
});

/** The preview of making a contact the requester, and the choices over it. They survive a closed panel. */
export function useFix(page: PageRef, contactId: string) {
  const { client, record, ask, decide, keepSent } = usePanel();
  const [kept, keep] = useDraft(record, 'fix-choices', FixDraft);
  const draft = kept?.contactId === contactId ? kept : emptyDraft(contactId);
  const [plan, setPlan] = useState<RequesterFixPlan | null>(null);
  const key = JSON.stringify(page);

  useEffect(() => {
    let stale = false;
    const query = { page: JSON.parse(key) as PageRef, contactId, accountId: null, note: '' };
    void ask(() => client.call('requester.plan', query)).then((answer) => {
      if (!stale && answer) setPlan(answer);
    });
    return () => {
      stale = true;
    };
  }, [ask, client, key, contactId]);

  return {
    draft,
    plan,
    choose: (change: Partial<FixDraft>) => keep({ ...draft, ...change }),
    forget: () => keep(null),
    /** The same choices go out under the same key however often they are sent. Answers whether they were taken. */
    async send(wanted: NewRequesterFix, said: string): Promise<boolean> {
      const body = JSON.stringify(wanted);
      const idempotencyKey = draft.sent?.body === body ? draft.sent.key : crypto.randomUUID();
      keep({ ...draft, sent: { key: idempotencyKey, body } });
      const taken = await decide('fix', said, async () => {
        const { item, decision } = await client.call('requester.fix', { ...wanted, idempotencyKey });
        keepSent({ outboxId: item.id, undoing: false });
        return decision;
      });
      if (taken) keep(null);
      return taken;
    },
  };
}
