import type { Account } from '@counterpart/shared/identity.ts';
import { describe } from 'vitest';
import { identityContract, type Platform } from '../contract/identity-suite.ts';
import { adConnection, dnOf, openAdmin, PEOPLE, seed, toAdValues } from '../helpers/active-directory.ts';
import { startDomainController, withoutSamba } from '../helpers/samba.ts';

const why = withoutSamba();

/** The contract against a real domain controller; its administrator works by a connection of their own. */
async function start(planned: Account[]): Promise<Platform> {
  const controller = await startDomainController();
  const admin = await openAdmin(controller);
  const accounts = await seed(admin, planned);
  const dn = (id: string) => dnOf(`p${accounts.findIndex((one) => one.id === id)}`);
  return {
    identity: adConnection(controller),
    accounts,
    size: () => admin.count(PEOPLE),
    admin: {
      rename: (id, username) => admin.set(dn(id), { userPrincipalName: [username] }),
      remove: (id) => admin.remove(dn(id)),
      restore: (id) => admin.revive(id, dn(id), toAdValues(accounts.find((one) => one.id === id)!)),
      async forget() {
        await admin.close();
        await controller.restoreFromBackup();
      },
    },
    async close() {
      await admin.close();
      await controller.stop();
    },
  };
}

describe.skipIf(why)(`Active Directory${why ? ` (${why})` : ''}`, () => {
  identityContract('ad', { start, says: { locked: false }, updates: true, changes: true });
});
