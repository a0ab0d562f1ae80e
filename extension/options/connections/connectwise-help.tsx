import { useTranslation } from 'react-i18next';
import { HowTo } from './how-to.tsx';

/** Where an administrator makes the API member in ConnectWise PSA, and what each level of its security role is for. */
export function ConnectWiseHelp() {
  const { t } = useTranslation('options');
  return (
    <HowTo
      title={t('connectwise.member.howTitle')}
      steps={[
        t('connectwise.member.how.role'),
        t('connectwise.member.how.open'),
        t('connectwise.member.how.keys'),
        t('connectwise.member.how.client'),
      ]}
      rightsTitle={t('connectwise.member.rightsTitle')}
      rights={[
        ['Companies > Company Maintenance: Inquire', t('connectwise.member.rights.companies')],
        ['Companies > Contacts: Inquire', t('connectwise.member.rights.contacts')],
        ['Companies > Contacts: Add and Edit', t('connectwise.member.rights.editContacts')],
        ['Service Desk > Service Tickets: Inquire', t('connectwise.member.rights.tickets')],
        ['Service Desk > Service Tickets: Add, Edit and Delete', t('connectwise.member.rights.editTickets')],
        ['System > Table Setup: Inquire', t('connectwise.member.rights.setup')],
      ]}
    />
  );
}
