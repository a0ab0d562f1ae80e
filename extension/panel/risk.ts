import type { AccountCard, ContactCard } from '@counterpart/shared/api.ts';

export type RiskCode =
  | 'account_missing'
  | 'disabled'
  | 'contact_missing'
  | 'shared'
  | 'service'
  | 'guest'
  | 'admin'
  | 'fresh'
  | 'contact_inactive';
export interface Risk {
  code: RiskCode;
  /** `bad`: nothing should be done on this account; `warn`: look twice. */
  tone: 'bad' | 'warn';
}

const WEEK_MS = 7 * 86_400_000;

/** What a technician must know before they act on the account, the gravest first. */
export function risksOf(account: AccountCard, contact: ContactCard | null, now = Date.now()): Risk[] {
  const fresh = account.createdAt !== null && now - Date.parse(account.createdAt) < WEEK_MS;
  const found: [boolean, RiskCode, Risk['tone']][] = [
    [account.missing, 'account_missing', 'bad'],
    [!account.enabled && !account.missing, 'disabled', 'bad'],
    [contact?.missing ?? false, 'contact_missing', 'bad'],
    [account.kind === 'shared', 'shared', 'bad'],
    [account.kind === 'service', 'service', 'bad'],
    [account.kind === 'guest', 'guest', 'warn'],
    [account.admin, 'admin', 'warn'],
    [fresh, 'fresh', 'warn'],
    [contact !== null && !contact.active && !contact.missing, 'contact_inactive', 'warn'],
  ];
  return found.filter(([is]) => is).map(([, code, tone]) => ({ code, tone }));
}
