import { useTranslation } from 'react-i18next';
import { HowTo } from './how-to.tsx';

/** Where an administrator registers the application, and what each of its permissions is for. */
export function EntraHelp() {
  const { t } = useTranslation('options');
  return (
    <HowTo
      title={t('entra.application.howTitle')}
      steps={[
        t('entra.application.how.open'),
        t('entra.application.how.redirect'),
        t('entra.application.how.permissions'),
        t('entra.application.how.credential'),
      ]}
      rightsTitle={t('entra.application.rightsTitle')}
      rights={[
        ['User.Read.All', t('entra.application.rights.readUsers')],
        ['User.ReadWrite.All', t('entra.application.rights.writeUsers')],
        ['Organization.Read.All', t('entra.application.rights.readTenant')],
        ['RoleManagement.Read.Directory', t('entra.application.rights.readRoles')],
      ]}
    />
  );
}
