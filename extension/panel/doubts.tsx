import type { ContactCard, LookupAnswer } from '@counterpart/shared/api.ts';
import type { RequesterWarning } from '@counterpart/shared/requester.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { Initials } from './person-card.tsx';

export type Doubted = Extract<LookupAnswer, { warnings: RequesterWarning[] }>;

/** Words that nobody known stands behind are how accounts are stolen; the others are how offices work. */
export function toneOfDoubt({ rule, contactIds }: RequesterWarning): 'bad' | 'warn' {
  const foreign = rule === 'sender_differs' || rule === 'reply_to_differs' || rule === 'unknown_sender';
  return foreign && contactIds.length === 0 ? 'bad' : 'warn';
}

/** Where the ticket itself speaks against its contact: what it says, whose that is, and the way to put it right. */
export function Doubts({ answer }: { answer: Doubted }) {
  const { t } = useTranslation('requester');
  // The screen of such a contact says it in its heading already.
  const said = answer.state === 'not_a_person' ? answer.reason : null;
  const warnings = answer.warnings.filter(({ rule }) => rule !== said);
  if (warnings.length + answer.suggestedContacts.length === 0) return null;
  const grave = warnings.some((warning) => toneOfDoubt(warning) === 'bad');
  return (
    <section className="card doubts" data-tone={grave ? 'bad' : 'warn'}>
      {warnings.length > 0 && (
        <>
          <h2>{t('heading')}</h2>
          <div role={grave ? 'alert' : 'status'}>
            <ul className="risks">
              {warnings.map((warning) => (
                <Doubt key={warning.rule} warning={warning} people={answer.suggestedContacts} />
              ))}
            </ul>
          </div>
        </>
      )}
      {answer.ticket && <Suggestions contacts={answer.suggestedContacts} />}
    </section>
  );
}

function Doubt({ warning, people }: { warning: RequesterWarning; people: ContactCard[] }) {
  const { t } = useTranslation('requester');
  const format = useFormat();
  const { rule, ticketValue, contactValue, contactIds } = warning;
  const tone = toneOfDoubt(warning);
  const names = people.filter(({ rowId }) => contactIds.includes(rowId)).map(({ name }) => name);
  return (
    <li data-tone={tone}>
      <Icon name={tone === 'bad' ? 'stop' : 'warning'} />
      <div>
        <strong>{t(`rule.${rule}`)}</strong>
        <dl className="doubt-values">
          {ticketValue !== null && (
            <div>
              <dt>{t('ticketSays')}</dt>
              <dd>
                <Breakable text={ticketValue} />
                {names.length > 0 && <p>{t('belongsTo', { names: format.list(names) })}</p>}
              </dd>
            </div>
          )}
          {contactValue !== null && contactValue !== ticketValue && (
            <div>
              <dt>{t('contactHas')}</dt>
              <dd>
                <Breakable text={contactValue} />
              </dd>
            </div>
          )}
        </dl>
        {tone === 'bad' && <p>{t('nobodys')}</p>}
      </div>
    </li>
  );
}

function Suggestions({ contacts }: { contacts: ContactCard[] }) {
  const { t } = useTranslation('requester');
  const { t: common } = useTranslation();
  const { begin, client, feed } = usePanel();
  if (contacts.length === 0) return null;
  return (
    <>
      <h2>{t('suggestions')}</h2>
      <ul className="results">
        {contacts.map((contact) => (
          <li key={contact.rowId}>
            <Initials name={contact.name} />
            <div className="result-words">
              <p className="result-name">{contact.name}</p>
              <p className="sign-in">
                <Breakable text={contact.emails.join(', ')} />
              </p>
            </div>
            {feed.page && (
              <Button
                icon="search"
                label={common('notPerson.look', { name: contact.name })}
                onClick={() =>
                  feed.page &&
                  client.say({ type: 'open', page: { ...feed.page, kind: 'contact', id: contact.id, number: null } })
                }
              />
            )}
            <div className="result-action">
              <Button icon="person" onClick={() => begin({ kind: 'fix', replaces: null, contactId: contact.rowId })}>
                {t('make', { name: contact.name })}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
