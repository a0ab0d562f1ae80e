import type { ContactCard } from '@counterpart/shared/api.ts';
import type { RequesterWarning } from '@counterpart/shared/requester.ts';
import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { companies, contacts } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { type AccountRow, type CompanyRow, type ContactRow, contactCard, senderOf, type TicketRow } from './cards.ts';
import { compareRequester } from './requester.ts';

/** More people than this behind one address or number are no suggestion. */
const MOST = 10;

interface Case {
  ticket: TicketRow | null;
  contact: ContactRow | null;
  company: CompanyRow | null;
  accounts: AccountRow[];
}
export interface Asked {
  warnings: RequesterWarning[];
  suggestedContacts: ContactCard[];
}

/** Who really asks, by the ticket's own fields: what speaks against its contact, and who else it may be. */
export async function askRequester(
  tx: Tx,
  { ticket, contact, company, accounts }: Case,
  urls: Pick<Psa, 'recordUrl'>,
): Promise<Asked> {
  if (!ticket) return { warnings: [], suggestedContacts: [] };
  const sender = senderOf(ticket);
  const around = { contact, accounts, country: company?.country ?? null };
  const doubts = compareRequester(sender, { ...around, others: [] });
  // On most tickets the two agree, and nothing more is read.
  if (doubts.length === 0 && sender.phone === null) return { warnings: [], suggestedContacts: [] };
  const rows = await carriersOf(tx, ticket, contact, company);
  const others = rows.map((row) => ({ ...row.contact, rowId: row.contact.id }));
  const warnings = compareRequester(sender, { ...around, others });
  if (warnings.length === 0) return { warnings, suggestedContacts: [] };
  const named = new Set(warnings.flatMap(({ contactIds }) => contactIds));
  const byId = new Map(rows.map((row) => [row.contact.id, row]));
  const additional = rows.filter((row) => ticket.additionalRecordIds.includes(row.contact.recordId));
  const suggested = new Set([...named, ...additional.map((row) => row.contact.id)]);
  const cards = [...suggested].flatMap((id) => {
    const row = byId.get(id);
    return row && row.contact.kind === 'person' ? [contactCard(row.contact, row.company, urls)] : [];
  });
  return { warnings, suggestedContacts: cards.slice(0, MOST) };
}

/**
 * Other contacts of the connection who carry what the ticket says: an address as it was typed, by the index, and within
 * the ticket's company also in another case, a number by its last digits, a name; and those who are on the ticket besides.
 */
async function carriersOf(tx: Tx, ticket: TicketRow, contact: ContactRow | null, company: CompanyRow | null) {
  const { email, replyTo, onBehalfOf, phone } = senderOf(ticket);
  const addresses = [email, replyTo, onBehalfOf].flatMap((said) => (said?.includes('@') ? [said.trim()] : []));
  const lower = addresses.map((address) => address.toLowerCase());
  const asTyped = sql.param([...new Set([...addresses, ...lower])]);
  const digits = phone?.replace(/\D/g, '').slice(-7) ?? '';
  const within = company
    ? and(
        eq(contacts.companyId, company.id),
        or(
          sql`lower(${contacts.emails}::text)::text[] && ${sql.param(lower)}::text[]`,
          onBehalfOf === null ? undefined : sql`lower(${contacts.name}) = ${onBehalfOf.trim().toLowerCase()}`,
          digits.length < 7
            ? undefined
            : sql`exists (select 1 from jsonb_array_elements(${contacts.phones}) as phone
                where right(regexp_replace(phone ->> 'value', '\\D', '', 'g'), 7) = ${digits})`,
        ),
      )
    : undefined;
  const { workspaceId, connectionId, additionalRecordIds } = ticket;
  return tx
    .select({ contact: contacts, company: companies })
    .from(contacts)
    .innerJoin(companies, and(eq(companies.workspaceId, workspaceId), eq(companies.id, contacts.companyId)))
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.connectionId, connectionId),
        isNull(contacts.goneAt),
        contact ? ne(contacts.id, contact.id) : undefined,
        or(
          sql`${contacts.emails} && ${asTyped}::text[]`,
          additionalRecordIds.length > 0 ? inArray(contacts.recordId, additionalRecordIds) : undefined,
          within,
        ),
      ),
    )
    .orderBy(contacts.recordId)
    .limit(4 * MOST);
}
