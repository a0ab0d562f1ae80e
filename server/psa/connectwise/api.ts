/**
 * The fields of ConnectWise's API that we use. Loose objects: its records carry dozens of fields, absent where empty.
 * Names and types: https://developer.connectwise.com/Products/ConnectWise_PSA/REST
 */
import { z } from 'zod';
import { storable } from '../text.ts';

const text = z
  .union([z.string(), z.number()])
  .transform((value) => storable(String(value)))
  .nullish();
const flag = z.union([z.boolean(), z.stringbool()]).nullish();
const number = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]);
const id = number.transform(String);

/** A reference to another record; `{}` and `null` both mean that there is none. */
const reference = z
  .looseObject({ id: id.nullish(), name: text, identifier: text })
  .nullish()
  .transform((value) => (value?.id ? { id: value.id, name: value.name ?? '', identifier: value.identifier } : null));

/** `GET /login/companyinfo/{company}`, needs no key; `null` for a company that it does not know. */
export const CompanyInfo = z.looseObject({ Codebase: z.string().nullish() }).nullable();

/** `GET /system/info`. */
export const Info = z.looseObject({ version: text });

/** `/company/companies`. */
export const CwCompany = z.looseObject({
  id,
  name: text,
  website: text,
  country: reference,
  status: reference,
  deletedFlag: flag,
});
export type CwCompany = z.infer<typeof CwCompany>;
export const CompanyStatus = z.looseObject({ id, name: text, inactiveFlag: flag });

/** `/company/companies/{id}/sites`: a site does not always say whose it is, but the list was asked for. */
export const CwSite = z.looseObject({ id, name: text, inactiveFlag: flag });
export type CwSite = z.infer<typeof CwSite>;

/** One address or number of a contact. The API has no other place for e-mail. */
export const CommunicationItem = z.looseObject({
  id: id.nullish(),
  type: reference,
  value: text,
  extension: text,
  defaultFlag: flag,
  communicationType: z.string().nullish(),
});
export type CommunicationItem = z.infer<typeof CommunicationItem>;
export const CommunicationType = z.looseObject({
  id,
  description: text,
  phoneFlag: flag,
  emailFlag: flag,
  defaultFlag: flag,
});
export type CommunicationType = z.infer<typeof CommunicationType>;

/** A field that an admin has added; `id` is that of its definition. */
export const CustomField = z.looseObject({
  id: number,
  caption: text,
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});
export type CustomField = z.infer<typeof CustomField>;
/** `/system/userDefinedFields`: `ct300` is the contact's screen. */
export const CustomFieldDefinition = z.looseObject({ id: number, caption: text, screenId: text });

/** `/company/contacts`. Some answers leave out `communicationItems`, which then says nothing about there being none. */
export const CwContact = z.looseObject({
  id,
  firstName: text,
  lastName: text,
  company: reference,
  site: reference,
  inactiveFlag: flag,
  communicationItems: z.array(CommunicationItem).nullish(),
  types: z.array(reference).nullish(),
  customFields: z.array(CustomField).nullish(),
  defaultPhoneType: text,
  defaultPhoneNbr: text,
  defaultPhoneExtension: text,
});
export type CwContact = z.infer<typeof CwContact>;

/** `/service/tickets`. The `contact…` texts are the ticket's own, filled from its contact or from a mail's sender. */
export const CwTicket = z.looseObject({
  id,
  summary: text,
  company: reference,
  contact: reference,
  contactName: text,
  contactEmailAddress: text,
  contactPhoneNumber: text,
  contactPhoneExtension: text,
  automaticEmailCc: text,
  customFields: z.array(CustomField).nullish(),
});
export type CwTicket = z.infer<typeof CwTicket>;

/** `/service/tickets/{id}/notes`; internal analysis is what the customer's portal and mails never show. */
export const CwNote = z.looseObject({ id, internalAnalysisFlag: flag, detailDescriptionFlag: flag });
export const CwNoteText = z.looseObject({ id, text });
export const CwNoteAuthor = z.looseObject({ id, contact: reference });

export const Count = z.looseObject({ count: z.coerce.number().int().nonnegative() });

/** A page of records, unread but for their ids. */
export const rawRows = z.array(
  z.custom<{ id: unknown }>((row) => typeof row === 'object' && row !== null && 'id' in row),
);

/** Every fault of the API: a code, a sentence, and the fields it is about. */
export const Fault = z.looseObject({
  code: text,
  message: text,
  error: text,
  errors: z.array(z.looseObject({ code: text, message: text, field: text })).nullish(),
});
