/**
 * A value in Google's search language: in single quotes, quotes and backslashes inside it escaped. Control characters and
 * halves of surrogate pairs are taken out: no directory value holds one, and an address cannot be written with them.
 * https://developers.google.com/workspace/admin/directory/v1/guides/search-users
 */
export function literal(text: string): string {
  return `'${text.replace(/[\p{Cc}\p{Cs}]/gu, '').replace(/[\\']/g, '\\$&')}'`;
}

/** Whoever has the address as primary, alias or other one. Google's word for "the same" is `=`; `:` would be a part. */
export function byAddress(address: string): string {
  return `email=${literal(address)}`;
}

/** Whoever carries our key; see `KEY_TYPE` for where it is. */
export function byKey(key: string): string {
  return `externalId=${literal(key)}`;
}
