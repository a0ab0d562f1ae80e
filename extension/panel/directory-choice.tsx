import type { CompanyCard, DirectoryCandidate, DirectoryCard } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/banner.tsx';
import { SelectField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { GuardedButton } from './guarded-button.tsx';

/** Directories that could hold the company's accounts, each with its reasons; none is chosen beforehand. */
export function DirectoryCandidates({
  company,
  candidates,
  mayLink,
}: {
  company: CompanyCard;
  candidates: DirectoryCandidate[];
  /** Without the right the reasons still tell whom to ask for what. */
  mayLink: boolean;
}) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('evidence');
  if (candidates.length === 0) return null;
  return (
    <ul className="stack">
      {candidates.map(({ directory, reasons, strength }) => (
        <li key={directory.id} className="card directory">
          <div className="card-head">
            <h2 className="name">{directory.name}</h2>
            <Badge tone={strength === 'strong' ? 'good' : 'warn'}>{t(`company.${strength}`)}</Badge>
          </div>
          <p className="quiet">
            {t(`provider.${directory.provider}`)}
            {directory.domains.length > 0 && ` · ${directory.domains.join(', ')}`}
          </p>
          <ul className="findings" data-side="pro">
            {reasons.map((reason) => (
              <li key={reason.rule}>
                <Icon name="check" />
                <div>{say(`directory.${reason.rule}`, reason)}</div>
              </li>
            ))}
          </ul>
          {mayLink && (
            <div className="actions">
              <LinkDirectory company={company} directory={directory} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Any other directory, by name. */
export function AnotherDirectory({ company, directories }: { company: CompanyCard; directories: DirectoryCard[] }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState('');
  const directory = directories.find(({ id }) => id === chosen);
  if (directories.length === 0) return null;
  return (
    <section className="card">
      <SelectField label={t('company.another')} value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('company.choose')}</option>
        {directories.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {directory && (
        <div className="actions">
          <LinkDirectory company={company} directory={directory} />
        </div>
      )}
    </section>
  );
}

function LinkDirectory({ company, directory }: { company: CompanyCard; directory: DirectoryCard }) {
  const { t } = useTranslation();
  const { client, run, announce } = usePanel();
  const act = `directory ${directory.id}`;
  const link = async () => {
    const made = await run(act, () =>
      client.call('companyLinks.create', { companyId: company.rowId, directoryId: directory.id }),
    );
    if (!made) return;
    announce(t('company.done', { directory: directory.name, company: company.name }));
    client.say({ type: 'refresh' });
  };
  return (
    <GuardedButton act={act} icon="link" onPress={() => void link()}>
      {t('company.link')}
      <span className="visually-hidden"> {directory.name}</span>
    </GuardedButton>
  );
}
