/**
 * The objects of Autotask that the stand-in has, with what their fields take. A field reads `name type flags`:
 * `string50` is its length, `!` required on create, `-` written by Autotask alone, `?` cannot be asked for in a filter,
 * `>Companies` the number of such a record.
 */
export const ENTITY_NAMES = [
  'Companies',
  'CompanyLocations',
  'Contacts',
  'Tickets',
  'TicketNotes',
  'TicketAdditionalContacts',
  'Countries',
  'CompanyWebhooks',
  'CompanyWebhookFields',
  'CompanyWebhookExcludedResources',
  'ContactWebhooks',
  'ContactWebhookFields',
  'ContactWebhookExcludedResources',
] as const;
export type EntityName = (typeof ENTITY_NAMES)[number];
export type FieldType = 'string' | 'integer' | 'long' | 'boolean' | 'double' | 'datetime';

export interface Field {
  name: string;
  type: FieldType;
  length: number;
  required: boolean;
  readOnly: boolean;
  queryable: boolean;
  references: EntityName | null;
}
export interface Entity {
  name: EntityName;
  singular: string;
  fields: Map<string, Field>;
  /** Where it is written: below another record, whose id goes into `field`; null: at its own address. */
  parent: { entity: EntityName; sub: string; field: string } | null;
  can: { create: boolean; update: boolean; delete: boolean };
}

const webhook = `id long -, isActive boolean !, name string50 !, webhookUrl string500 !, deactivationUrl string500 !,
  secretKey string64 !, isSubscribedToCreateEvents boolean, isSubscribedToUpdateEvents boolean,
  isSubscribedToDeleteEvents boolean, isReady boolean -, sendThresholdExceededNotification boolean !,
  notificationEmailAddress string254, ownerResourceID integer, webhookGUID string50 -`;
const webhookField = `id long -, webhookID integer, fieldID integer !, isSubscribedField boolean,
  isDisplayAlwaysField boolean`;
const excluded = 'id long -, webhookID integer, resourceID integer !';

const ALL = { create: true, update: true, delete: true };
const READ = { create: false, update: false, delete: false };

export const ENTITIES: Record<EntityName, Entity> = {
  Companies: entity(
    'Companies',
    'Company',
    `id long -, companyName string100 !, companyNumber string50, companyType integer !, ownerResourceID integer !,
     phone string25 !, alternatePhone1 string25, fax string25, address1 string128, city string30, state string40,
     postalCode string10, countryID integer >Countries, webAddress string255, parentCompanyID integer >Companies,
     isActive boolean, createDate datetime -, lastActivityDate datetime -, lastTrackedModifiedDateTime datetime -`,
    { ...ALL, delete: false },
  ),
  CompanyLocations: entity(
    'CompanyLocations',
    'CompanyLocation',
    `id long -, companyID integer >Companies, name string100 !, address1 string128, city string50,
     countryID integer >Countries, phone string25, isActive boolean, isPrimary boolean`,
    ALL,
    { entity: 'Companies', sub: 'Locations', field: 'companyID' },
  ),
  Contacts: entity(
    'Contacts',
    'Contact',
    `id long -, companyID integer >Companies, companyLocationID integer >CompanyLocations, firstName string50 !,
     middleInitial string50, lastName string50 !, title string50, emailAddress string254, emailAddress2 string254,
     emailAddress3 string254, phone string25, extension string10, mobilePhone string25, alternatePhone string32,
     faxNumber string25, externalID string50, note string50, isActive integer !, primaryContact boolean,
     receivesEmailNotifications boolean, isOptedOutFromBulkEmail boolean ?, solicitationOptOut boolean ?,
     surveyOptOut boolean ?, createDate datetime -, lastActivityDate datetime -, lastModifiedDate datetime -`,
    ALL,
    { entity: 'Companies', sub: 'Contacts', field: 'companyID' },
  ),
  Tickets: entity(
    'Tickets',
    'Ticket',
    `id long -, ticketNumber string50 -, title string255 !, description string8000, companyID integer ! >Companies,
     companyLocationID integer >CompanyLocations, contactID integer >Contacts, priority integer !, status integer !,
     queueID integer, source integer, externalID string50, createDate datetime -, creatorType integer ?,
     lastActivityDate datetime -, lastTrackedModificationDateTime datetime -`,
    { ...ALL, delete: false },
  ),
  TicketNotes: entity(
    'TicketNotes',
    'TicketNote',
    `id long -, ticketID integer >Tickets, title string250, description string32000 !, noteType integer !,
     publish integer !, createDateTime datetime -, lastActivityDate datetime -, creatorResourceID integer -`,
    { ...ALL, delete: false },
    { entity: 'Tickets', sub: 'Notes', field: 'ticketID' },
  ),
  TicketAdditionalContacts: entity(
    'TicketAdditionalContacts',
    'TicketAdditionalContact',
    'id long -, ticketID integer >Tickets, contactID integer ! >Contacts',
    { ...ALL, update: false },
    { entity: 'Tickets', sub: 'AdditionalContacts', field: 'ticketID' },
  ),
  Countries: entity(
    'Countries',
    'Country',
    'id long -, countryCode string10, displayName string100, name string100, isActive boolean',
    READ,
  ),
  CompanyWebhooks: entity('CompanyWebhooks', 'CompanyWebhook', webhook, ALL),
  CompanyWebhookFields: child('CompanyWebhooks', 'CompanyWebhookField', 'Fields', webhookField),
  CompanyWebhookExcludedResources: child(
    'CompanyWebhooks',
    'CompanyWebhookExcludedResource',
    'ExcludedResources',
    excluded,
  ),
  ContactWebhooks: entity('ContactWebhooks', 'ContactWebhook', webhook, ALL),
  ContactWebhookFields: child('ContactWebhooks', 'ContactWebhookField', 'Fields', webhookField),
  ContactWebhookExcludedResources: child(
    'ContactWebhooks',
    'ContactWebhookExcludedResource',
    'ExcludedResources',
    excluded,
  ),
};

/** By its name in any case, as in an address. */
export function entityNamed(name: string): Entity | undefined {
  const found = ENTITY_NAMES.find((one) => one.toLowerCase() === name.toLowerCase());
  return found && ENTITIES[found];
}

/** `Companies` and `locations` are CompanyLocations. */
export function childNamed(parent: EntityName, sub: string): Entity | undefined {
  return Object.values(ENTITIES).find(
    (one) => one.parent?.entity === parent && one.parent.sub.toLowerCase() === sub.toLowerCase(),
  );
}

function child(parent: EntityName, singular: string, sub: string, fields: string): Entity {
  return entity(`${singular}s` as EntityName, singular, fields, ALL, { entity: parent, sub, field: 'webhookID' });
}

function entity(
  name: EntityName,
  singular: string,
  fields: string,
  can: Entity['can'],
  parent: Entity['parent'] = null,
): Entity {
  const parsed = fields.split(',').map(parse);
  return { name, singular, can, parent, fields: new Map(parsed.map((field) => [field.name.toLowerCase(), field])) };
}

function parse(text: string): Field {
  const [name, kind, ...flags] = text.trim().split(/\s+/);
  const [, type, length] = /^([a-z]+)(\d*)$/.exec(kind!)!;
  const references = flags.find((flag) => flag.startsWith('>'))?.slice(1) as EntityName | undefined;
  return {
    name: name!,
    type: type as FieldType,
    length: Number(length || 0),
    required: flags.includes('!'),
    readOnly: flags.includes('-'),
    queryable: !flags.includes('?'),
    references: references ?? null,
  };
}
