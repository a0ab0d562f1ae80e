import type { AuthFix, CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { UserPage } from './api.ts';
import { type GraphClient, query, type Right } from './client.ts';
import type { Tenants } from './tenant.ts';

type Tenant = { id: string; name: string };
type Capability = CheckStep['capability'];
type Tried = Record<'reach' | 'sign_in' | 'read_accounts' | 'write_accounts', Omit<CheckStep, 'capability'>>;

const UNREACHED: ErrorCode[] = ['provider_unavailable', 'provider_timeout', 'address_refused'];
const UNTRIED = { state: 'unknown' } as const;
/** The worst first: what of several tenants is told. */
const ORDER: CheckStep['state'][] = ['failed', 'missing', 'unknown', 'works'];

/**
 * Signs in to every tenant and reads one account of each; writing is judged by the permissions in the token. Where
 * tenants differ, a step tells of those that lack something, by name. One tenant whose administrator has not consented
 * yet keeps nobody from working with the others: it is `ok` when one tenant can be read. Throws nothing.
 */
export async function checkEntra(client: GraphClient, tenants: Tenants, all: Tenant[]): Promise<ConnectionCheck> {
  const tried: { tenant: Tenant; steps: Tried }[] = [];
  for (let from = 0; from < all.length; from += 5) {
    const some = all.slice(from, from + 5);
    tried.push(
      ...(await Promise.all(
        some.map(async (tenant) => ({ tenant, steps: await tryTenant(client, tenants, tenant.id) })),
      )),
    );
  }
  const capabilities = ['reach', 'sign_in', 'read_accounts', 'write_accounts'] as const satisfies Capability[];
  const steps = capabilities.map((capability): CheckStep => {
    const worst = ORDER.find((state) => tried.some(({ steps }) => steps[capability].state === state))!;
    const those = tried.filter(({ steps }) => steps[capability].state === worst);
    const where =
      worst !== 'works' && worst !== 'unknown' && all.length > 1 ? namesOf(those.map(({ tenant }) => tenant)) : null;
    return { capability, ...those[0]!.steps[capability], ...(where ? { where } : {}) };
  });
  return { ok: tried.some(({ steps }) => steps.read_accounts.state === 'works'), version: null, steps };
}

async function tryTenant(client: GraphClient, tenants: Tenants, tenant: string): Promise<Tried> {
  let roles: string[] | null = null;
  try {
    roles = (await client.auth.token(tenant)).roles;
  } catch (error) {
    const code = codeOf(error);
    const rest = { read_accounts: UNTRIED, write_accounts: UNTRIED };
    if (UNREACHED.includes(code)) return { reach: { state: 'failed', code }, sign_in: UNTRIED, ...rest };
    const fix = error instanceof AppError ? error.extra.detail?.fix : undefined;
    const sign_in = { state: 'failed', code, ...(fix ? { fix: fix as AuthFix } : {}) } as const;
    return { reach: { state: 'works' }, sign_in, ...rest };
  }
  const path = query('users', { $top: 1, $select: 'id' });
  const read = await attempt('User.Read.All', () =>
    client.get({ tenant, path, right: 'User.Read.All', answer: UserPage, urgent: true }),
  );
  const known =
    read.state === 'works' ? await attempt('Organization.Read.All', () => tenants.organization(tenant)) : read;
  return {
    reach: { state: 'works' },
    sign_in: { state: 'works' },
    read_accounts: known,
    write_accounts: mayWrite(roles),
  };
}

async function attempt(right: Right, act: () => Promise<unknown>): Promise<Omit<CheckStep, 'capability'>> {
  try {
    await act();
    return { state: 'works' };
  } catch (error) {
    const code = codeOf(error);
    return code === 'provider_forbidden' ? { state: 'missing', code, right } : { state: 'failed', code };
  }
}

function mayWrite(roles: string[] | null): Omit<CheckStep, 'capability'> {
  if (roles === null) return UNTRIED;
  if (roles.some((role) => role === 'User.ReadWrite.All' || role === 'Directory.ReadWrite.All'))
    return { state: 'works' };
  return { state: 'missing', code: 'provider_forbidden', right: 'User.ReadWrite.All' };
}

function namesOf(tenants: Tenant[]): string {
  const names = tenants.slice(0, 5).map(({ name }) => name);
  return tenants.length > names.length ? `${names.join(', ')} + ${tenants.length - names.length}` : names.join(', ');
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
