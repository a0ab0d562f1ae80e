import type { CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { type OktaClient, READER } from './client.ts';

const UNREACHED: ErrorCode[] = ['provider_unavailable', 'provider_timeout', 'provider_rate_limited', 'address_refused'];

/** Reads one account. What the token's owner may write Okta tells nobody beforehand. Throws nothing. */
export async function checkOkta(client: OktaClient): Promise<ConnectionCheck> {
  const read = await tryReading(client);
  const steps: CheckStep[] = [...read, { capability: 'write_accounts', state: 'unknown' }];
  return { ok: read.every(({ state }) => state === 'works'), version: null, steps };
}

async function tryReading(client: OktaClient): Promise<CheckStep[]> {
  try {
    await client.one();
    return (['reach', 'sign_in', 'read_accounts'] as const).map((capability) => ({ capability, state: 'works' }));
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    const isOkta = error instanceof AppError && error.extra.detail?.okta !== undefined;
    if (UNREACHED.includes(code)) {
      return [
        { capability: 'reach', state: 'failed', code },
        { capability: 'sign_in', state: 'unknown' },
        { capability: 'read_accounts', state: 'unknown' },
      ];
    }
    const reach: CheckStep = { capability: 'reach', state: 'works' };
    if (code === 'provider_auth') {
      return [
        reach,
        { capability: 'sign_in', state: 'failed', code },
        { capability: 'read_accounts', state: 'unknown' },
      ];
    }
    if (code === 'provider_forbidden' && isOkta) {
      const right = READER;
      return [
        reach,
        { capability: 'sign_in', state: 'works' },
        { capability: 'read_accounts', state: 'missing', code, right },
      ];
    }
    return [reach, { capability: 'sign_in', state: 'unknown' }, { capability: 'read_accounts', state: 'failed', code }];
  }
}
