/**
 * A string literal of OData 4.01 (ABNF `string`): in single quotes, a quote inside it doubled. Control characters and
 * halves of surrogate pairs are taken out: no directory value holds one, and an address cannot be written with them.
 * https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_PrimitiveLiterals
 */
export function literal(text: string): string {
  return `'${text.replace(/[\p{Cc}\p{Cs}]/gu, '').replaceAll("'", "''")}'`;
}

/** Everybody who has the address in any of the four places that Entra keeps addresses in. */
export function byAddress(address: string): string {
  const [plain, proxy] = [literal(address), literal(`smtp:${address}`)];
  return [
    `mail eq ${plain}`,
    `userPrincipalName eq ${plain}`,
    `proxyAddresses/any(p:p eq ${proxy})`,
    `otherMails/any(m:m eq ${plain})`,
  ].join(' or ');
}

/** Whoever carries our key; see `KEY_PLACE` for why it is kept there. */
export function byKey(key: string): string {
  return `onPremisesExtensionAttributes/extensionAttribute15 eq ${literal(key)}`;
}
