/**
 * A string of Okta's expressions, which are SCIM's: written as a JSON literal, so that none can end its own quotes. Control
 * characters and halves of surrogate pairs are taken out: no profile holds one, and an address cannot be written with them.
 * https://developer.okta.com/docs/api/#filter
 */
export function literal(text: string): string {
  return JSON.stringify(text.replace(/[\p{Cc}\p{Cs}]/gu, ''));
}

/** Everybody who has the address in any of the three places that Okta keeps addresses in. */
export function byAddress(address: string): string {
  return ['login', 'email', 'secondEmail'].map((place) => `profile.${place} eq ${literal(address)}`).join(' or ');
}

/** Whoever carries our key; see `KEY_PREFIX`. */
export function byKey(url: string): string {
  return `profile.profileUrl eq ${literal(url)}`;
}

/** `since` in ms. */
export function changedAfter(since: number): string {
  return `lastUpdated gt ${literal(new Date(since).toISOString())}`;
}
