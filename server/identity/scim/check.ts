import type { CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { ServiceProviderConfig } from './api.ts';
import type { ScimClient } from './client.ts';

/** A service's description of itself; one that cannot be read says nothing, faults of the service are still faults. */
export async function configOrNull(client: ScimClient): Promise<ServiceProviderConfig | null> {
  try {
    return await client.config();
  } catch (error) {
    if (['provider_invalid', 'provider_rejected'].includes(codeOf(error))) return null;
    throw error;
  }
}

/** Tries what can be tried without writing. Throws nothing. */
export async function checkScim(client: ScimClient): Promise<ConnectionCheck> {
  let patches: boolean | null = null;
  const steps: CheckStep[] = [];
  try {
    patches = (await configOrNull(client))?.patch?.supported ?? null;
  } catch (error) {
    if (UNREACHED.includes(codeOf(error))) {
      steps.push({ capability: 'reach', state: 'failed', code: codeOf(error) });
      for (const capability of ['sign_in', 'read_accounts', 'write_accounts'] as const) {
        steps.push({ capability, state: 'unknown' });
      }
      return { ok: false, version: null, steps };
    }
  }
  steps.push({ capability: 'reach', state: 'works' });
  steps.push(...(await tryReading(client)));
  steps.push(
    patches === false
      ? { capability: 'write_accounts', state: 'missing', code: 'not_supported', right: 'PATCH /Users' }
      : { capability: 'write_accounts', state: 'unknown' },
  );
  const ok = steps.every((step) => step.state === 'works' || step.capability === 'write_accounts');
  return { ok, version: null, steps };
}

const UNREACHED: ErrorCode[] = ['provider_unavailable', 'provider_timeout', 'address_refused'];

async function tryReading(client: ScimClient): Promise<CheckStep[]> {
  try {
    await client.list({ startIndex: 1, count: 1 }, undefined, true);
    return [
      { capability: 'sign_in', state: 'works' },
      { capability: 'read_accounts', state: 'works' },
    ];
  } catch (error) {
    const code = codeOf(error);
    if (code === 'provider_auth') {
      return [
        { capability: 'sign_in', state: 'failed', code },
        { capability: 'read_accounts', state: 'unknown' },
      ];
    }
    const missing = code === 'provider_forbidden';
    return [
      { capability: 'sign_in', state: missing ? 'works' : 'unknown' },
      { capability: 'read_accounts', state: missing ? 'missing' : 'failed', code, right: 'GET /Users' },
    ];
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
