import type { AccountCard, ContactCard } from '@counterpart/shared/api.ts';
import type { Evidence, EvidenceRule } from '@counterpart/shared/link.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Icon } from '../ui/icons.tsx';
import { CopyValue, PlainFact } from './copy-value.tsx';
import { type RiskCode, risksOf } from './risk.ts';

/** Letters to know a person by, decorative: the name stands beside them. */
export function Initials({ name }: { name: string }) {
  const words = name.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
  return (
    <span className="initials" aria-hidden="true">
      {letters.toLocaleUpperCase()}
    </span>
  );
}

const SAME_WORDS: Partial<Record<RiskCode, EvidenceRule>> = {
  disabled: 'account_disabled',
  shared: 'account_shared',
  service: 'account_service',
  guest: 'account_guest',
  admin: 'account_admin',
  fresh: 'account_newer',
};

/** What must be known before anybody acts on the account; draws nothing where there is nothing to fear. */
export function Risks({
  account,
  contact,
  said = [],
}: {
  account: AccountCard;
  contact: ContactCard | null;
  /** Evidence that stands beside it: what it says already is not said twice. */
  said?: readonly Evidence[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const risks = risksOf(account, contact).filter(({ code }) => !said.some(({ rule }) => rule === SAME_WORDS[code]));
  if (risks.length === 0) return null;
  return (
    <ul className="risks">
      {risks.map(({ code, tone }) => (
        <li key={code} data-tone={tone}>
          <Icon name={tone === 'bad' ? 'stop' : 'warning'} />
          <span>
            <strong>{t(`risk.${code}.say`)}</strong>{' '}
            <span>{t(`risk.${code}.more`, { ago: account.createdAt ? format.ago(account.createdAt) : '' })}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Every fact of an account that a technician reads out or pastes. */
export function AccountFacts({ account }: { account: AccountCard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const others = account.emails.filter((email) => email.toLowerCase() !== account.username.toLowerCase());
  return (
    <dl className="facts">
      <CopyValue icon="key" name={t('account.username')} value={account.username} />
      {others.map((email) => (
        <CopyValue key={email} icon="mail" name={t('account.email')} value={email} />
      ))}
      {account.phones.map((phone) => (
        <CopyValue
          key={phone.kind + phone.value}
          icon="phone"
          name={t('account.phone')}
          value={phone.value}
          note={t(`account.${phone.kind}`)}
        />
      ))}
      <PlainFact icon="directory" name={t('account.directory')}>
        {account.directory.name}
        <span className="fact-note">{t(`provider.${account.directory.provider}`)}</span>
      </PlainFact>
      <PlainFact icon="clock" name={t('account.seen')}>
        {t('account.seen')} {format.moment(account.seenAt)}
      </PlainFact>
    </dl>
  );
}

/** Title and department on one line, or nothing. */
export function Position({ account }: { account: AccountCard }) {
  const words = [account.title, account.department].filter(Boolean).join(' · ');
  return words ? <p className="position">{words}</p> : null;
}
