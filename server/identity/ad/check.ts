import type { AuthFix, CheckStep, ConnectionCheck } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { FilterParser } from 'ldapts';
import { z } from 'zod';
import { Guid, Place } from './api.ts';
import type { LdapClient, Session } from './client.ts';
import { showDeleted } from './dirsync.ts';
import { type Domain, isWithin, placeOf, usersContainer } from './domain.ts';
import { RIGHTS } from './rights.ts';

interface Config {
  servers: string[];
  base: string | null;
  createIn: string | null;
}
type Step = Omit<CheckStep, 'capability'>;

const Effective = z.object({
  allowedChildClassesEffective: z.array(z.string()),
  allowedAttributesEffective: z.array(z.string()),
});
const UNKNOWN = { state: 'unknown' } as const;
/** One that no administrator is: their access is reset to a template of its own every hour (AdminSDHolder). */
const SAMPLE = FilterParser.parseString(
  '(&(objectCategory=person)(objectClass=user)(!(adminCount=1))(!(isCriticalSystemObject=TRUE)))',
);
/** What a technician corrects. */
const WRITTEN = ['displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile', 'title', 'department'];

/**
 * Reaches every server, signs in to the first that answers, and asks it what the service account may do there: AD says
 * so without anything being written. Throws nothing.
 */
export async function checkAd(
  ldap: LdapClient,
  domainOf: (session: Session) => Promise<Domain>,
  config: Config,
): Promise<ConnectionCheck> {
  const steps: CheckStep[] = [];
  const unreached = await ldap.reach();
  const [first] = unreached;
  if (first) {
    const where = unreached.map(({ server }) => server).join(', ');
    steps.push({ capability: 'reach', state: 'failed', code: first.fault.code, ...fixOf(first.fault), where });
  } else steps.push({ capability: 'reach', state: 'works' });

  const rest = ['read_accounts', 'read_removed', 'create_accounts', 'update_accounts', 'enable_accounts'] as const;
  try {
    await ldap.use(async (session) => {
      steps.push({ capability: 'sign_in', state: 'works' });
      const tried = await tryRights(session, domainOf, config);
      for (const capability of rest) steps.push({ capability, ...tried[capability] });
    });
  } catch (error) {
    const failed = codeOf(error);
    const out = unreached.length === config.servers.length;
    steps.push({ capability: 'sign_in', ...(out ? UNKNOWN : { state: 'failed', code: failed, ...fixOf(error) }) });
    for (const capability of rest) steps.push({ capability, ...UNKNOWN });
  }
  const ok = steps.some(({ capability, state }) => capability === 'read_accounts' && state === 'works');
  return { ok, version: null, steps };
}

async function tryRights(session: Session, domainOf: (session: Session) => Promise<Domain>, config: Config) {
  const untried = {
    read_removed: UNKNOWN,
    create_accounts: UNKNOWN,
    update_accounts: UNKNOWN,
    enable_accounts: UNKNOWN,
  };
  let domain: Domain;
  let sample: string | undefined;
  try {
    domain = await domainOf(session);
    const find = { base: domain.base, scope: 'sub', filter: SAMPLE, attributes: ['1.1'], answer: Place } as const;
    sample = (
      await session.find({ ...find, purpose: { right: RIGHTS.read, where: domain.base }, sizeLimit: 1, urgent: true })
    )[0]?.dn;
  } catch (error) {
    return { read_accounts: failed(error), ...untried };
  }
  // What may not be read is not shown: an empty base looks the same.
  const missing = { state: 'missing', code: 'provider_forbidden', right: RIGHTS.read, where: domain.base } as const;
  if (!sample) return { read_accounts: missing, ...untried };
  const allowed = await effective(session, sample);
  const may = (attributes: string[], right: (lacking: string[]) => string): Step => {
    const lacking = attributes.filter((name) => !allowed.has(name.toLowerCase()));
    if (lacking.length === 0) return { state: 'works' };
    return { state: 'missing', code: 'provider_forbidden', right: right(lacking), where: domain.base };
  };
  return {
    read_accounts: { state: 'works' } as const,
    read_removed: await attempt(() => mayReadRemoved(session, domain)),
    create_accounts: await attempt(() => mayCreate(session, domain, config)),
    update_accounts: may(WRITTEN, RIGHTS.write),
    enable_accounts: may(['userAccountControl'], () => RIGHTS.enable),
  };
}

async function mayCreate(session: Session, domain: Domain, config: Config): Promise<Step> {
  const place = await placeOf(session, config.createIn ?? config.base ?? usersContainer(domain.dn), 'create_in');
  if (!isWithin(place, domain.base))
    return { state: 'failed', code: 'provider_rejected', fix: 'create_in', where: place };
  if ((await effective(session, place)).has('user')) return { state: 'works' };
  return { state: 'missing', code: 'provider_forbidden', right: RIGHTS.create, where: place };
}

async function mayReadRemoved(session: Session, domain: Domain): Promise<Step> {
  const base = `CN=Deleted Objects,${domain.dn}`;
  const purpose = { right: RIGHTS.readDeleted, where: base };
  const answer = z.object({ objectGUID: Guid });
  const find = {
    base,
    scope: 'base',
    attributes: ['objectGUID'],
    answer,
    purpose,
    controls: [showDeleted()],
    urgent: true,
  } as const;
  const found = await session.find(find).catch((error: unknown) => {
    if (
      error instanceof AppError &&
      ['provider_rejected', 'provider_forbidden', 'provider_invalid'].includes(error.code)
    )
      return [];
    throw error;
  });
  if (found.length > 0) return { state: 'works' };
  return { state: 'missing', code: 'provider_forbidden', right: RIGHTS.readDeleted, where: base };
}

/** What the one who asks may write there and make below it, in lower case. */
async function effective(session: Session, dn: string): Promise<Set<string>> {
  const attributes = Object.keys(Effective.shape);
  const purpose = { right: RIGHTS.read, where: dn };
  const [found] = await session.find({ base: dn, scope: 'base', attributes, answer: Effective, purpose, urgent: true });
  const all = [...(found?.allowedAttributesEffective ?? []), ...(found?.allowedChildClassesEffective ?? [])];
  return new Set(all.map((name) => name.toLowerCase()));
}

async function attempt(act: () => Promise<Step>): Promise<Step> {
  try {
    return await act();
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Step {
  const where = error instanceof AppError ? error.extra.detail?.where : undefined;
  return { state: 'failed', code: codeOf(error), ...fixOf(error), ...(where ? { where } : {}) };
}

function fixOf(error: unknown): { fix?: AuthFix } {
  const fix = error instanceof AppError ? error.extra.detail?.fix : undefined;
  return fix ? { fix: fix as AuthFix } : {};
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
