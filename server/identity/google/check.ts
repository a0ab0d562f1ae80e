import type { AuthFix, CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { Customer, Domains, UserPage } from './api.ts';
import type { GoogleClient } from './client.ts';
import { covers, SCOPES, type Scope } from './scopes.ts';

const UNREACHED: ErrorCode[] = ['provider_unavailable', 'provider_timeout', 'provider_rate_limited', 'address_refused'];
const UNTRIED = ['read_accounts', 'write_accounts'].map((capability) => ({
  capability: capability as CheckStep['capability'],
  state: 'unknown' as const,
}));
/** Without all of these a directory cannot be read; in the order in which they are told. */
const NEEDED: Scope[] = [SCOPES.readUsers, SCOPES.readDomains, SCOPES.readCustomer];

/**
 * Signs in, reads one account, the domains and the customer; writing is judged by the scopes granted. Where signing in
 * fails since scopes are missing, each is tried alone, so that the one to add is named. Throws nothing.
 */
export async function checkGoogle(client: GoogleClient): Promise<ConnectionCheck> {
  const steps: CheckStep[] = [];
  const says = (capability: CheckStep['capability'], rest: Omit<CheckStep, 'capability'>) =>
    steps.push({ capability, ...rest });
  let scopes: readonly string[] = [];
  try {
    scopes = (await client.auth.token()).scopes;
  } catch (error) {
    const { code, fix } = faultOf(error);
    if (UNREACHED.includes(code)) {
      return { ok: false, version: null, steps: [{ capability: 'reach', state: 'failed', code }, ...UNREACHED_STEPS] };
    }
    const missing = fix === 'google_delegation' ? await missingScopes(client) : [];
    says('reach', { state: 'works' });
    // Some are delegated, so the service account is known to the customer and only a scope is missing.
    if (missing.length > 0 && missing.length < NEEDED.length) {
      says('sign_in', { state: 'works' });
      says('read_accounts', { state: 'missing', code: 'provider_forbidden', right: missing.join(', ') });
      says('write_accounts', { state: 'unknown' });
    } else {
      says('sign_in', { state: 'failed', code, ...(fix && { fix }) });
      steps.push(...UNTRIED);
    }
    return { ok: false, version: null, steps };
  }
  says('reach', { state: 'works' });
  says('sign_in', { state: 'works' });
  const read = await tryReading(client);
  says('read_accounts', read);
  // Where Google did not say what was consented to, only writing would tell.
  const mayWrite = scopes.length === 0 || covers(scopes, SCOPES.writeUsers);
  says(
    'write_accounts',
    // Roles of the administrator can narrow it further, which only writing would show.
    mayWrite ? { state: 'unknown' } : { state: 'missing', code: 'provider_forbidden', right: SCOPES.writeUsers },
  );
  return { ok: read.state === 'works', version: null, steps };
}

const UNREACHED_STEPS: CheckStep[] = [{ capability: 'sign_in', state: 'unknown' }, ...UNTRIED];

async function tryReading(client: GoogleClient): Promise<Omit<CheckStep, 'capability'>> {
  const query = { customer: 'my_customer', maxResults: 1, fields: 'users(id,primaryEmail)' };
  const customer = 'customer/my_customer/domains';
  try {
    await client.get({ path: 'users', query, scope: SCOPES.readUsers, answer: UserPage, urgent: true });
    await client.get({ path: customer, scope: SCOPES.readDomains, answer: Domains, urgent: true });
    await client.get({ path: 'customers/my_customer', scope: SCOPES.readCustomer, answer: Customer, urgent: true });
    return { state: 'works' };
  } catch (error) {
    const { code, fix, right } = faultOf(error);
    if (fix) return { state: 'failed', code, fix };
    return code === 'provider_forbidden'
      ? { state: 'missing', code, ...(right && { right }) }
      : { state: 'failed', code };
  }
}

/** Those of the needed scopes that the customer does not delegate; empty where that cannot be told. */
async function missingScopes(client: GoogleClient): Promise<Scope[]> {
  const missing: Scope[] = [];
  try {
    for (const scope of NEEDED) {
      const some = scope === SCOPES.readUsers ? [SCOPES.readUsers, SCOPES.writeUsers] : [scope];
      const granted = await Promise.all(some.map((one) => client.auth.isDelegated(one)));
      if (!granted.includes(true)) missing.push(scope);
    }
  } catch {
    return [];
  }
  return missing;
}

function faultOf(error: unknown): { code: ErrorCode; fix?: AuthFix; right?: string } {
  if (!(error instanceof AppError)) return { code: 'internal' };
  const { fix, right } = error.extra.detail ?? {};
  return { code: error.code, ...(fix && { fix: fix as AuthFix }), ...(right && { right }) };
}
