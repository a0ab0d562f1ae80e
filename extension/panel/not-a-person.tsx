import type { ContactCard, LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { CopyValue } from './copy-value.tsx';
import { Doubts } from './doubts.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { Initials } from './person-card.tsx';
import { Requester } from './requester.tsx';

type Answer = Extract<LookupAnswer, { state: 'not_a_person' }>;

/** A requester that is nobody, or an address that nobody is known by: said plainly, so that no one acts on it. */
export function NotAPerson({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('evidence');
  const { reason, contact, ticket } = answer;
  const unknown = reason === 'unknown_sender';
  const name = contact?.name ?? '';
  return (
    <>
      <section className="card opening-card" data-tone={unknown ? 'warn' : undefined}>
        <div className="who">
          <span className="initials" data-empty aria-hidden="true">
            <Icon name={unknown ? 'warning' : 'nobody'} />
          </span>
          <div>
            <Heading>{t(`notPerson.${reason}.title`, { name })}</Heading>
            <p className="quiet">{t(`notPerson.${reason}.more`)}</p>
          </div>
        </div>
        {answer.decisionId && <Restore decisionId={answer.decisionId} name={name} />}
      </section>
      <Doubts answer={answer} />
      {(unknown || reason === 'general_user') && ticket && (ticket.sender.email || ticket.sender.name) && (
        <section className="card">
          <h2>{t('notPerson.sender')}</h2>
          <dl className="facts">
            {ticket.sender.name && <CopyValue icon="person" name={say('field.name')} value={ticket.sender.name} />}
            {ticket.sender.email && <CopyValue icon="mail" name={t('account.email')} value={ticket.sender.email} />}
          </dl>
        </section>
      )}
      {unknown && answer.suggestedContacts.length === 0 && <Carriers contacts={answer.contacts} />}
      {contact && <Requester contact={contact} />}
    </>
  );
}

function Restore({ decisionId, name }: { decisionId: string; name: string }) {
  const { t } = useTranslation();
  const { client, run, announce } = usePanel();
  const restore = async () => {
    const done = await run('restore', () => client.call('decisions.undo', { id: decisionId }));
    if (!done) return;
    announce(t('notPerson.restored', { name }));
    client.say({ type: 'refresh' });
  };
  return (
    <div className="actions">
      <GuardedButton act="restore" icon="undo" onPress={() => void restore()}>
        {t('notPerson.restore')}
      </GuardedButton>
    </div>
  );
}

function Carriers({ contacts }: { contacts: ContactCard[] }) {
  const { t } = useTranslation();
  const { client, feed } = usePanel();
  const { page } = feed;
  return (
    <section className="card">
      <h2>{t('notPerson.carriers')}</h2>
      {contacts.length === 0 && <p className="quiet">{t('notPerson.noCarriers')}</p>}
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
            {page && (
              <Button
                icon="search"
                label={t('notPerson.look', { name: contact.name })}
                onClick={() =>
                  client.say({ type: 'open', page: { ...page, kind: 'contact', id: contact.id, number: null } })
                }
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
