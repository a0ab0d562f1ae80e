import { AutotaskCompany, AutotaskContact, AutotaskLocation, AutotaskTicket } from './api.ts';
import { EMAIL_FIELDS, PHONE_FIELDS } from './mapping.ts';

/** The objects we ask for: where they are, what a security level must allow, and the fields that we use of them. */
export const COMPANIES = {
  path: 'Companies',
  answer: AutotaskCompany,
  right: 'CRM: view companies',
  fields: ['id', 'companyName', 'webAddress', 'countryID', 'isActive'],
} as const;

export const LOCATIONS = {
  path: 'CompanyLocations',
  answer: AutotaskLocation,
  right: 'CRM: view companies',
  fields: ['id', 'companyID', 'name', 'isActive'],
} as const;

export const CONTACTS = {
  path: 'Contacts',
  answer: AutotaskContact,
  right: 'CRM: view contacts',
  fields: [
    ...['id', 'companyID', 'companyLocationID', 'firstName', 'lastName', 'isActive', 'externalID'],
    ...EMAIL_FIELDS,
    ...PHONE_FIELDS,
  ],
} as const;

export const TICKETS = {
  path: 'Tickets',
  answer: AutotaskTicket,
  right: 'Service Desk: view tickets',
  fields: ['id', 'ticketNumber', 'title', 'description', 'companyID', 'contactID'],
} as const;
