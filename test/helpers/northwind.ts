import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountCard, AccountSearchAnswer, Connection, LookupAnswer } from '@counterpart/shared/api.ts';
import type { PageKind } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import type { PsaSite } from '../simulators/psa-sites.ts';
import type { World } from '../simulators/serve.ts';
import { storyToCsv } from '../world/builtin.ts';
import { peopleOf } from '../world/story.ts';
import type { StoryDecision } from '../world/types.ts';
import type { ApiClient } from './server.ts';

const PSA_NAMES: Record<PsaId, string> = {
  halopsa: 'HaloPSA',
  autotask: 'Autotask',
  connectwise: 'ConnectWise PSA',
};

export interface Connected {
  psa: Connection;
  /** Directory of the story → our directory's id. */
  directoryIds: Map<string, string>;
  /** Asks what the panel asks, for one page of the stand-in PSA. */
  lookup(
    kind: PageKind,
    id: string | number,
    more?: { hints?: object; refresh?: boolean; as?: ApiClient },
  ): Promise<LookupAnswer>;
}

/**
 * Connects one of the story's PSAs and its directories to a server through its own API, reads them in, and links the
 * companies that the story says are linked: the state in which a technician finds the product on the second day.
 */
export async function connectNorthwind(admin: ApiClient, world: World, psaId: PsaId = 'halopsa'): Promise<Connected> {
  const site = world.sites[psaId];
  const psa = await connectPsa(admin, site);
  const directoryIds = new Map<string, string>();
  for (const { directory, url, token } of world.scim) {
    const { name, domains, country } = directory;
    const made = await create(admin, {
      provider: 'scim',
      name,
      settings: { address: url, domains, country },
      secrets: { token },
    });
    await untilRead(admin, made.id);
    directoryIds.set(directory.key, made.directoryId!);
  }
  for (const { directory } of world.story.customers) {
    if (directory?.provider !== 'builtin') continue;
    const { name, domains, country } = directory;
    const made = await create(admin, { provider: 'builtin', name, settings: { domains, country }, secrets: {} });
    const csv = storyToCsv(world.story, directory.key);
    await expectStatus(200, admin.call('POST', `/v1/directories/${made.directoryId}/import`, { csv, apply: true }));
    directoryIds.set(directory.key, made.directoryId!);
  }
  const lookup: Connected['lookup'] = async (kind, id, { hints = {}, refresh = false, as = admin } = {}) => {
    const page = { psa: psaId, host: site.host, kind, id: String(id), number: null };
    return expectStatus<LookupAnswer>(200, as.call('POST', '/v1/lookup', { page, hints, refresh }));
  };
  for (const customer of world.story.customers) {
    if (!customer.directory || !customer.directoryLinked) continue;
    const answer = await lookup('company', customer.company.id);
    if (answer.state !== 'company') throw new Error(`no company page for ${customer.company.name}: ${answer.state}`);
    const directoryId = directoryIds.get(customer.directory.key)!;
    await expectStatus(201, admin.call('POST', '/v1/company-links', { companyId: answer.company.rowId, directoryId }));
  }
  for (const decision of world.story.decisions) await decide(admin, world, lookup, decision);
  return { psa, directoryIds, lookup };
}

/** Connects a stand-in PSA as the options do, and waits until it was read. */
export async function connectPsa(admin: ApiClient, { psa, connection }: PsaSite): Promise<Connection> {
  const made = await create(admin, { provider: psa, name: PSA_NAMES[psa], ...connection });
  await untilRead(admin, made.id);
  return made;
}

/** Repeats what the story's technicians decided. */
async function decide(
  admin: ApiClient,
  { story }: World,
  lookup: Connected['lookup'],
  decision: StoryDecision,
): Promise<void> {
  const answer = await lookup('contact', decision.contactId);
  if (!('contact' in answer) || !answer.contact || !answer.company) throw new Error(`no contact ${decision.contactId}`);
  const on = { contactId: answer.contact.rowId, contactVersion: answer.contact.version };
  if (decision.kind === 'ignored') {
    await expectStatus(200, admin.call('POST', `/v1/contacts/${on.contactId}/ignore`, on));
    return;
  }
  const wanted = peopleOf(story)
    .flatMap(({ accounts }) => accounts)
    .find(({ id }) => id === decision.accountId)!;
  const found = await findAccount(admin, answer.company.rowId, wanted.username);
  if (decision.kind === 'rejected') {
    await expectStatus(201, admin.call('POST', '/v1/rejections', { ...on, accountId: found.rowId }));
  } else {
    await expectStatus(201, admin.call('POST', '/v1/links', { ...on, accountId: found.rowId, replaces: null }));
  }
}

/** The account with exactly this sign-in name among the directories of the company. */
export async function findAccount(client: ApiClient, companyRowId: string, username: string): Promise<AccountCard> {
  const path = `/v1/companies/${companyRowId}/accounts?q=${encodeURIComponent(username)}`;
  const { accounts } = await expectStatus<AccountSearchAnswer>(200, client.call('GET', path));
  const found = accounts.find((account) => account.username === username);
  if (!found) throw new Error(`no account ${username}`);
  return found;
}

async function create(admin: ApiClient, draft: object): Promise<Connection> {
  return expectStatus<Connection>(201, admin.call('POST', '/v1/connections', draft));
}

/** Waits until a connection's sync has ended; throws where it failed. */
export async function untilRead(admin: ApiClient, connectionId: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const { body } = await admin.call('GET', `/v1/connections/${connectionId}/sync`);
    if (body.state === 'done') return;
    if (body.state === 'failed') throw new Error(`the first read failed: ${body.error}`);
    await sleep(50);
  }
  throw new Error('the first read did not end within 30 s');
}

export async function expectStatus<T>(status: number, asked: Promise<{ status: number; body: T }>): Promise<T> {
  const answer = await asked;
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
