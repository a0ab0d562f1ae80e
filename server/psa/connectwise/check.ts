import type { CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import { Info } from './api.ts';
import type { ConnectWiseApi } from './client.ts';
import { RIGHTS, type Right } from './explain.ts';

type Capability = CheckStep['capability'];

const READS: { capability: Capability; path: string; right: Right }[] = [
  { capability: 'read_companies', path: 'company/companies', right: RIGHTS.readCompanies },
  { capability: 'read_contacts', path: 'company/contacts', right: RIGHTS.readContacts },
  { capability: 'read_tickets', path: 'service/tickets', right: RIGHTS.readTickets },
];

/** Finds the API, signs in, reads one row of each kind, and tries to write where nothing can be written. */
export async function checkConnectWise(api: ConnectWiseApi): Promise<ConnectionCheck> {
  let version: string | null = null;
  const found = await attempt('reach', () => api.codebase.base());
  // A company that is not known was reached: it is the sign-in that is wrong.
  const reached: CheckStep = found.code === 'provider_auth' ? { capability: 'reach', state: 'works' } : found;
  const signedIn =
    reached.state === 'works'
      ? await attempt('sign_in', async () => {
          version = (await api.get({ path: 'system/info', answer: Info, right: null, urgent: true }))?.version ?? null;
        })
      : unknown('sign_in');
  const steps = [reached, signedIn];

  const step = async (capability: Capability, act: () => Promise<unknown>, right: Right) => {
    steps.push(signedIn.state === 'works' ? await attempt(capability, act, right) : unknown(capability));
  };
  for (const { capability, path, right } of READS) {
    const query = { pageSize: 1, fields: 'id' };
    await step(capability, () => api.get({ path, query, answer: z.unknown(), right, urgent: true }), right);
    if (capability === 'read_companies') await step('read_sites', () => readSite(api), RIGHTS.readCompanies);
  }
  await step('write_contacts', () => mayWrite(api, 'contact'), RIGHTS.writeContacts);
  await step('write_tickets', () => mayWrite(api, 'ticket'), RIGHTS.writeTickets);
  await step('write_notes', () => mayWrite(api, 'note'), RIGHTS.writeTickets);
  const ok = signedIn.state === 'works' && steps.every(({ state }) => state === 'works' || state === 'unknown');
  return { ok, version, steps };
}

/** Sites are only listed below a company; one that cannot be there answers too, or refuses. */
function readSite(api: ConnectWiseApi): Promise<unknown> {
  const path = 'company/companies/0/sites';
  const query = { pageSize: 1, fields: 'id' };
  return api.get({ path, query, answer: z.unknown(), right: RIGHTS.readCompanies, urgent: true });
}

/** Asks to change record 0, which no ConnectWise has: a role without the right is refused, any other finds nothing. */
async function mayWrite(api: ConnectWiseApi, what: 'contact' | 'ticket' | 'note'): Promise<void> {
  const call = { answer: z.unknown(), urgent: true };
  try {
    if (what === 'contact') await api.patch({ ...call, path: 'company/contacts/0', right: RIGHTS.writeContacts }, []);
    else if (what === 'ticket') await api.patch({ ...call, path: 'service/tickets/0', right: RIGHTS.writeTickets }, []);
    else {
      const note = { text: '', internalAnalysisFlag: true };
      await api.post({ ...call, path: 'service/tickets/0/notes', right: RIGHTS.writeTickets }, note);
    }
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code !== 'provider_not_found' && code !== 'provider_rejected') throw error;
  }
}

async function attempt(capability: Capability, act: () => Promise<unknown>, right?: Right): Promise<CheckStep> {
  try {
    await act();
    return { capability, state: 'works' };
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    return code === 'provider_forbidden' && right
      ? { capability, state: 'missing', code, right }
      : { capability, state: 'failed', code };
  }
}

function unknown(capability: Capability): CheckStep {
  return { capability, state: 'unknown' };
}
