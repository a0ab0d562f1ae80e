import { randomUUID } from 'node:crypto';
import { prepareFirstStart } from '@counterpart/server/auth/first-start.ts';
import { openDb, type Tx } from '@counterpart/server/db/client.ts';
import { prepareDatabase } from '@counterpart/server/db/migrate.ts';
import {
  companyLinks,
  connections,
  credentials,
  decisions,
  directories,
  installation,
  links,
  technicians,
  tickets,
} from '@counterpart/server/db/schema/index.ts';
import { saveAccounts, saveCompanies, saveContacts } from '@counterpart/server/sync/mirror.ts';
import { createVault, parseVaultKeys } from '@counterpart/server/vault.ts';
import type { SyncState } from '@counterpart/shared/api.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Evidence } from '@counterpart/shared/link.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import { createRandom } from '../../world/random.ts';
import { type ScaleCompany, scaleWorld } from '../../world/scale.ts';

export interface BenchSize {
  companies: number;
  contacts: number;
  accounts: number;
}

export const HOST = 'bench.halopsa.com';
/** One key for the bench's own databases; it protects nothing but a made-up client secret. */
export const VAULT_KEYS = `1:${Buffer.alloc(32, 9).toString('base64')}`;
export const TICKETS = 5000;
/** Of the world, for whoever needs the same records again. */
export const SEED = 1;
export const CLIENT_ID = 'bench';
export const CLIENT_SECRET = 'bench-client-secret';
const LINKED = 0.6;
const IGNORED = 0.01;
const REJECTED = 0.02;
const DONE: SyncState = { state: 'done', progress: {}, startedAt: null, finishedAt: null, error: null };

interface Seeding {
  workspaceId: string;
  technicianId: string;
  psaId: string;
  random: ReturnType<typeof createRandom>;
}

/** Fills an empty database as months of use would: mirrored records, company links, and a decision on most contacts. */
export async function seedDatabase(ownerUrl: string, size: BenchSize): Promise<void> {
  const keys = parseVaultKeys(VAULT_KEYS);
  const { appUrl } = await prepareDatabase(ownerUrl, keys[0]!.secret);
  const db = openDb(appUrl);
  const now = () => new Date();
  try {
    await prepareFirstStart({ db, now }, 'Bench MSP');
    const [row] = await db.outside((tx) => tx.select().from(installation));
    const workspaceId = row!.firstWorkspace;
    const psaId = randomUUID();
    const seeding = await db.inWorkspace(workspaceId, async (tx): Promise<Seeding> => {
      const settings = { address: 'http://127.0.0.1:1', clientId: CLIENT_ID, tenant: null, hosts: [HOST] };
      const psa = { workspaceId, id: psaId, name: 'HaloPSA', settings, hosts: [HOST], sync: DONE };
      await tx.insert(connections).values({ ...psa, side: 'psa', provider: 'halopsa' });
      const slot = { workspaceId, connectionId: psaId, field: 'clientSecret' };
      await tx.insert(credentials).values({ ...slot, ...createVault(keys).seal(slot, CLIENT_SECRET) });
      const [technician] = await tx.select().from(technicians).limit(1);
      return { workspaceId, technicianId: technician!.id, psaId, random: createRandom(7) };
    });
    for (const company of scaleWorld({ seed: SEED, ...size })) {
      await db.inWorkspace(workspaceId, (tx) => seedCompany(tx, seeding, company, now()));
    }
  } finally {
    await db.close();
  }
}

async function seedCompany(tx: Tx, seeding: Seeding, world: ScaleCompany, at: Date): Promise<void> {
  const { workspaceId, technicianId, psaId, random } = seeding;
  const mirror = { workspaceId, connectionId: psaId };
  const companyId = (await saveCompanies(tx, mirror, [world.company], at)).get(world.company.id)!;
  const contactIds = await saveContacts(tx, mirror, world.contacts, at);

  const [connectionId, directoryId] = [randomUUID(), randomUUID()];
  const { name, domains, country } = world.directory;
  const settings = { domains, country };
  const identity = { workspaceId, id: connectionId, name, settings, sync: DONE };
  await tx.insert(connections).values({ ...identity, side: 'identity', provider: 'builtin' });
  const directory = { workspaceId, id: directoryId, connectionId, remoteId: directoryId };
  await tx.insert(directories).values({ ...directory, name, domains, country });
  await tx.insert(companyLinks).values({ workspaceId, companyId, directoryId, linkedBy: technicianId });
  const accountIds = await saveAccounts(tx, { workspaceId, directoryId, country }, world.accounts, at);

  const contactOf = new Map(world.contacts.map((contact) => [contact.id, contact]));
  const accountOf = new Map(world.accounts.map((account) => [account.id, account]));
  const made: (typeof links.$inferInsert)[] = [];
  const decided: (typeof decisions.$inferInsert)[] = [];
  for (const link of world.links) {
    const pair = {
      workspaceId,
      contactId: contactIds.get(link.contactId)!,
      accountId: accountIds.get(link.accountId)!,
    };
    if (random.chance(LINKED)) {
      const id = randomUUID();
      const evidence = evidenceOf(contactOf.get(link.contactId)!, accountOf.get(link.accountId)!);
      made.push({ ...pair, id, companyId, primary: true, evidence, linkedBy: technicianId });
      decided.push({ ...pair, kind: 'linked', linkId: id, technicianId });
    } else if (random.chance(IGNORED)) {
      decided.push({ workspaceId, kind: 'ignored', contactId: pair.contactId, technicianId });
    } else if (random.chance(REJECTED)) {
      decided.push({ ...pair, kind: 'rejected', technicianId });
    }
  }
  if (made.length > 0) await tx.insert(links).values(made);
  if (decided.length > 0) await tx.insert(decisions).values(decided);
  await seedTickets(tx, mirror, world);
}

/** One ticket for each of the first contacts. */
async function seedTickets(tx: Tx, mirror: { workspaceId: string; connectionId: string }, { contacts }: ScaleCompany) {
  const rows = contacts
    .filter(({ id }) => Number(id) <= TICKETS)
    .map(({ id, companyId, name, emails }) => ({
      ...{ ...mirror, recordId: id, number: id, summary: `A question of ${name}` },
      ...{ companyRecordId: companyId, contactRecordId: id, sender: { name, email: emails[0] ?? null } },
    }));
  if (rows.length > 0) await tx.insert(tickets).values(rows);
}

/** What such a link would remember; its size is what matters here. */
function evidenceOf(contact: Contact, account: Account): Evidence[] {
  const address = { contactValue: contact.emails[0] ?? null, accountValue: account.username };
  const name = { contactValue: contact.name, accountValue: account.displayName };
  return [
    { field: 'email', rule: 'email_same', ...address, bits: 14, conflict: false },
    { field: 'name', rule: 'name_same', ...name, bits: 8, conflict: false },
  ];
}
