import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/banner.tsx';
import { Icon } from '../ui/icons.tsx';

/** The tab for matching a whole customer. Until it can, it says so and where linking works today. */
export function Workbench({ optionsUrl }: { optionsUrl: string }) {
  const { t } = useTranslation('options');
  useEffect(() => {
    document.title = `${t('workbench.title')} · Counterpart`;
  }, [t]);
  return (
    <>
      <header className="top">
        <p className="brand">
          <Icon name="link" />
          Counterpart
        </p>
      </header>
      <main className="alone">
        <section className="card form">
          <h1>
            {t('workbench.title')} <Badge>{t('workbench.soonTag')}</Badge>
          </h1>
          <p className="lead">{t('workbench.soon')}</p>
          <p>{t('workbench.meanwhile')}</p>
          <p>
            <a href={optionsUrl}>{t('workbench.back')}</a>
          </p>
        </section>
      </main>
    </>
  );
}
