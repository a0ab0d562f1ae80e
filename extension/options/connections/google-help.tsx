import { useTranslation } from 'react-i18next';
import { GOOGLE_SCOPES } from './google-values.ts';
import { HowTo } from './how-to.tsx';

/** What is set up in Google Cloud and in the customer's Admin console, and what each scope is for. */
export function GoogleHelp({ way }: { way: 'delegation' | 'consent' }) {
  const { t } = useTranslation('options');
  const steps =
    way === 'delegation'
      ? (['project', 'key', 'delegate', 'admin'] as const).map((step) => t(`google.delegation.how.${step}`))
      : (['project', 'publish', 'consent'] as const).map((step) => t(`google.consent.how.${step}`));
  return (
    <HowTo
      title={t(`google.${way}.howTitle`)}
      steps={steps}
      rightsTitle={t('google.scopesTitle')}
      rights={[
        [GOOGLE_SCOPES.users, t('google.scopes.users')],
        [GOOGLE_SCOPES.domains, t('google.scopes.domains')],
        [GOOGLE_SCOPES.customer, t('google.scopes.customer')],
      ]}
    />
  );
}
