import { badRequest, type Fields } from './answers.ts';
import { type GraphRecord, PROPERTIES } from './store.ts';

/** What a user is told with when nobody asked for anything. */
const DEFAULT = [
  ...['id', 'businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation'],
  ...['preferredLanguage', 'surname', 'userPrincipalName'],
];

export function readSelect(text: string | null): string[] {
  if (text === null) return DEFAULT;
  const names = text.split(',').map((name) => name.trim());
  const strange = names.find((name) => !PROPERTIES.includes(name));
  if (strange !== undefined)
    throw badRequest(`Could not find a property named '${strange}' on type 'microsoft.graph.user'.`);
  return names;
}

export function chosen(user: GraphRecord, names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, user[name] ?? null]));
}
