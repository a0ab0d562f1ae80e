import { AppError } from '@counterpart/shared/errors.ts';

const MAX_ID = 2_147_483_647;

/** ConnectWise counts in 32 bits, from 1: what is no such number cannot be a record, and is not asked for. */
export function isRecordId(id: string): boolean {
  return /^\d{1,10}$/.test(id) && Number(id) > 0 && Number(id) <= MAX_ID;
}

export function missing(what: 'company' | 'contact' | 'ticket' | 'note'): AppError {
  return new AppError('provider_not_found', `ConnectWise has no such ${what}`);
}

/** An address that a mail could come from. Nothing else is asked for, whatever a stranger has typed. */
export function searchableEmail(email: string): boolean {
  return /^[^\s"\\<>()[\],;:@\p{Cc}]{1,128}@[^\s"\\<>()[\],;:@\p{Cc}]{1,128}$/u.test(email);
}
