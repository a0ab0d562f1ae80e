import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAtLeast } from '../../role.ts';
import { Banner } from '../../ui/banner.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../options.tsx';
import { useSession } from '../session.ts';
import { Me } from './me.tsx';
import { PairColleague } from './pair-colleague.tsx';
import { PairForm } from './pair-form.tsx';
import { Sessions } from './sessions.tsx';
import { ToDo } from './to-do.tsx';

/** Sign-in of this browser: the form while nobody is, else who is, which browsers are, and codes for colleagues. */
export function Pairing({ moved }: PlaceProps) {
  const { t } = useTranslation('options');
  const session = useSession();
  const [said, setSaid] = useState<'paired' | 'signedOut' | null>(null);
  const known = session.value;
  const ended = session.fault?.code === 'session_expired' || session.fault?.code === 'not_signed_in';
  useEffect(() => {
    if (known) setSaid((before) => (before === 'signedOut' ? null : before));
  }, [known]);

  return (
    <>
      <Heading level={1} focusKey={said ?? moved}>
        {t('pairing.title')}
      </Heading>
      <p className="lead">{t('pairing.intro')}</p>
      {session.loading && !known && <Loading />}
      {session.fault && !ended && !known && <FaultBanner fault={session.fault} onRetry={session.reload} />}
      {ended && <Banner tone="warn" say={t('pairing.sessionOver')} />}
      {said === 'signedOut' && !known && <Banner tone="info" say={t('pairing.signedOut')} />}
      {said === 'paired' && known && <Banner tone="good" say={t('pairing.paired')} />}
      {!known && !session.loading && (!session.fault || ended) && (
        <PairForm
          onPaired={(paired) => {
            session.setValue(paired);
            setSaid('paired');
          }}
        />
      )}
      {known && (
        <>
          <ToDo session={known} />
          <Me
            session={known}
            onSignedOut={() => {
              session.setValue(null);
              setSaid('signedOut');
            }}
          />
          <Sessions current={known} />
          {isAtLeast(known, 'lead') && <PairColleague session={known} />}
        </>
      )}
    </>
  );
}
