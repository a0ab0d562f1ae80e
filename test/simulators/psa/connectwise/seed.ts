/**
 * What a stand-in ConnectWise PSA starts with, in ConnectWise's own field names. Any other field of a record may be
 * given and is answered as it is.
 */
export interface Reference {
  id?: number | null;
  name?: string;
  identifier?: string;
  [field: string]: unknown;
}

export interface CompanySeed extends Extra {
  id: number;
  identifier: string;
  name: string;
  status?: Reference;
  country?: Reference;
  website?: string;
  deletedFlag?: boolean;
}

export interface SiteSeed extends Extra {
  id: number;
  name: string;
  company: Reference;
  inactiveFlag?: boolean;
  primaryAddressFlag?: boolean;
}

export interface CommunicationItemSeed extends Extra {
  id: number;
  type: Reference;
  value: string;
  extension?: string;
  defaultFlag?: boolean;
  communicationType: 'Email' | 'Phone' | 'Fax';
}

export interface ContactSeed extends Extra {
  id: number;
  firstName: string;
  lastName?: string;
  company?: Reference;
  site?: Reference;
  inactiveFlag?: boolean;
  communicationItems?: CommunicationItemSeed[];
  types?: Reference[];
  customFields?: { id: number; caption: string; value: unknown; [field: string]: unknown }[];
}

/** Without `contact`: a mail from an unknown sender, who then is in `contactName` and `contactEmailAddress`. */
export interface TicketSeed extends Extra {
  id: number;
  summary: string;
  company: Reference;
  contact?: Reference;
  contactName?: string;
  contactEmailAddress?: string;
  automaticEmailCc?: string;
}

export interface NoteSeed extends Extra {
  id: number;
  ticketId: number;
  text: string;
  internalAnalysisFlag?: boolean;
  detailDescriptionFlag?: boolean;
  contact?: Reference;
}

/** A field that an admin has added; `ct300` is the contact's screen. */
export interface CustomFieldSeed extends Extra {
  id: number;
  caption: string;
  screenId: string;
  fieldTypeIdentifier: string;
  entryTypeIdentifier: string;
}

export interface ConnectWiseSeed {
  companies: CompanySeed[];
  sites: SiteSeed[];
  contacts: ContactSeed[];
  tickets: TicketSeed[];
  notes?: NoteSeed[];
  customFields?: CustomFieldSeed[];
  communicationTypes?: CommunicationTypeSeed[];
}

export interface CommunicationTypeSeed extends Extra {
  id: number;
  description: string;
  phoneFlag?: boolean;
  emailFlag?: boolean;
  faxFlag?: boolean;
  defaultFlag?: boolean;
}

export const COMMUNICATION_TYPES: CommunicationTypeSeed[] = [
  { id: 1, description: 'Email', emailFlag: true, phoneFlag: false, faxFlag: false, defaultFlag: true },
  { id: 2, description: 'Direct', emailFlag: false, phoneFlag: true, faxFlag: false, defaultFlag: true },
  { id: 3, description: 'Fax', emailFlag: false, phoneFlag: false, faxFlag: true, defaultFlag: true },
  { id: 4, description: 'Mobile', emailFlag: false, phoneFlag: true, faxFlag: false, defaultFlag: false },
  { id: 5, description: 'Home', emailFlag: false, phoneFlag: true, faxFlag: false, defaultFlag: false },
];

interface Extra {
  [field: string]: unknown;
}
