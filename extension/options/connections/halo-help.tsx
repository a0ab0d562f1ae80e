import { useTranslation } from 'react-i18next';

/** Where an administrator makes the API application in HaloPSA, and what each permission is for. */
export function HaloHelp() {
  const { t } = useTranslation('options');
  const rights = [
    ['read:customers', t('halo.application.rights.readCustomers')],
    ['read:tickets', t('halo.application.rights.readTickets')],
    ['edit:customers', t('halo.application.rights.editCustomers')],
    ['edit:tickets', t('halo.application.rights.editTickets')],
  ] as const;
  return (
    <details className="help" open>
      <summary>{t('halo.application.howTitle')}</summary>
      <ol className="how">
        <li>{t('halo.application.how.open')}</li>
        <li>{t('halo.application.how.make')}</li>
        <li>{t('halo.application.how.agent')}</li>
        <li>{t('halo.application.how.permissions')}</li>
      </ol>
      <p className="help-title">{t('halo.application.rightsTitle')}</p>
      <ul className="rights">
        {rights.map(([right, use]) => (
          <li key={right}>
            <code translate="no">{right}</code> {use}
          </li>
        ))}
      </ul>
    </details>
  );
}
