import type { Session } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { isAtLeast } from '../../role.ts';
import { Icon } from '../../ui/icons.tsx';
import { useClient } from '../client.ts';
import { useAnswer } from '../use-answer.ts';

/** What an admin still has to do before the panel can answer; gone once both sides are connected. */
export function ToDo({ session }: { session: Session }) {
  return isAtLeast(session, 'admin') ? <Remaining /> : null;
}

function Remaining() {
  const { t } = useTranslation('options');
  const client = useClient();
  const { value } = useAnswer(() => client.call('connections.list', null));
  if (!value) return null;
  const has = (side: 'psa' | 'identity') => value.some((connection) => connection.side === side);
  if (has('psa') && has('identity')) return null;
  const steps = [
    { label: t('next.pair'), done: true, href: null },
    { label: t('next.psa'), done: has('psa'), href: '#/connections/new' },
    { label: t('next.directory'), done: has('identity'), href: '#/connections/new' },
    { label: t('next.ticket'), done: false, href: null },
  ];
  return (
    <section className="card" aria-labelledby="to-do">
      <h2 id="to-do">{t('next.title')}</h2>
      <ol className="to-do">
        {steps.map(({ label, done, href }, index) => (
          <li key={label} data-done={done || undefined}>
            <span className="to-do-mark" aria-hidden="true">
              {done ? <Icon name="check" /> : index + 1}
            </span>
            <span>
              {href && !done ? <a href={href}>{label}</a> : label}
              {done && <span className="visually-hidden"> ({t('next.done')})</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
