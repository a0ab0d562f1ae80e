import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import { Guid, Place, RootDse } from './api.ts';
import type { Session } from './client.ts';
import { RIGHTS } from './rights.ts';

/** The domain at the other end of a session, as its controller describes it. */
export interface Domain {
  /** The domain's own objectGUID, which survives a rename. */
  id: string;
  dn: string;
  /** Where accounts are looked for, as the controller spells it: the whole domain or a part of it. */
  base: string;
  /** Its DNS name, lower case. */
  name: string;
  /** The controller that this session is with. */
  controller: string;
  /** The object of this controller's settings, which holds its invocation id. */
  settings: string;
  configuration: string;
}

/**
 * Two requests, three where `base` is a part of the domain. Throws `provider_invalid` where the other end is an LDAP
 * server but no domain controller, and `provider_rejected` where there is no such base.
 */
export async function readDomain(session: Session, base: string | null): Promise<Domain> {
  const purpose = { right: RIGHTS.read, where: 'rootDSE' };
  const attributes = Object.keys(RootDse.shape);
  const [root] = await session.find({ base: '', scope: 'base', attributes, answer: RootDse, purpose, urgent: true });
  if (!root?.dnsHostName || !root.dsServiceName || !root.configurationNamingContext) {
    throw new AppError('provider_invalid', 'This is no domain controller of Active Directory');
  }
  const [dn] = root.defaultNamingContext;
  return {
    id: await guidOf(session, dn),
    dn,
    base: base === null ? dn : await placeOf(session, base, 'base'),
    name: dn
      .split(',')
      .flatMap((part) => /^DC=(.+)$/i.exec(part.trim())?.[1] ?? [])
      .join('.')
      .toLowerCase(),
    controller: root.dnsHostName.toLowerCase(),
    settings: root.dsServiceName,
    configuration: root.configurationNamingContext,
  };
}

async function guidOf(session: Session, dn: string): Promise<string> {
  const answer = z.object({ objectGUID: Guid });
  const purpose = { right: RIGHTS.read, where: dn };
  const [found] = await session.find({
    base: dn,
    scope: 'base',
    attributes: ['objectGUID'],
    answer,
    purpose,
    urgent: true,
  });
  if (!found)
    throw new AppError('provider_forbidden', 'The service account may not read the domain', { detail: { ...purpose } });
  return found.objectGUID;
}

/** A container as the controller spells it. Throws `provider_rejected` with `detail.fix` where there is none. */
export async function placeOf(session: Session, dn: string, fix: 'base' | 'create_in'): Promise<string> {
  const purpose = { right: RIGHTS.read, where: dn };
  const find = { base: dn, scope: 'base', attributes: ['1.1'], answer: Place, purpose, urgent: true } as const;
  const missing = (cause?: unknown) =>
    new AppError('provider_rejected', 'There is no such place in the domain', { detail: { fix, where: dn }, cause });
  let places: { dn: string }[];
  try {
    places = await session.find(find);
  } catch (error) {
    throw error instanceof AppError && error.code === 'provider_rejected' ? missing(error) : error;
  }
  if (!places[0]) throw missing();
  return places[0].dn;
}

/** Whether an object is the container or lies in it, however deep. Both as a controller spells them, which disregards case. */
export function isWithin(dn: string, container: string): boolean {
  return `,${dn}`.toLowerCase().endsWith(`,${container.toLowerCase()}`);
}

/** Which run of the controller's database this is; another one after a restore: MS-ADTS 3.1.1.1.9 */
export async function readInvocation(session: Session, { settings }: Domain): Promise<string> {
  const answer = z.object({ invocationId: Guid });
  const purpose = { right: 'Read', where: settings };
  const [found] = await session.find({ base: settings, scope: 'base', attributes: ['invocationId'], answer, purpose });
  if (!found)
    throw new AppError('provider_forbidden', 'The service account may not read the controller’s settings', {
      detail: { ...purpose },
    });
  return found.invocationId;
}

const Suffixes = z.object({ uPNSuffixes: z.array(z.string()) });

/** What may stand after the @ of a sign-in name, lower case: the domain's own name and those that the forest's administrators added. */
export async function readSuffixes(session: Session, { name, configuration }: Domain): Promise<string[]> {
  const base = `CN=Partitions,${configuration}`;
  const purpose = { right: 'Read', where: base };
  const [found] = await session.find({
    base,
    scope: 'base',
    attributes: ['uPNSuffixes'],
    answer: Suffixes,
    purpose,
    urgent: true,
  });
  return [...new Set([name, ...(found?.uPNSuffixes ?? []).map((suffix) => suffix.toLowerCase())])];
}

/** Where Active Directory puts new users by itself; administrators may have chosen another place (`redirusr`). */
export const usersContainer = (dn: string): string => `<WKGUID=A9D1CA15768811D1ADED00C04FD8D5CD,${dn}>`;
