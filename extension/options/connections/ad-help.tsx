import { useTranslation } from 'react-i18next';
import { HowTo } from './how-to.tsx';

/** How an administrator makes the service account, and what each of its rights is for. */
export function AdHelp() {
  const { t } = useTranslation('options');
  return (
    <HowTo
      title={t('ad.account.howTitle')}
      steps={[
        t('ad.account.how.make'),
        t('ad.account.how.delegate'),
        t('ad.account.how.objects'),
        t('ad.account.how.write'),
      ]}
      rightsTitle={t('ad.account.rightsTitle')}
      rights={[
        ['Read all user information', t('ad.account.rights.read')],
        ['Create User objects', t('ad.account.rights.create')],
        ['Reset password', t('ad.account.rights.password')],
        ['Write userAccountControl', t('ad.account.rights.enable')],
        ['Write displayName, mail, …', t('ad.account.rights.write')],
      ]}
    />
  );
}
