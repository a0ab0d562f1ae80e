import { useTranslation } from 'react-i18next';
import type { Fault } from '../../messages.ts';
import { Banner } from '../../ui/banner.tsx';
import { FaultBanner } from '../fault-banner.tsx';

/** Tries after which a code stops working; the server counts too and says only that the code is no good. */
const TRIES = 5;

/** Why pairing did not work, in words for this one moment: which code, which server. */
export function PairingFault({ fault, server, wrongTries }: { fault: Fault; server: string; wrongTries: number }) {
  const { t } = useTranslation('options');
  switch (fault.code) {
    case 'pairing_code_wrong':
      return wrongTries >= TRIES ? (
        <Banner tone="bad" say={t('pairing.faults.triesTitle')}>
          {t('pairing.faults.tries')}
        </Banner>
      ) : (
        <Banner tone="bad" say={t('pairing.faults.wrongTitle')}>
          {t('pairing.faults.wrong')}
        </Banner>
      );
    case 'pairing_code_expired':
      return (
        <Banner tone="bad" say={t('pairing.faults.expiredTitle')}>
          {t('pairing.faults.expired')}
        </Banner>
      );
    case 'rate_limited':
      return (
        <Banner tone="bad" say={t('pairing.faults.waitTitle')}>
          {fault.retryAfterSeconds === undefined
            ? t('pairing.faults.wait')
            : t('pairing.faults.waitSeconds', { seconds: Math.ceil(fault.retryAfterSeconds) })}
        </Banner>
      );
    case 'server_unreachable':
      return (
        <Banner tone="bad" say={t('pairing.faults.unreachableTitle', { server })}>
          {t('pairing.faults.unreachable')}
        </Banner>
      );
    case 'permission_denied':
      return (
        <Banner tone="bad" say={t('pairing.faults.deniedTitle', { server })}>
          {t('pairing.faults.denied')}
        </Banner>
      );
    case 'answer_unreadable':
      return (
        <Banner tone="bad" say={t('pairing.faults.notOursTitle', { server })}>
          {t('pairing.faults.notOurs')}
        </Banner>
      );
    default:
      return <FaultBanner fault={fault} />;
  }
}
