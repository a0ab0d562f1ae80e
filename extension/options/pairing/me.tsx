import type { Session } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useClient } from '../client.ts';
import { Confirm } from '../confirm.tsx';
import { Facts } from '../facts.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import { useAct } from '../use-answer.ts';

/** Who this browser is signed in as, where and until when. */
export function Me({ session, onSignedOut }: { session: Session; onSignedOut: () => void }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  const signOut = useAct(async () => {
    await client.call('session.signOut', null);
    onSignedOut();
  });
  return (
    <section className="card" aria-labelledby="me">
      <h2 id="me">{session.technician.name}</h2>
      <Facts
        rows={[
          [t('pairing.role'), t(`roles.${session.technician.role}`)],
          [t('pairing.workspace'), session.workspace.name],
          [t('pairing.device'), session.device],
          [t('pairing.expires'), `${format.date(session.expiresAt)} (${format.ago(session.expiresAt)})`],
        ]}
      />
      {signOut.fault && <FaultBanner fault={signOut.fault} />}
      <div className="actions">
        <Confirm
          label={t('pairing.signOut')}
          title={t('pairing.signOutConfirm')}
          busy={signOut.busy}
          onConfirm={() => void signOut()}
        />
      </div>
    </section>
  );
}
