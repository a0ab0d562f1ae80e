import { PSA_IDS } from '@counterpart/shared/providers.ts';
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
export function LayoutUnknown({ host }: { host: string }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <Ask icon="search" title={t('setup.layoutTitle')} more={t('setup.layoutMore')}>
      <form
        className="ask-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const id = number.trim().replace(/^#/, '');
          const right = /^\d{1,18}$/.test(id);
          setWrong(!right);
          if (!right) return;
          client.say({
            type: 'open',
            page: { psa: feed.page?.psa ?? PSA_IDS[0], host, kind: 'ticket', id, number: null },
          });
        }}
      >
        <Field
          label={t('setup.layoutLabel')}
          inputMode="numeric"
          autoComplete="off"
          value={number}
          problem={wrong ? t('setup.layoutProblem') : null}
          onChange={(event) => setNumber(event.target.value)}
        />
        <Button tone="primary" type="submit" busy={feed.loading}>
          {t('setup.layoutButton')}
        </Button>
      </form>
    </Ask>
  );
}
