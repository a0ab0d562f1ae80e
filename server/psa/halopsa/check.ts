import type { CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { HaloApi } from './client.ts';
import type { Right } from './explain.ts';

const READS = [
  { capability: 'read_companies', path: 'Client', right: 'read:customers' },
  { capability: 'read_sites', path: 'Site', right: 'read:customers' },
  { capability: 'read_contacts', path: 'Users', right: 'read:customers' },
  { capability: 'read_tickets', path: 'Tickets', right: 'read:tickets' },
] as const satisfies { capability: CheckStep['capability']; path: string; right: Right }[];

const WRITES = [
  { capability: 'write_contacts', right: 'edit:customers' },
  { capability: 'write_tickets', right: 'edit:tickets' },
  { capability: 'write_notes', right: 'edit:tickets' },
] as const satisfies { capability: CheckStep['capability']; right: Right }[];

/** Reaches, signs in, reads one row of each kind; writing is judged by the token's scopes, since nothing may be written. */
export async function checkHalo(api: HaloApi): Promise<ConnectionCheck> {
  const steps: CheckStep[] = [];
  let version: string | null = null;
  let scopes: string[] | null = null;

  const reached = await attempt('reach', async () => {
    version = await api.auth.version();
  });
  steps.push(reached);
  const signedIn =
    reached.state === 'works'
      ? await attempt('sign_in', async () => {
          scopes = (await api.auth.token()).scopes;
        })
      : unknown('sign_in');
  steps.push(signedIn);

  for (const { capability, path, right } of READS) {
    if (signedIn.state !== 'works') {
      steps.push(unknown(capability));
      continue;
    }
    const query = { pageinate: true, page_size: 1, page_no: 1 };
    const read = () => api.get({ path, query, answer: z.unknown(), right, urgent: true });
    steps.push(await attempt(capability, read, right));
  }
  for (const { capability, right } of WRITES) {
    const state = signedIn.state === 'works' ? mayWrite(scopes, right) : 'unknown';
    steps.push(state === 'missing' ? { capability, state, code: 'provider_forbidden', right } : { capability, state });
  }
  const ok = steps.every((step) => step.state === 'works' || step.state === 'unknown') && signedIn.state === 'works';
  return { ok, version, steps };
}

async function attempt(
  capability: CheckStep['capability'],
  act: () => Promise<unknown>,
  right?: Right,
): Promise<CheckStep> {
  try {
    await act();
    return { capability, state: 'works' };
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    const named = right ?? (error instanceof AppError ? error.extra.detail?.right : undefined);
    // Right after a sign-in that worked, a 401 too means a missing right: some instances answer so.
    const missing = code === 'provider_forbidden' || (code === 'provider_auth' && right !== undefined);
    return missing && named
      ? { capability, state: 'missing', code, right: named }
      : { capability, state: 'failed', code };
  }
}

function unknown(capability: CheckStep['capability']): CheckStep {
  return { capability, state: 'unknown' };
}

function mayWrite(scopes: string[] | null, right: Right): CheckStep['state'] {
  if (scopes === null || scopes.includes('all:standard')) return 'unknown';
  return scopes.includes('all') || scopes.includes(right) ? 'works' : 'missing';
}
