import type { CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { EntityInformation, FieldsInformation, ThresholdInformation } from './api.ts';
import type { AutotaskApi } from './client.ts';
import type { Right } from './explain.ts';
import { INTERNAL } from './notes.ts';

type Capability = CheckStep['capability'];
interface Need {
  capability: Capability;
  entity: string;
  right: Right;
  of: ('userAccessForQuery' | 'userAccessForCreate' | 'userAccessForUpdate')[];
}

const NEEDS: Need[] = [
  need('read_companies', 'Companies', 'CRM: view companies', ['userAccessForQuery']),
  need('read_sites', 'CompanyLocations', 'CRM: view companies', ['userAccessForQuery']),
  need('read_contacts', 'Contacts', 'CRM: view contacts', ['userAccessForQuery']),
  need('read_tickets', 'Tickets', 'Service Desk: view tickets', ['userAccessForQuery']),
  need('write_contacts', 'Contacts', 'CRM: add and edit contacts', ['userAccessForCreate', 'userAccessForUpdate']),
  need('write_tickets', 'Tickets', 'Service Desk: edit tickets', ['userAccessForUpdate']),
  need('write_notes', 'TicketNotes', 'Service Desk: add ticket notes', ['userAccessForCreate']),
];

/** Finds the zone, signs in, and asks what the API user's security level allows of each object; writes nothing. */
export async function checkAutotask(api: AutotaskApi): Promise<ConnectionCheck> {
  const steps: CheckStep[] = [];
  let version: string | null = null;
  const found = await attempt('sign_in', async () => {
    const { name } = await api.zones.zone();
    version = name === null ? 'REST 1.0' : `REST 1.0, ${name}`;
  });
  // A name that no zone knows is an answer too: the zones can be reached.
  const reached = found.state === 'works' || found.code === 'provider_auth';
  steps.push(reached ? { capability: 'reach', state: 'works' } : { ...found, capability: 'reach' });

  const signIn = () =>
    api.read({ path: 'ThresholdInformation', answer: ThresholdInformation, right: 'API access', urgent: true });
  const signedIn = found.state === 'works' ? await attempt('sign_in', signIn) : found;
  steps.push(reached ? signedIn : { capability: 'sign_in', state: 'unknown' });

  for (const one of NEEDS) {
    const { capability } = one;
    steps.push(signedIn.state === 'works' ? await attempt(capability, () => ask(api, one)) : unknown(capability));
  }
  const ok = steps.every((step) => step.state === 'works');
  return { ok, version, steps };
}

async function ask(api: AutotaskApi, { entity, right, of, capability }: Need): Promise<void> {
  const path = `${entity}/entityInformation`;
  const rights = await api.read({ path, answer: EntityInformation, right, urgent: true });
  if (!rights || of.some((access) => !rights[access])) {
    throw new AppError('provider_forbidden', `The API user's security level lacks: ${right}`, { detail: { right } });
  }
  if (capability !== 'write_notes') return;
  const answer = await api.read({ path: `${path}/fields`, answer: FieldsInformation, right, urgent: true });
  const publish = answer?.fields.find((field) => field.name.toLowerCase() === 'publish')?.picklistValues ?? [];
  if (publish.some((choice) => choice.value === String(INTERNAL) && choice.isActive !== false)) return;
  throw new AppError('provider_rejected', 'This Autotask has no internal ticket notes');
}

async function attempt(capability: Capability, act: () => Promise<unknown>): Promise<CheckStep> {
  try {
    await act();
    return { capability, state: 'works' };
  } catch (error) {
    if (!(error instanceof AppError)) return { capability, state: 'failed', code: 'internal' };
    const right = error.extra.detail?.right;
    return error.code === 'provider_forbidden' && right
      ? { capability, state: 'missing', code: error.code, right }
      : { capability, state: 'failed', code: error.code };
  }
}

function unknown(capability: Capability): CheckStep {
  return { capability, state: 'unknown' };
}

function need(capability: Capability, entity: string, right: Right, of: Need['of']): Need {
  return { capability, entity, right, of };
}
