import { useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { PanelFeed } from '../messages.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Bar } from './bar.tsx';
import type { PanelClient } from './client.ts';
import { PanelContext, usePanel } from './context.tsx';
import { BadgeButton, WidthHandle } from './dock.tsx';
import { useDraft } from './drafts.ts';
import { FaultBanner } from './fault.tsx';
import { FixProgress } from './fix-progress.tsx';
import { risksOf } from './risk.ts';
import { type Screen, screenKey, screenOf } from './screen.ts';
import { ScreenView } from './screens.tsx';
import { UndoToast } from './undo-toast.tsx';
import { useArrival } from './use-arrival.ts';
import { useFeed } from './use-feed.ts';

const Task = z.object({
  kind: z.enum(['search', 'create', 'fix']),
  replaces: z.string().nullable(),
  contactId: z.string().optional(),
});
const NOTHING_YET: PanelFeed = {
  key: null,
  page: null,
  host: null,
  access: 'granted',
  session: null,
  loading: true,
  answer: null,
  fault: null,
};

/** The whole panel. `docked`: it stands in a PSA page and may be collapsed and made wider. */
export function Panel({ client, docked }: { client: PanelClient; docked: boolean }) {
  const feed = useFeed(client);
  const [task, begin] = useDraft(feed?.key ?? '', 'task', Task);
  return (
    <PanelContext client={client} feed={feed ?? NOTHING_YET} task={task} begin={begin}>
      <Frame screen={screenOf(feed)} docked={docked} />
    </PanelContext>
  );
}

function Frame({ screen, docked }: { screen: Screen; docked: boolean }) {
  const { t } = useTranslation();
  const { client, feed, task, fault, said, announce } = usePanel();
  const root = useRef<HTMLDivElement>(null);
  const collapsed = useCollapsed() && docked;
  useArrival(root, `${screenKey(feed, screen)} ${task?.kind ?? ''} ${collapsed}`, announce);
  const answer = screen.name === 'answer' ? screen.answer : null;
  // Narrower than any open panel: the background then keeps the width it knows.
  const dock = (state: 'open' | 'badge') => client.say({ type: 'dock', state, width: 40 });
  return (
    <div className="panel" ref={root}>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {collapsed ? (
        <BadgeButton tone={toneOf(screen)} words={said} onOpen={() => dock('open')} />
      ) : (
        <>
          {docked && (
            <aside aria-label={t('bar.width')}>
              <WidthHandle client={client} />
            </aside>
          )}
          <Bar answer={answer} onCollapse={docked ? () => dock('badge') : null} />
          <main className="body" aria-busy={feed.loading}>
            <Notice />
            {fault && <FaultBanner fault={fault} />}
            {answer && feed.fault && <FaultBanner fault={feed.fault} />}
            {feed.session && <FixProgress />}
            <ScreenView screen={screen} />
          </main>
          <UndoToast />
          {feed.unread && feed.page && screen.name === 'answer' && (
            <p className="foot caution" role="status">
              <Icon name="warning" />
              {t('bar.byAddress')}
            </p>
          )}
          {feed.session && (
            <footer className="foot">
              {t('bar.signedInAs', { workspace: feed.session.workspace.name, name: feed.session.technician.name })}
            </footer>
          )}
        </>
      )}
    </div>
  );
}

/** Why a guarded button did nothing, and the way around. */
function Notice() {
  const { t } = useTranslation();
  const { client, notice, dismiss } = usePanel();
  if (!notice) return null;
  return (
    <Banner
      tone="warn"
      icon="shield"
      say={notice === 'waiting' ? t('gate.waiting') : t('gate.noProof')}
      close={{ label: t('common.close'), onClose: dismiss }}
      actions={
        client.confirmInWindow && (
          <Button icon="open" onClick={() => client.confirmInWindow?.()}>
            {t('gate.window')}
          </Button>
        )
      }
    />
  );
}

/** The content script makes the frame a badge; the frame's own width is the one truth about it. */
function useCollapsed(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const narrow = matchMedia('(max-width: 100px)');
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => matchMedia('(max-width: 100px)').matches,
  );
}

function toneOf(screen: Screen): string {
  if (screen.name === 'fault') return 'bad';
  if (screen.name !== 'answer') return 'info';
  const { answer } = screen;
  if (answer.state === 'not_verified') return 'bad';
  if (answer.state === 'company') return 'info';
  if (answer.state !== 'linked') return 'warn';
  const risks = answer.links.flatMap((link) => risksOf(link.account, answer.contact));
  if (risks.some((risk) => risk.tone === 'bad')) return 'bad';
  return risks.length + answer.warnings.length > 0 ? 'warn' : 'good';
}
