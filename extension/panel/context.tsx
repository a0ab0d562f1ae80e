import type { DecisionAnswer } from '@counterpart/shared/api.ts';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallFault } from '../fault.ts';
import type { Fault, PanelFeed } from '../messages.ts';
import type { PanelClient } from './client.ts';
import { type SentFix, useSentFix } from './sent-fix.ts';
import { undoEnd, useUndo } from './use-undo.ts';

/** What the technician does on top of the record; `fix` makes `contactId` the ticket's requester. */
export interface Task {
  kind: 'search' | 'create' | 'fix';
  replaces: string | null;
  contactId?: string | undefined;
}

export interface PanelTools {
  client: PanelClient;
  feed: PanelFeed;
  /** The record's key; drafts lie under it. */
  record: string;
  task: Task | null;
  begin(task: Task | null): void;
  /** The name of the act whose call runs, so that its button can say so. */
  busy: string | null;
  /** Reads something without a button of its own; a failure is shown and answers null. */
  ask<T>(work: () => Promise<T>): Promise<T | null>;
  /** Runs one call; a failure is shown and answers null. */
  run<T>(act: string, work: () => Promise<T>): Promise<T | null>;
  /** Runs one decision; `said` is announced and can be undone. */
  decide(act: string, said: string, work: () => Promise<DecisionAnswer>): Promise<boolean>;
  fault: Fault | null;
  notice: 'waiting' | 'window' | null;
  warn(notice: 'waiting' | 'window' | null): void;
  dismiss(): void;
  announce(words: string): void;
  said: string;
  undo: ReturnType<typeof useUndo>;
  undoNow(): Promise<void>;
  /** What was sent to the PSA last, until it has an end. */
  sent: SentFix | null;
  keepSent(sent: SentFix | null): void;
}

const Context = createContext<PanelTools | null>(null);

export function usePanel(): PanelTools {
  const tools = useContext(Context);
  if (!tools) throw new Error('usePanel is used outside a panel');
  return tools;
}

export function PanelContext({
  client,
  feed,
  task,
  begin,
  children,
}: {
  client: PanelClient;
  feed: PanelFeed;
  task: Task | null;
  begin: (task: Task | null) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const undo = useUndo();
  const record = feed.key ?? '';
  const [busy, setBusy] = useState<string | null>(null);
  // A fault belongs to the record it happened on and is not shown on the next.
  const [failed, setFailed] = useState<{ record: string; fault: Fault } | null>(null);
  const [notice, warn] = useState<'waiting' | 'window' | null>(null);
  const [said, announce] = useState('');

  const ask = useCallback(
    async <T,>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (error) {
        const fault = faultOf(error);
        setFailed({ record, fault });
        if (fault.code === 'conflict' || fault.code === 'already_linked') client.say({ type: 'refresh' });
        return null;
      }
    },
    [client, record],
  );

  const run = useCallback(
    async <T,>(act: string, work: () => Promise<T>): Promise<T | null> => {
      setBusy(act);
      setFailed(null);
      warn(null);
      try {
        return await ask(work);
      } finally {
        setBusy(null);
      }
    },
    [ask],
  );

  const { keep } = undo;
  const [sent, keepSent] = useSentFix();
  const decide = useCallback(
    async (act: string, words: string, work: () => Promise<DecisionAnswer>) => {
      const made = await run(act, work);
      if (!made) return false;
      keep({ decisionId: made.decisionId, said: words, until: undoEnd(made.undoUntil, Date.now()) });
      announce(words);
      client.say({ type: 'refresh' });
      return true;
    },
    [client, keep, run],
  );

  const decisionId = undo.undo?.decisionId;
  const undoNow = useCallback(async () => {
    if (!decisionId) return;
    const done = await run('undo', () => client.call('decisions.undo', { id: decisionId }));
    keep(null);
    // What was written to the PSA is put back by and by; whoever follows it says when it is.
    if (done?.outboxId) keepSent({ outboxId: done.outboxId, undoing: true });
    else if (done) announce(t('undo.done'));
    client.say({ type: 'refresh' });
  }, [client, decisionId, keep, keepSent, run, t]);

  const tools = useMemo<PanelTools>(
    () => ({
      client,
      feed,
      record,
      task,
      begin,
      busy,
      ask,
      run,
      decide,
      fault: failed?.record === record ? failed.fault : null,
      notice,
      warn,
      dismiss: () => {
        setFailed(null);
        warn(null);
      },
      announce,
      said,
      undo,
      undoNow,
      sent,
      keepSent,
    }),
    [client, feed, record, task, begin, busy, ask, run, decide, failed, notice, said, undo, undoNow, sent, keepSent],
  );
  return <Context value={tools}>{children}</Context>;
}

function faultOf(error: unknown): Fault {
  return error instanceof CallFault ? error.fault : { code: 'internal', message: String(error) };
}
