import type { PageRef } from '@counterpart/shared/page.ts';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { Heading } from './heading.tsx';

/** A screen that asks for one thing before there is anything to show. */
function Ask({ icon, title, more, children }: { icon: IconName; title: string; more: string; children?: ReactNode }) {
  return (
    <section className="ask">
      <span className="ask-icon">
        <Icon name={icon} />
      </span>
      <Heading>{title}</Heading>
      <p className="quiet">{more}</p>
      {children}
    </section>
  );
}

export function SignedOut() {
  const { t } = useTranslation();
  const { client } = usePanel();
  return (
    <Ask icon="plug" title={t('setup.signedOutTitle')} more={t('setup.signedOutMore')}>
      <Button tone="primary" onClick={() => client.openOptions()}>
        {t('common.settings')}
      </Button>
    </Ask>
  );
}

export function NoAccess({ host }: { host: string }) {
  const { t } = useTranslation();
  const { client } = usePanel();
  const [refused, setRefused] = useState(false);
  return (
    <Ask icon="shield" title={t('setup.accessTitle')} more={t('setup.accessMore', { host })}>
      <Button tone="primary" onClick={() => void client.requestAccess(host).then((granted) => setRefused(!granted))}>
        {t('setup.accessButton', { host })}
      </Button>
      <p className="field-problem" role="status">
        {refused && t('setup.accessRefused')}
      </p>
    </Ask>
  );
}

export function Idle() {
  const { t } = useTranslation();
  return <Ask icon="ticket" title={t('setup.idleTitle')} more={t('setup.idleMore')} />;
}

/** The vendor changed its screens: the technician's own eyes still know the number. */
export function LayoutUnknown({ page: { psa, host, kind } }: { page: PageRef }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const isTicket = kind === 'ticket';
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <Ask icon="search" title={t('setup.layoutTitle')} more={t(`setup.layoutMore.${kind}`)}>
      <form
        className="ask-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const typed = number.trim().replace(/^#/, '');
          const id = /^\d{1,18}$/.test(typed) ? typed : null;
          // Some PSAs give their tickets a number that is not the id: T20260101.0001.
          const named = isTicket && /^[A-Z]{1,4}\d[\d.-]{3,30}$/i.test(typed) ? typed.toUpperCase() : null;
          setWrong(!id && !named);
          if (id || named) client.say({ type: 'open', page: { psa, host, kind, id, number: named } });
        }}
      >
        <Field
          label={t(isTicket ? 'setup.layoutLabel' : 'setup.layoutRecordLabel')}
          inputMode={isTicket ? 'text' : 'numeric'}
          autoComplete="off"
          value={number}
          problem={wrong ? t(isTicket ? 'setup.layoutProblem' : 'setup.layoutRecordProblem') : null}
          onChange={(event) => setNumber(event.target.value)}
        />
        <Button tone="primary" type="submit" busy={feed.loading}>
          {t('setup.layoutButton')}
        </Button>
      </form>
    </Ask>
  );
}
