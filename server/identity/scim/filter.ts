/** A SCIM filter that only `filter` can make, so that no text reaches a server without having been escaped. */
export interface ScimFilter {
  readonly text: string;
}

/**
 * A filter with values in it: filter`userName eq ${name}`. Values are written as JSON literals, which is what
 * RFC 7644 (https://datatracker.ietf.org/doc/html/rfc7644#section-3.4.2.2, `compValue`) asks for, so none can
 * end its own quotes.
 */
export function filter(parts: TemplateStringsArray, ...values: (string | boolean)[]): ScimFilter {
  return { text: String.raw({ raw: parts }, ...values.map((value) => JSON.stringify(value))) };
}
