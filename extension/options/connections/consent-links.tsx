import type { EntraCloud } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { consentLink, type Tenant } from './entra-values.ts';

/** For each tenant the address at which its administrator consents to the application. */
export function ConsentLinks({ cloud, clientId, tenants }: { cloud: EntraCloud; clientId: string; tenants: Tenant[] }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [copied, setCopied] = useState<string | null>(null);
  if (tenants.length === 0) return null;
  return (
    <section className="consent" aria-label={t('entra.tenants.linksTitle', { count: tenants.length })}>
      <p className="help-title">{t('entra.tenants.linksTitle', { count: tenants.length })}</p>
      <p className="muted">{t('entra.tenants.linksHelp')}</p>
      <ul className="plain-list">
        {tenants.map(({ id, name }) => {
          const link = consentLink(cloud, id, clientId);
          return (
            <li key={id}>
              <span className="consent-name">{name}</span>
              <code translate="no">{link}</code>
              <div className="actions">
                <Button icon="copy" tone="quiet" onClick={() => void client.copy(link).then(() => setCopied(id))}>
                  {t('entra.tenants.copy')}
                  <span className="visually-hidden"> {t('entra.tenants.copyFor', { name })}</span>
                </Button>
                <span role="status" className="muted">
                  {copied === id ? t('entra.tenants.copied') : ''}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
