import type { AccountSearchAnswer, CompanyCard, ContactCard } from '@counterpart/shared/api.ts';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Badge } from '../ui/banner.tsx';
import { Breakable } from '../ui/breakable.tsx';
import { Field } from '../ui/field.tsx';
import { usePanel } from './context.tsx';
import { useDraft } from './drafts.ts';
import { GuardedButton } from './guarded-button.tsx';
import { Initials, Position, Risks } from './person-card.tsx';

const TYPING_MS = 200;

/** The company's accounts by name or address; linking one takes the place of `replaces`, if that is given. */
export function AccountSearch({
  company,
  contact,
  replaces,
  onLinked,
}: {
  company: CompanyCard;
  contact: ContactCard;
  replaces: string | null;
  onLinked?: () => void;
}) {
  const { t } = useTranslation();
  const { client, record, ask } = usePanel();
  const [typed, keep] = useDraft(record, 'search', z.string());
  const q = useDeferredValue(typed ?? '');
  const [found, setFound] = useState<AccountSearchAnswer | null>(null);
  const { rowId } = company;
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(
      async () => {
        const answer = await ask(() => client.call('accounts.search', { companyId: rowId, q: q.trim() }));
        if (!stale && answer) setFound(answer);
      },
      q === '' ? 0 : TYPING_MS,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [ask, client, rowId, q]);
  return (
    <section className="card search">
      <Field
        label={t('search.label', { company: company.name })}
        type="search"
        placeholder={t('search.placeholder')}
        value={typed ?? ''}
        maxLength={100}
        onChange={(event) => keep(event.target.value)}
      />
      <p className="quiet" role="status">
        {found && (found.accounts.length > 0 ? t('search.results', { count: found.accounts.length }) : emptyWords())}
      </p>
      <ul className="results">
        {found?.accounts.map((account) => (
          <li key={account.rowId}>
            <Initials name={account.displayName} />
            <div className="result-words">
              <p className="result-name">{account.displayName}</p>
              <p className="sign-in">
                <Breakable text={account.username} />
              </p>
              <Position account={account} />
              {account.linkedTo && (
                <Badge tone="warn" icon="link">
                  {t('account.linkedTo', { name: account.linkedTo })}
                </Badge>
              )}
              <Risks account={account} contact={null} />
            </div>
            {!account.linkedTo && (
              <LinkButton account={account} contact={contact} replaces={replaces} onLinked={onLinked} />
            )}
          </li>
        ))}
      </ul>
      {found?.more && <p className="quiet">{t('search.more')}</p>}
    </section>
  );

  function emptyWords(): string {
    return q.trim() ? t('search.none', { q: q.trim() }) : t('search.noneFree');
  }
}

function LinkButton({
  account,
  contact,
  replaces,
  onLinked,
}: {
  account: AccountSearchAnswer['accounts'][number];
  contact: ContactCard;
  replaces: string | null;
  onLinked?: () => void;
}) {
  const { t } = useTranslation();
  const { client, decide, record } = usePanel();
  const [, keepSearch] = useDraft(record, 'search', z.string());
  const name = account.displayName;
  const act = `link ${account.rowId}`;
  const link = async () => {
    const done = await decide(act, t(replaces ? 'linked.changed' : 'linked.done', { name }), () =>
      client.call('links.create', {
        contactId: contact.rowId,
        contactVersion: contact.version,
        accountId: account.rowId,
        replaces,
      }),
    );
    if (!done) return;
    keepSearch(null);
    onLinked?.();
  };
  return (
    <GuardedButton act={act} icon="link" onPress={() => void link()}>
      {t('candidates.link')}
      <span className="visually-hidden"> {name}</span>
    </GuardedButton>
  );
}
