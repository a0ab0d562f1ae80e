/**
 * The fields of HaloPSA's API that we use. Loose objects: Halo's records carry hundreds of fields, and any of
 * them may be null. Names and types: the vendor's own description, https://{instance}.halopsa.com/apidoc
 */
import { z } from 'zod';
import { storable } from '../text.ts';

/** Numbers where a text is declared, and texts where a number or a flag is, come from imports and custom screens. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? value : storable(String(value))));
const flag = z.union([z.boolean(), z.stringbool(), z.literal([0, 1]).transform(Boolean)]).nullish();
const count = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
/** Halo writes some whole ids as doubles (`95.0`), and some instances as strings; a POST takes only the integer. */
export const id = z
  .union([z.number(), z.string().regex(/^-?\d+(\.0+)?$/)])
  .transform((value) => String(Math.trunc(Number(value))));
const optionalId = id.nullish();

/** `GET /api/authinfo`, needs no token: where the authorisation server is. */
export const AuthInfo = z.looseObject({ auth_url: z.string().min(1) });

/** `GET /api/InstanceInfo`, needs no token. */
export const InstanceInfo = z.looseObject({ version: z.union([z.string(), z.number()]).nullish() });

/** `POST {auth}/token`; `scope` lists what was granted, which may be less than what was asked. */
export const Token = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().nullish(),
  scope: text,
});

/** "Area" in the vendor's description; `/api/Client`. */
export const HaloClient = z.looseObject({
  id,
  name: text,
  inactive: flag,
  website: text,
  domain: text,
  main_site_id: optionalId,
  azure_tenants: z.array(z.looseObject({ azure_tenant_id: text, azure_tenant_domain: text })).nullish(),
});
export type HaloClient = z.infer<typeof HaloClient>;

/** `/api/Site`. */
export const HaloSite = z.looseObject({ id, client_id: id, name: text, inactive: flag, emaildomain: text });
export type HaloSite = z.infer<typeof HaloSite>;

/** `/api/Users`: the end users, not the agents. `aaduserid` is not described but seen at run time. */
export const HaloUser = z.looseObject({
  id,
  client_id: id,
  site_id: optionalId,
  name: text,
  firstname: text,
  surname: text,
  emailaddress: text,
  email2: text,
  email3: text,
  phonenumber: text,
  homenumber: text,
  mobilenumber: text,
  mobilenumber2: text,
  login: text,
  inactive: flag,
  isserviceaccount: flag,
  azureoid: text,
  azure_id: text,
  aaduserid: text,
  azure_tenant_id: text,
  samaccountname: text,
  googleworkplace_id: text,
  oktaid: text,
  third_party_guid: text,
});
export type HaloUser = z.infer<typeof HaloUser>;

/** "Faults" in the vendor's description; `/api/Tickets`. A `user_id` of 0 or less means that no user is set. */
export const HaloTicket = z.looseObject({
  id,
  summary: text,
  client_id: optionalId,
  user_id: optionalId,
  user_name: text,
  user_email: text,
  reportedby: text,
  addressfrom: text,
  phonenumberfrom: text,
  alternativecontactno: text,
  loggedonbehalfby: text,
  emailcclist: text,
});
export type HaloTicket = z.infer<typeof HaloTicket>;

/** `/api/Actions`: what happened on a ticket; a note is one. */
export const HaloAction = z.looseObject({ id, hiddenfromuser: flag });

export const HaloNotes = z.looseObject({
  actions: z.array(z.looseObject({ id, note: text, note_html: text })).nullish(),
});

/** A POST of one element is answered by that element, or by a list of it. */
export function oneOf<T extends z.ZodType>(record: T) {
  return z.preprocess((body) => (Array.isArray(body) && body.length === 1 ? body[0] : body), record);
}

/** A paged list: `{ record_count, <key>: [...] }`; where an instance answers the bare array, `total` is null. */
export function listOf<T extends z.ZodType>(key: string, record: T) {
  const envelope = z.looseObject({
    record_count: count.pipe(z.number().int().nonnegative()).nullable(),
    [key]: z.array(record),
  });
  return z
    .preprocess((body) => (Array.isArray(body) ? { record_count: null, [key]: body } : body), envelope)
    .transform((body) => ({ items: body[key] as z.output<T>[], total: body.record_count as number | null }));
}

/** A query that failed inside Halo is still answered with 200, and this. */
export const LoadError = z.looseObject({ load_error: z.string().min(1) });
