import type { FixProblem, FixStep } from '@counterpart/shared/api.ts';
import type { FixStepName, RequesterRule } from '@counterpart/shared/requester.ts';

/** Each doubt as a sentence for people. A code without a sentence does not compile. */
const rule = {
  unknown_sender: 'The ticket has no contact',
  general_user: 'The contact is a placeholder for nobody in particular',
  shared_mailbox: 'Several people write from this address',
  sender_differs: 'Somebody else wrote this ticket',
  reply_to_differs: 'The answer would go to another address',
  on_behalf_of: 'One person acts for another here',
  phone_differs: 'The call came from another number',
} as const satisfies Record<RequesterRule, string>;

const step = {
  contact: 'Contact of the ticket',
  link: 'Link',
  note: 'Private note',
} as const satisfies Record<FixStepName, string>;

const state = {
  pending: 'waiting',
  done: 'done',
  failed: 'failed',
  skipped: 'left out',
  undone: 'taken back',
} as const satisfies Record<FixStep['state'], string>;

const problem = {
  not_supported: 'This PSA does not let us change the contact of a ticket.',
  already_so: 'It is so already.',
  other_company: 'This person belongs to another company. Move the ticket in the PSA first.',
  not_a_person: 'This contact is not a person.',
  no_directory: 'The account’s directory is not linked to this company.',
  taken: 'The account belongs to another contact of this company.',
  rejected: 'Somebody decided: never these two.',
  missing: 'The PSA no longer has this contact.',
} as const satisfies Record<FixProblem, string>;

export const requester = {
  rule,
  step,
  state,
  problem,
  heading: 'Who really asks?',
  ticketSays: 'On the ticket',
  contactHas: 'The contact',
  belongsTo: 'This is {{names}}.',
  nobodys: 'No contact carries this. Do not act on it before you have asked.',
  suggestions: 'Who it may be',
  make: 'Make {{name}} the requester',
  fix: {
    what: 'What changes',
    loading: 'Preparing the preview…',
    nobody: 'nobody',
    account: 'Account of {{name}}',
    noLink: 'Do not link now',
    noAccount: 'No account fits. It can be linked later.',
    already: 'Already linked with {{name}}',
    verdict: '{{account}} ({{verdict}})',
    noteLabel: 'Text, which the customer never sees',
    note: 'Requester of this ticket changed from {{from}} to {{to}}: it was sent by {{sender}}. Done in Counterpart by {{technician}}.',
    noteOnly: '{{to}} asked, not {{from}}: the ticket was sent by {{sender}}. Noted in Counterpart by {{technician}}.',
    noteLinked: '{{to}} is linked with the account {{account}}.',
    unknown: 'unknown',
    nothing: 'Choose at least one.',
    send: 'Make the change',
    becomes: '{{name}} becomes the requester.',
  },
  progress: {
    step: '{{step}}: {{state}}',
    working: 'The PSA is being changed…',
    restoring: 'The PSA is being put back…',
    waits: 'The PSA does not answer. It goes on by itself.',
    failed: 'Not everything could be changed.',
    notRestored: 'Not everything could be put back.',
    done: 'The ticket was changed.',
  },
} as const;
