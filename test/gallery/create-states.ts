import type { AccountPlan, LookupAnswer, OutboxItem } from '@counterpart/shared/api.ts';
import { directoryCard, rowId } from './cards.ts';
import type { GalleryState } from './states.ts';

const DOMAIN = 'harbourfinch.example';

const PLAN: AccountPlan = {
  directory: directoryCard('harbour-finch'),
  possible: true,
  draft: {
    username: `callum.reid@${DOMAIN}`,
    displayName: 'Callum Reid',
    givenName: 'Callum',
    familyName: 'Reid',
    email: `callum.reid@${DOMAIN}`,
    phones: [{ kind: 'mobile', value: '+44 7700 900115' }],
  },
  fields: [
    {
      field: 'username',
      from: `callum.reid@${DOMAIN}`,
      to: `callum.reid@${DOMAIN}`,
      rule: 'from_email',
      problem: null,
    },
    { field: 'displayName', from: 'Callum Reid', to: 'Callum Reid', rule: 'copied', problem: null },
    { field: 'givenName', from: 'Callum', to: 'Callum', rule: 'copied', problem: null },
    { field: 'familyName', from: 'Reid', to: 'Reid', rule: 'copied', problem: null },
    { field: 'email', from: `callum.reid@${DOMAIN}`, to: `callum.reid@${DOMAIN}`, rule: 'copied', problem: null },
    { field: 'phone', from: '07700 900115', to: '+44 7700 900115', rule: 'copied', problem: null },
  ],
};

const ITEM: OutboxItem = {
  id: rowId(8001),
  state: 'running',
  attempts: 2,
  error: null,
  message: null,
  accountId: null,
  linkId: null,
  steps: [],
};

/** A new account: the preview, what is wrong with it, the wait, and the refusal. */
export function createStates(nobody: LookupAnswer): Record<string, GalleryState> {
  const task = { kind: 'create', replaces: null } as const;
  const taken = PLAN.fields.map((field) =>
    field.field === 'username'
      ? { ...field, problem: 'taken' as const }
      : field.field === 'email'
        ? { ...field, from: null, to: 'callum.reid', problem: 'not_an_address' as const }
        : field,
  );
  return {
    create: { answer: nobody, task, plan: PLAN },
    'create-problems': { answer: nobody, task, plan: { ...PLAN, fields: taken } },
    'create-running': { answer: nobody, task, plan: PLAN, outbox: ITEM },
    'create-failed': {
      answer: nobody,
      task,
      plan: PLAN,
      outbox: { ...ITEM, state: 'failed', error: 'provider_rejected', message: 'userName must be unique (uniqueness)' },
    },
    'create-not-possible': {
      answer: nobody,
      task,
      plan: { ...PLAN, possible: false, directory: { ...PLAN.directory, canCreate: false } },
    },
  };
}
