import type { Connection } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { useAct } from '../use-answer.ts';

/** PSAs that sign what they tell; from others nothing is heard. */
const SIGNS: readonly Connection['provider'][] = ['autotask', 'connectwise'];

/** Whether the PSA tells of changes by itself, when it last did, and an admin's way to have it so. */
export function ChangeReports({ connection, admin }: { connection: Connection; admin: boolean }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  const { id, name } = connection;
  const [hook, setHook] = useState(connection.hook);
  const [notPublic, setNotPublic] = useState(false);
  const start = useAct(async () => {
    const { server } = await client.settings.get();
    setNotPublic(!server.startsWith('https:'));
    if (server.startsWith('https:')) setHook((await client.call('connections.hook', { id, server })).hook);
  });
  const stop = useAct(async () => {
    await client.call('connections.unhook', { id });
    setHook(null);
  });
  if (!SIGNS.includes(connection.provider) || (!admin && !hook)) return null;
  const heard = hook?.heardAt ? t('reports.heard', { date: format.ago(hook.heardAt) }) : t('reports.notYet');
  const refused = hook && hook.refused > 0 ? t('reports.refused', { count: hook.refused }) : null;

  return (
    <>
      <p className="muted">{hook ? [heard, refused].filter(Boolean).join(' · ') : t('reports.none')}</p>
      {notPublic && <p className="failure">{t('reports.needsHttps')}</p>}
      {start.fault && <FaultBanner fault={start.fault} />}
      {stop.fault && <FaultBanner fault={stop.fault} />}
      {admin && (
        <div className="actions">
          <Button busy={start.busy || stop.busy} onClick={() => void (hook ? stop() : start())}>
            {hook ? t('reports.stop') : t('reports.start')}
            <span className="visually-hidden"> {name}</span>
          </Button>
        </div>
      )}
    </>
  );
}
