import type { Entry } from 'ldapts';
import { z } from 'zod';
import { checked } from '../../http.ts';
import { readGuid } from './guid.ts';

/** NUL is legal in a directory string and in no PostgreSQL text, so it goes here, where strangers' text comes in. */
const Texts = z
  .array(z.union([z.string(), z.instanceof(Buffer).transform((bytes) => bytes.toString('latin1'))]))
  .transform((values) => values.map((value) => value.replaceAll('\0', '').trim()).filter((value) => value !== ''));
const Text = Texts.transform((values) => values[0] ?? null);
const Whole = Text.transform((text) => Number.parseInt(text ?? '', 10) || 0);
const Flag = Text.transform((text) => text === 'TRUE');
export const Guid = z
  .tuple([z.instanceof(Buffer).refine((bytes) => bytes.length === 16)])
  .transform(([bytes]) => readGuid(bytes));

/**
 * Where our key lives: the last of the twenty attributes that Windows Server 2012 added for others to use. It is indexed,
 * belongs to every user, and is copied to Entra by nobody who did not choose it; `employeeID` would be HR's,
 * `extensionAttribute15` exists only beside Exchange, and `info` is shown to people. Written once, into an account we make.
 */
export const KEY_PLACE = 'msDS-cloudExtensionAttribute20';

/**
 * The attributes that we use, as AD's schema writes them (MS-ADA1 to 3). Absent ones are empty lists here; the last two
 * exist only where Exchange extended the schema or are constructed, and a controller leaves out what it does not know.
 */
const fields = {
  objectGUID: Guid,
  objectClass: Texts,
  userPrincipalName: Text,
  sAMAccountName: Text,
  mail: Text,
  proxyAddresses: Texts,
  displayName: Text,
  cn: Text,
  givenName: Text,
  sn: Text,
  telephoneNumber: Text,
  otherTelephone: Texts,
  mobile: Text,
  otherMobile: Texts,
  homePhone: Text,
  otherHomePhone: Texts,
  title: Text,
  department: Text,
  userAccountControl: Whole,
  adminCount: Whole,
  servicePrincipalName: Texts,
  whenCreated: Text,
  [KEY_PLACE]: Text,
  msExchRecipientTypeDetails: Text,
  'msDS-User-Account-Control-Computed': Whole,
};
export const AdUser = z.object({ dn: z.string(), ...fields });
export type AdUser = z.infer<typeof AdUser>;
export const USER_ATTRIBUTES = Object.keys(fields);

/** What a DirSync answer says of an object: https://learn.microsoft.com/windows/win32/ad/polling-for-changes-using-the-dirsync-control */
export const Changed = z.object({ dn: z.string(), objectGUID: Guid, isDeleted: Flag });

/** https://learn.microsoft.com/windows/win32/adschema/rootdse */
export const RootDse = z.object({
  defaultNamingContext: z.tuple([z.string()], z.unknown()),
  configurationNamingContext: Text,
  dsServiceName: Text,
  dnsHostName: Text,
});

/** The sixteen bytes of these are no text. */
export const BINARY = ['objectGUID', 'invocationId'];

/** A container by its own spelling of its name. */
export const Place = z.object({ dn: z.string() });

/** An entry in the shape of `schema`: names as the schema writes them whatever the controller's case, a list for each. Throws `provider_invalid`. */
export function readEntry<T>(schema: z.ZodType<T> & { shape: object }, entry: Entry): T {
  const given = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
  const named = Object.keys(schema.shape).map((name) => {
    const value = given.get(name.toLowerCase()) ?? [];
    return [name, Array.isArray(value) || name === 'dn' ? value : [value]];
  });
  return checked(schema, Object.fromEntries(named));
}
