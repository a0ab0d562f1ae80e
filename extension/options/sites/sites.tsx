import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { useClient } from '../client.ts';
import { Heading } from '../heading.tsx';
import type { PlaceProps } from '../place.ts';
import { AddSite } from './add-site.tsx';
import { LayoutHealth } from './layout-health.tsx';
import { SiteRow } from './site-row.tsx';
import { useSites } from './use-sites.ts';

export type SiteNews = { tone: 'good' | 'warn' | 'info'; say: string };

/** Where the panel may appear: the vendors' sites and the MSP's own domains, each with whether the browser allows it. */
export function Sites({ moved, host }: PlaceProps & { host: string | null }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const sites = useSites();
  const [news, setNews] = useState<SiteNews | null>(null);
  const [adding, setAdding] = useState<string | null>(null);
  // The answer to the browser's question may come by the click's promise or, where it took the focus, by the list alone.
  useEffect(() => {
    if (adding && sites.custom.some((site) => site.host === adding && site.granted)) {
      setNews({ tone: 'good', say: t('sites.added', { host: adding }) });
      setAdding(null);
    }
  }, [adding, sites.custom, t]);

  async function ask(request: () => Promise<boolean>, name: string, onDenied: () => Promise<void>) {
    setNews({ tone: 'info', say: t('sites.waiting') });
    try {
      if (await request()) return setNews({ tone: 'good', say: t('sites.added', { host: name }) });
      await onDenied();
      setNews({ tone: 'warn', say: t('sites.denied', { host: name }) });
    } catch {
      await onDenied();
      setNews({ tone: 'warn', say: t('sites.blocked', { host: name }) });
    } finally {
      setAdding(null);
      sites.reload();
    }
  }

  return (
    <>
      <Heading level={1} focusKey={moved}>
        {t('sites.title')}
      </Heading>
      <p className="lead">{t('sites.intro')}</p>
      <div role="status">{news && <Banner tone={news.tone} say={news.say} />}</div>
      <section className="card" aria-labelledby="vendor-sites">
        <h2 id="vendor-sites">{t('sites.vendor')}</h2>
        <ul className="rows">
          {sites.vendors.map(({ psa, pattern, granted }) => (
            <SiteRow
              key={pattern}
              name={pattern.replace(/^(?:\*|https):\/\/|\/\*$/g, '')}
              psa={psa}
              granted={granted}
              onAllow={() =>
                void ask(
                  () => client.access.requestPattern(pattern),
                  pattern,
                  async () => {},
                )
              }
            />
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="custom-sites">
        <h2 id="custom-sites">{t('sites.custom')}</h2>
        <p className="muted">{t('sites.customIntro')}</p>
        {sites.custom.length === 0 && !sites.loading && <p className="empty">{t('sites.none')}</p>}
        <ul className="rows">
          {sites.custom.map((site) => (
            <SiteRow
              key={site.host}
              name={site.host}
              psa={site.psa}
              granted={site.granted}
              onAllow={() =>
                void ask(
                  () => client.access.requestHost(site.host),
                  site.host,
                  async () => {},
                )
              }
              onRemove={async () => {
                await sites.remove(site.host);
                setNews({ tone: 'info', say: t('sites.removed', { host: site.host }) });
              }}
            />
          ))}
        </ul>
      </section>
      <AddSite
        host={host}
        known={sites.custom.map((site) => site.host)}
        onAdd={(wanted, psa) => {
          setAdding(wanted);
          // Stored first, asked in the same click: the browser's question may take this page away before it is answered.
          const stored = sites.store(wanted, psa);
          void ask(
            () => client.access.requestHost(wanted),
            wanted,
            async () => {
              await stored;
              await sites.forget(wanted);
            },
          );
        }}
      />
      <LayoutHealth />
    </>
  );
}
