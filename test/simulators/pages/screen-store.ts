/** What stand-in screens need to know of a PSA's records. A simulator's store is wrapped into this, or a seed is. */
export interface ScreenStore {
  tickets(): readonly ScreenTicket[];
  contacts(): readonly ScreenContact[];
  companies(): readonly ScreenCompany[];
}

export interface ScreenTicket {
  id: number;
  /** What people say on the phone: `T20260101.0001` in Autotask, the id again in ConnectWise. */
  number: string;
  title: string;
  /** Written by a stranger: shown as text, never as markup. */
  description: string;
  companyId: number;
  contactId: number | null;
  status: string;
  notes: readonly { text: string; at: string }[];
}

export interface ScreenContact {
  id: number;
  companyId: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

export interface ScreenCompany {
  id: number;
  name: string;
}

export const byId = <T extends { id: number }>(rows: readonly T[], id: unknown): T | undefined =>
  rows.find((row) => String(row.id) === String(id));

/** A few records of nobody in particular, with two people of one name and one ticket that nobody asked for. */
export const GENERIC: ScreenStore = {
  companies: () => [
    { id: 42, name: 'Ashgrove Dental (Leeds)' },
    { id: 43, name: 'Pallister & Sons' },
  ],
  contacts: () => [
    {
      id: 9001,
      companyId: 42,
      firstName: 'Jonas',
      lastName: 'Whitlock',
      email: 'j.whitlock@ashgrove.example',
      phone: '0113 496 0101',
    },
    { id: 9002, companyId: 42, firstName: 'Jonas', lastName: 'Whitlock', email: 'jonas.w@ashgrove.example', phone: '' },
    {
      id: 9003,
      companyId: 43,
      firstName: 'Amara',
      lastName: 'Pallister',
      email: 'amara@pallister.example',
      phone: '0113 496 0103',
    },
  ],
  tickets: () => [
    {
      id: 53203,
      number: 'T20260101.0001',
      title: 'Cannot sign in since Monday',
      description: 'It says my account is locked.',
      companyId: 42,
      contactId: 9001,
      status: 'New',
      notes: [{ text: 'Related to Service Ticket #53204 - Scanner is offline', at: '2026-01-05T09:30:00Z' }],
    },
    {
      id: 53204,
      number: 'T20260102.0014',
      title: 'Scanner is offline',
      description: '<img src=x onerror="document.title=1"> the scanner blinks',
      companyId: 43,
      contactId: 9003,
      status: 'In Progress',
      notes: [],
    },
    {
      id: 53205,
      number: 'T20260103.0002',
      title: 'Backup report',
      description: 'Automatic message.',
      companyId: 43,
      contactId: null,
      status: 'New',
      notes: [],
    },
  ],
};
