import { useTranslation } from 'react-i18next';
import { HowTo } from './how-to.tsx';

/** Where an administrator makes the API user in Autotask, and what each right of its security level is for. */
export function AutotaskHelp() {
  const { t } = useTranslation('options');
  return (
    <HowTo
      title={t('autotask.user.howTitle')}
      steps={[
        t('autotask.user.how.open'),
        t('autotask.user.how.level'),
        t('autotask.user.how.keys'),
        t('autotask.user.how.tracking'),
      ]}
      rightsTitle={t('autotask.user.rightsTitle')}
      rights={[
        ['CRM: view companies', t('autotask.user.rights.companies')],
        ['CRM: view contacts', t('autotask.user.rights.contacts')],
        ['CRM: add and edit contacts', t('autotask.user.rights.editContacts')],
        ['Service Desk: view tickets', t('autotask.user.rights.tickets')],
        ['Service Desk: edit tickets', t('autotask.user.rights.editTickets')],
        ['Service Desk: add ticket notes', t('autotask.user.rights.notes')],
      ]}
    />
  );
}
