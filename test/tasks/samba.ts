import { existsSync } from 'node:fs';
import { withoutSamba } from '../helpers/samba.ts';
import { run } from './run.ts';

/** Debian 12 has the program in `samba`, which `samba-ad-dc` asks for; Debian 13 in `samba-ad-dc` itself. */
const PACKAGES = ['samba-ad-dc', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules', 'winbind'];

/**
 * Installs Samba on Debian as root, for the tests of Active Directory. Says in one sentence where that did not work: they
 * are skipped then, as they are elsewhere, and CI takes no skipped test.
 */
export async function installSamba(): Promise<void> {
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (withoutSamba() === null || !debian) return;
  console.log('No Samba yet: fetching.');
  // Another apt may be at work on a fresh machine: wait for it. No service of it is to start.
  const options = ['-o', 'DPkg::Lock::Timeout=900', '-y', '--no-install-recommends'];
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=900']);
  await run('apt-get', ['install', ...options, ...PACKAGES], { env });
  if (withoutSamba() !== null)
    console.log(
      `Samba could not be installed, so the tests of Active Directory are skipped: apt-get install ${PACKAGES.join(' ')} says why.`,
    );
}
