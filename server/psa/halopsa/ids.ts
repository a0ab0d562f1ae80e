import { AppError } from '@counterpart/shared/errors.ts';

const MAX_ID = 2_147_483_647;

/** Halo counts in 32 bits and answers 400, not 404, for what is no number: such a record cannot be there. */
export function isHaloId(id: string): boolean {
  return /^\d{1,10}$/.test(id) && Number(id) > 0 && Number(id) <= MAX_ID;
}

export function missing(what: 'company' | 'contact' | 'ticket' | 'note'): AppError {
  return new AppError('provider_not_found', `HaloPSA has no such ${what}`);
}
