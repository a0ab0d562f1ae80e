import { normalizeDomain } from './domain.ts';

/** A mail address taken apart; `address` is what equality compares. */
export interface Address {
  raw: string;
  address: string;
  local: string;
  domain: string;
  /** The local part without a `+tag`: a weaker second key, never equality. */
  mailbox: string;
  /** Belongs to a desk (info@, reception@), not to a human. */
  role: boolean;
}

/**
 * One spelling for each address, or null where the text holds none. Dots and `+tags` stay: only the owner of the
 * domain knows whether they matter. A guest's sign-in name (`jane_corp.com#EXT#@tenant`) reads as jane@corp.com.
 */
export function normalizeEmail(raw: string): string | null {
  return parseEmail(raw)?.address ?? null;
}

export function parseEmail(raw: string): Address | null {
  if (raw.length > 400) return null;
  let text = lower(raw).trim();
  text = /<([^<>]*)>\s*$/.exec(text)?.[1]?.trim() ?? text;
  text = text.replace(/^(?:(?:smtp|mailto|sip|x500):\s*)+/, '');
  text = text.replace(/^([^@]+)_([^_@]+)#ext#@.*$/, '$1@$2');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (!local || /[\s@<>,;:"\\()[\]]/.test(local) || [...local].length > 64) return null;
  const domain = normalizeDomain(text.slice(at + 1).replace(/[/?#:].*$/s, '/'));
  if (!domain || text.slice(at + 1).includes('/')) return null;
  const mailbox = local.replace(/(?<=.)\+.*$/, '');
  return { raw, address: `${local}@${domain}`, local, domain, mailbox, role: isRoleLocalPart(mailbox) };
}

/** A sign-in name without its domain, in either writing (`CORP\jane`, `jane@corp.com`), lower case. */
export function loginLocalPart(login: string): string {
  const name = lower(login.slice(0, 400)).trim();
  const afterDomain = name.slice(name.lastIndexOf('\\') + 1);
  return parseEmail(afterDomain)?.mailbox ?? afterDomain.replace(/@.*$/, '');
}

function lower(text: string): string {
  // Lower-casing can undo the composition, so compose once more.
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

const ROLE_WORDS = new Set(
  [
    'info information contact contacts office hello hi mail email post team all staff everyone company',
    'reception receptionist frontdesk desk helpdesk servicedesk service support it itsupport tech ict edv informatique',
    'admin administrator administration root postmaster hostmaster webmaster web abuse security soc noc',
    'sales vente ventes verkauf ventas orders order bestellung commande purchasing procurement einkauf achats',
    'accounts accounting account accountspayable accountsreceivable ap ar billing invoices invoice finance payroll',
    'buchhaltung rechnung rechnungen comptabilite compta facturation contabilidad administracion',
    'hr humanresources jobs careers career recruiting recruitment bewerbung personal rh',
    'marketing press media pr news newsletter events booking bookings reservations kontakt empfang zentrale buero',
    'accueil secretariat sekretariat contacto recepcion legal compliance privacy datenschutz gdpr dpo',
    'warehouse logistics shipping dispatch lager operations ops maintenance facilities production',
    'scan scanner copier printer print fax voicemail alarm alarms alerts alert monitoring backup backups',
    'noreply donotreply mailer mailerdaemon notification notifications system sysadmin test testuser guest user',
    'feedback enquiries enquiry inquiries inquiry customerservice customercare kundenservice serviceclient',
    'meetingroom boardroom conference room calendar shared sharedmailbox mailbox',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a local part names a desk or a machine. `sales-uk`, `info2` and `no-reply` count; `info.meier` does not. */
export function isRoleLocalPart(local: string): boolean {
  const words = local.split(/[._-]+/).map((word) => word.replace(/\d+$/, ''));
  if (ROLE_WORDS.has(words.join(''))) return true;
  if (/^(?:svc|srv|service)[._-]/.test(local)) return true;
  return (
    ROLE_WORDS.has(words[0] ?? '') &&
    words.length > 1 &&
    words.slice(1).every((w) => w.length <= 3 || ROLE_WORDS.has(w))
  );
}
