import type { CompanyCard, ContactCard, TicketCard } from '@counterpart/shared/api.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/banner.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { CopyValue } from './copy-value.tsx';

/** The PSA's own name, as the panel says it. */
export function usePsaName(): string {
  const { t } = useTranslation();
  const { feed } = usePanel();
  return t(`psa.${feed.page?.psa ?? 'halopsa'}`);
}

/** Where we are: the ticket and the customer, small, above everything. */
export function Place({ ticket, company }: { ticket: TicketCard | null; company: CompanyCard | null }) {
  const { t } = useTranslation();
  if (!ticket && !company) return null;
  return (
    <div className="place">
      {company && (
        <p className="place-company">
          <Icon name="company" />
          <span>{company.name}</span>
        </p>
      )}
      {ticket && (
        <p className="place-ticket">
          <span className="visually-hidden">{t('common.ticket', { number: ticket.number })}</span>
          <span className="number" aria-hidden="true">
            {/^\d/.test(ticket.number) ? `#${ticket.number}` : ticket.number}
          </span>{' '}
          {ticket.summary}
        </p>
      )}
    </div>
  );
}

/** Where we are by the page's own word alone: its kind and number, for an answer that vouches for nothing more. */
export function PagePlace({ page }: { page: PageRef }) {
  const { t } = useTranslation();
  const number = page.number ?? page.id;
  if (number === null) return null;
  return (
    <div className="place">
      <p className="place-page">{t(`common.${page.kind}`, { number })}</p>
    </div>
  );
}

/** The contact as the PSA has it, beside which every account is judged. */
export function Requester({ contact }: { contact: ContactCard }) {
  const { t } = useTranslation();
  const psa = usePsaName();
  return (
    <section className="card requester">
      <div className="card-head">
        <h2>{t('contact.heading', { psa })}</h2>
        {contact.url && (
          <a href={contact.url} target="_blank" rel="noreferrer">
            {t('common.openIn', { psa })} <Icon name="open" />
          </a>
        )}
      </div>
      <p className="requester-name">
        <span>{contact.name}</span> {!contact.active && <Badge tone="warn">{t('contact.inactive')}</Badge>}
      </p>
      {contact.emails.length + contact.phones.length === 0 ? (
        <p className="quiet">{t('contact.noAddress')}</p>
      ) : (
        <dl className="facts">
          {contact.emails.map((email) => (
            <CopyValue key={email} icon="mail" name={t('account.email')} value={email} />
          ))}
          {contact.phones.map((phone) => (
            <CopyValue
              key={phone.kind + phone.value}
              icon="phone"
              name={t('account.phone')}
              value={phone.value}
              note={t(`account.${phone.kind}`)}
            />
          ))}
        </dl>
      )}
    </section>
  );
}
