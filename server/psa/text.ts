/** What is written so in JSON is no character: PostgreSQL keeps no NUL, and half of a surrogate pair cannot be sent on. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
