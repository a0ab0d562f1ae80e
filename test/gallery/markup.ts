/** What a stranger may have for a name; were it ever read as HTML, it would leave elements, and a title that is not ours. */
export const MARKUP = '<b data-markup>Bo</b><img src=x data-markup onerror="document.title=\'markup ran\'">';

const SAYS =
  /^(name|firstName|lastName|displayName|givenName|familyName|summary|title|department|username|email|emails|value|contactValue|accountValue|ticketValue|linkedTo|linkedBy|login|note|text|onBehalfOf|replyTo|phone|before|after|from|to|device)$/;

/** Every text of people in it, and of what they wrote, with markup before it. Ids, codes and dates stay as they are. */
export function withMarkup<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (SAYS.test(key) ? `${MARKUP}${value}` : value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withMarkup(one, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withMarkup(one, name)])) as T;
}
