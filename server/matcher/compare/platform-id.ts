import { WEIGHTS } from '../rules.ts';
import type { Comparison } from '../types.ts';

/**
 * The ids of identity platforms that the PSA stores, against the account's own and its external id. That they differ is said
 * only when another account compared has the id: it may else belong to a directory we do not see.
 */
export const comparePlatformId: Comparison = (contact, account, context) => {
  const same = contact.ids.find((id) => account.ids.includes(id));
  if (same === undefined && !context.idKnown) return null;
  const rule = same === undefined ? 'platform_id_differs' : 'platform_id_same';
  return {
    field: 'platform_id',
    rule,
    contactValue: same ?? contact.ids.join(', '),
    accountValue: same ?? account.account.id,
    bits: WEIGHTS[rule],
    conflict: rule === 'platform_id_differs',
  };
};
