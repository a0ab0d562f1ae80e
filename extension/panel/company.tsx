import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { isAtLeast } from '../role.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { AnotherDirectory, DirectoryCandidates } from './directory-choice.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { Requester } from './requester.tsx';

type CompanyAnswer = Extract<LookupAnswer, { state: 'company' }>;

/** A ticket of a company that has no directory: link it here, and the person appears. */
export function CompanyUnlinked({ answer }: { answer: Extract<LookupAnswer, { state: 'company_unlinked' }> }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const mayLink = isAtLeast(feed.session, 'lead');
  const proposed = new Set(answer.candidates.map(({ directory }) => directory.id));
  const others = answer.directories.filter(({ id }) => !proposed.has(id));
  return (
    <>
      <div className="opening">
        <Heading>{t('company.unlinkedTitle', { company: answer.company.name })}</Heading>
        <p className="quiet">{t(mayLink ? 'company.unlinkedMore' : 'company.unlinkedWait')}</p>
      </div>
      {!mayLink && proposed.size + others.length > 0 && <Banner tone="info" say={t('company.askLead')} />}
      <DirectoryCandidates company={answer.company} candidates={answer.candidates} mayLink={mayLink} />
      {mayLink && <AnotherDirectory company={answer.company} directories={others} />}
      {proposed.size + others.length === 0 && (
        <Banner
          tone="warn"
          say={t('company.noDirectory')}
          actions={<Button onClick={() => client.openOptions()}>{t('common.settings')}</Button>}
        />
      )}
      {answer.contact && <Requester contact={answer.contact} />}
    </>
  );
}

/** The customer's page: its directories, how many people are known, what could be added. */
export function CompanyPage({ answer: { company, directories, candidates, coverage } }: { answer: CompanyAnswer }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const mayLink = isAtLeast(feed.session, 'lead');
  const open = coverage.contacts - coverage.linked - coverage.ignored;
  return (
    <>
      <div className="opening">
        <Heading>{company.name}</Heading>
        <p className="quiet">{open > 0 ? t('company.openCount', { count: open }) : t('company.allDone')}</p>
      </div>
      <section className="card">
        <h2>{t('company.coverage')}</h2>
        <Coverage
          name={t('company.contacts')}
          total={coverage.contacts}
          linked={coverage.linked}
          ignored={coverage.ignored}
        />
        <Coverage name={t('company.accounts')} total={coverage.accounts} linked={coverage.accountsLinked} ignored={0} />
        <ul className="legend">
          <li data-part="linked">{t('company.linkedPart')}</li>
          <li data-part="ignored">{t('company.ignoredPart')}</li>
          <li data-part="open">{t('company.openPart')}</li>
        </ul>
        <div className="actions">
          <Button icon="open" onClick={() => client.openWorkbench()}>
            {t('menu.workbench')}
          </Button>
        </div>
      </section>
      <section className="card">
        <h2>{t('company.directories')}</h2>
        {directories.length === 0 && <p className="quiet">{t('company.none')}</p>}
        <ul className="rows">
          {directories.map((directory) => (
            <DirectoryRow
              key={directory.companyLinkId}
              directory={directory}
              company={company.name}
              mayUnlink={mayLink}
            />
          ))}
        </ul>
      </section>
      {!mayLink && directories.length === 0 && <Banner tone="info" say={t('company.askLead')} />}
      {candidates.length > 0 && (
        <>
          <h2 className="section-name">{t('company.suggestions')}</h2>
          {!mayLink && directories.length > 0 && <p className="quiet">{t('company.askLeadForOne')}</p>}
          <DirectoryCandidates company={company} candidates={candidates} mayLink={mayLink} />
        </>
      )}
    </>
  );
}

function DirectoryRow({
  directory,
  company,
  mayUnlink,
}: {
  directory: CompanyAnswer['directories'][number];
  company: string;
  mayUnlink: boolean;
}) {
  const { t } = useTranslation();
  const { client, run, announce } = usePanel();
  const act = `unlink directory ${directory.companyLinkId}`;
  const unlink = async () => {
    const done = await run(act, async () => {
      await client.call('companyLinks.remove', { id: directory.companyLinkId });
      return true;
    });
    if (!done) return;
    announce(t('company.removed', { directory: directory.name, company }));
    client.say({ type: 'refresh' });
  };
  return (
    <li>
      <Icon name="directory" />
      <div>
        <p className="result-name">{directory.name}</p>
        <p className="quiet">
          {t(`provider.${directory.provider}`)}
          {directory.domains.length > 0 && ` · ${directory.domains.join(', ')}`}
        </p>
      </div>
      {mayUnlink && (
        <GuardedButton
          act={act}
          tone="quiet"
          icon="unlink"
          label={t('company.unlink', { name: directory.name })}
          onPress={() => void unlink()}
        />
      )}
    </li>
  );
}

function Coverage({ name, total, linked, ignored }: { name: string; total: number; linked: number; ignored: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (part: number) => ({ width: `${total === 0 ? 0 : (part / total) * 100}%` });
  const words = t('company.covered', { linked: format.number(linked), total: format.number(total) });
  return (
    <div className="coverage">
      <p>
        <span>{name}</span>
        <span>
          {words} <strong>{total > 0 && format.share(linked / total)}</strong>
        </span>
      </p>
      <div className="coverage-bar" aria-hidden="true">
        <i data-part="linked" style={share(linked)} />
        <i data-part="ignored" style={share(ignored)} />
      </div>
    </div>
  );
}
