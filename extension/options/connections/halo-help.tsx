import { useTranslation } from 'react-i18next';
import { HowTo } from './how-to.tsx';

/** Where an administrator makes the API application in HaloPSA, and what each permission is for. */
export function HaloHelp() {
  const { t } = useTranslation('options');
  return (
    <HowTo
      title={t('halo.application.howTitle')}
      steps={[
        t('halo.application.how.open'),
        t('halo.application.how.make'),
        t('halo.application.how.agent'),
        t('halo.application.how.permissions'),
      ]}
      rightsTitle={t('halo.application.rightsTitle')}
      rights={[
        ['read:customers', t('halo.application.rights.readCustomers')],
        ['read:tickets', t('halo.application.rights.readTickets')],
        ['edit:customers', t('halo.application.rights.editCustomers')],
        ['edit:tickets', t('halo.application.rights.editTickets')],
      ]}
    />
  );
}
