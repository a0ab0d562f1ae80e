/**
 * The fields of Autotask's REST API that we use. Loose objects: records carry dozens of fields, any of them may be
 * null, and the live API writes names in camelCase where its own description has PascalCase.
 * https://www.autotask.net/help/developerhelp/Content/APIs/REST/REST_API_Home.htm
 */
import { z } from 'zod';
import { storable } from '../text.ts';

const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
const optionalId = id.nullish();
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : storable(String(value))));
const count = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
/** A contact's `isActive` counts 0 and 1, a company's is true and false. */
const flag = z
  .union([z.boolean(), z.number(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : !/^(0|false)$/i.test(String(value))));

/** `GET /ZoneInformation?user=`, needs no key: where the customer's database is, for programs and for people. */
export const ZoneInformation = z.looseObject({ zoneName: text, url: z.url(), webUrl: z.url() });

/** `GET /ThresholdInformation`: what all integrations of the database have used of the rolling hour. */
export const ThresholdInformation = z.looseObject({
  externalRequestThreshold: count,
  currentTimeframeRequestCount: count,
});

const Access = z.union([z.string(), z.number()]).transform((value) => !/^(0|none)$/i.test(String(value)));
const Rights = z.looseObject({
  userAccessForQuery: Access,
  userAccessForCreate: Access,
  userAccessForUpdate: Access,
});
/** `GET /{Entity}/entityInformation`: what the API user's security level allows. "Restricted" is some, not none. */
export const EntityInformation = z.preprocess(unwrap, Rights);

/** `GET /{Entity}/entityInformation/fields`, of which we read the choices of a picklist. */
export const FieldsInformation = z.looseObject({
  fields: z.array(
    z.looseObject({
      name: z.string(),
      picklistValues: z.array(z.looseObject({ value: text, label: text, isActive: flag })).nullish(),
    }),
  ),
});

/** https://www.autotask.net/help/developerhelp/Content/APIs/REST/Entities/CompaniesEntity.htm */
export const AutotaskCompany = z.looseObject({
  id,
  companyName: text,
  webAddress: text,
  countryID: optionalId,
  isActive: flag,
});
export type AutotaskCompany = z.infer<typeof AutotaskCompany>;

/** https://www.autotask.net/help/developerhelp/Content/APIs/REST/Entities/CompanyLocationsEntity.htm */
export const AutotaskLocation = z.looseObject({ id, companyID: id, name: text, isActive: flag });
export type AutotaskLocation = z.infer<typeof AutotaskLocation>;

/** https://www.autotask.net/help/developerhelp/Content/APIs/REST/Entities/ContactsEntity.htm */
export const AutotaskContact = z.looseObject({
  id,
  companyID: id,
  companyLocationID: optionalId,
  firstName: text,
  lastName: text,
  emailAddress: text,
  emailAddress2: text,
  emailAddress3: text,
  phone: text,
  mobilePhone: text,
  alternatePhone: text,
  externalID: text,
  isActive: flag,
});
export type AutotaskContact = z.infer<typeof AutotaskContact>;

/** https://www.autotask.net/help/developerhelp/Content/APIs/REST/Entities/TicketsEntity.htm */
export const AutotaskTicket = z.looseObject({
  id,
  ticketNumber: text,
  title: text,
  description: text,
  companyID: optionalId,
  contactID: optionalId,
});
export type AutotaskTicket = z.infer<typeof AutotaskTicket>;

/** https://www.autotask.net/help/developerhelp/Content/APIs/REST/Entities/TicketAdditionalContactsEntity.htm */
export const AutotaskAdditionalContact = z.looseObject({ id, contactID: id });
export const AutotaskNote = z.looseObject({ id, ticketID: id });
/** `countryCode` is ISO 3166-1 alpha-2. */
export const AutotaskCountry = z.looseObject({ id, countryCode: text });

/** Of a record, only that it is there. */
export const AutotaskRow = z.looseObject({ id });
/** Creating and changing answer with the id alone. */
export const Written = z.looseObject({ itemId: id });
export const Counted = z.looseObject({ queryCount: count });

/** A single record, or `{"item": null}` where there is none of that id. */
export function itemOf<T extends z.ZodType>(record: T) {
  return z.looseObject({ item: record.nullable() }).transform((body) => body.item as z.output<T> | null);
}

/** A page of a query; the last one names no next. */
export function pageOf<T extends z.ZodType>(record: T) {
  return z
    .looseObject({ items: z.array(record), pageDetails: z.looseObject({ nextPageUrl: text }).nullish() })
    .transform((body) => ({ items: body.items as z.output<T>[], last: !body.pageDetails?.nextPageUrl }));
}

/** The same with its rows unread but for their ids. */
export const rawPage = pageOf(
  z.custom<{ id: unknown }>((row) => typeof row === 'object' && row !== null && 'id' in row),
);

function unwrap(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'info' in body ? body.info : body;
}
