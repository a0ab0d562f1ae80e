import { contactsOf, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';

const DOMAIN = 'milllanedental.example';
const contact = contactsOf('18', '71');

/** A dentist with two chairs: no directory anywhere. */
export const millLaneDental: StoryCustomer = {
  key: 'mill-lane-dental',
  mainPhone: '0117 496 0300',
  website: '',
  company: { id: '18', name: 'Mill Lane Dental', domains: [], country: 'GB', tenantIds: [], active: true },
  sites: [{ id: '71', companyId: '18', name: 'Bristol', domain: null, active: true }],
  directory: null,
  directoryLinked: false,
  people: [
    person('fiona', 'not_in_directory', {
      contact: contact(1501, 'Fiona Blake', { emails: [`fiona@${DOMAIN}`], phones: [work('0117 496 0300')] }),
      note: 'There is no directory to be in.',
    }),
    person('raj', 'not_in_directory', {
      contact: contact(1502, 'Raj Patel', { emails: [`raj@${DOMAIN}`] }),
      note: 'There is no directory to be in.',
    }),
  ],
  tickets: [
    {
      id: '5601',
      number: '5601',
      summary: 'X-ray viewer asks for a licence',
      companyId: '18',
      contactId: '1501',
      sender: { name: 'Fiona Blake', email: `fiona@${DOMAIN}` },
      state: 'company_without_directory',
      body: 'The X-ray viewer asks for a licence key since this morning. Patients are waiting.\n\nFiona',
      openedAt: '2026-11-09T08:31:00',
      status: 'In Progress',
      priority: 1,
      type: 'Incident',
      agentId: '4',
    },
  ],
};
