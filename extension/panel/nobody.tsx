import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { AccountSearch } from './account-search.tsx';
import { usePanel } from './context.tsx';
import { Heading } from './heading.tsx';
import { Requester } from './requester.tsx';

/** No account fits: search the free ones by hand, or create it. */
export function Nobody({ answer }: { answer: Extract<LookupAnswer, { state: 'nobody' }> }) {
  const { t } = useTranslation();
  const { begin } = usePanel();
  const canCreate = answer.directories.some((directory) => directory.canCreate);
  return (
    <>
      <section className="card opening-card">
        <div className="who">
          <span className="initials" data-empty aria-hidden="true">
            <Icon name="nobody" />
          </span>
          <div>
            <Heading>{t('nobody.title', { name: answer.contact.name })}</Heading>
            <p className="quiet">{t('nobody.more', { company: answer.company.name })}</p>
          </div>
        </div>
        {canCreate ? (
          <div className="actions">
            <Button tone="primary" icon="add" onClick={() => begin({ kind: 'create', replaces: null })}>
              {t('nobody.create')}
            </Button>
          </div>
        ) : (
          <p className="quiet">{t('nobody.cannotCreate')}</p>
        )}
      </section>
      <Requester contact={answer.contact} />
      <AccountSearch company={answer.company} contact={answer.contact} replaces={null} />
    </>
  );
}
