import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from './context.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { usePsaName } from './requester.tsx';

/** The mark: two records, one person. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <circle cx="7.4" cy="10" r="5.4" />
      <circle cx="12.6" cy="10" r="5.4" />
    </svg>
  );
}

export function Bar({ answer, onCollapse }: { answer: LookupAnswer | null; onCollapse: (() => void) | null }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const format = useFormat();
  return (
    <header className="bar">
      <Mark />
      <p className="product">
        {t('product')}
        {answer && <span className="as-of">{t('bar.asOf', { time: format.moment(answer.freshness.asOf) })}</span>}
      </p>
      <Button
        tone="quiet"
        icon="refresh"
        label={t('bar.refresh')}
        busy={feed.loading && answer !== null}
        onClick={() => client.say({ type: 'refresh' })}
      />
      <Menu items={useMenu(answer)} />
      {onCollapse && <Button tone="quiet" icon="collapse" label={t('bar.collapse')} onClick={onCollapse} />}
    </header>
  );
}

function useMenu(answer: LookupAnswer | null): MenuItem[] {
  const { t } = useTranslation();
  const { client, begin, decide } = usePanel();
  const psa = usePsaName();
  const contact = answer && 'contact' in answer ? answer.contact : null;
  const company = answer && 'company' in answer ? answer.company : null;
  const openUrl = (url: string) => window.open(url, '_blank', 'noreferrer');
  const items: MenuItem[] = [];
  if (answer?.state === 'linked') {
    items.push({
      name: 'another',
      icon: 'add',
      words: t('menu.anotherAccount'),
      onPick: () => begin({ kind: 'search', replaces: null }),
    });
  }
  if (contact && (answer?.state === 'candidates' || answer?.state === 'nobody')) {
    const words = t('notPerson.done', { name: contact.name });
    const ignore = () => client.call('contacts.ignore', { contactId: contact.rowId, contactVersion: contact.version });
    items.push({
      name: 'ignore',
      icon: 'nobody',
      words: t('menu.ignore'),
      onPick: () => void decide('ignore', words, ignore),
    });
  }
  const contactUrl = contact?.url;
  if (contactUrl) {
    items.push({ name: 'contact', icon: 'open', words: t('menu.openPsa', { psa }), onPick: () => openUrl(contactUrl) });
  }
  const companyUrl = company?.url;
  if (companyUrl) {
    items.push({
      name: 'company',
      icon: 'company',
      words: t('menu.openCompany', { psa }),
      onPick: () => openUrl(companyUrl),
    });
  }
  const { openSide } = client;
  if (openSide) {
    items.push({ name: 'side', icon: 'expand', words: t('menu.side'), onPick: () => void openSide() });
  }
  items.push(
    { name: 'workbench', icon: 'directory', words: t('menu.workbench'), onPick: () => client.openWorkbench() },
    { name: 'settings', icon: 'plug', words: t('menu.settings'), onPick: () => client.openOptions() },
  );
  return items;
}
