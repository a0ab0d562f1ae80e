import { existsSync } from 'node:fs';
import { withoutSamba } from '../helpers/samba.ts';
import { run } from './run.ts';

const PACKAGES = ['samba', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules', 'winbind'];

/** Installs Samba on Debian as root, for the tests of Active Directory; elsewhere they are skipped and say why. */
export async function installSamba(): Promise<void> {
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (withoutSamba() === null || !debian) return;
  console.log('No Samba yet: fetching.');
  // Another apt may be at work on a fresh machine: wait for it. No service of it is to start.
  const options = ['-o', 'DPkg::Lock::Timeout=900', '-y', '--no-install-recommends'];
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=900']);
  await run('apt-get', ['install', ...options, ...PACKAGES], { env });
}
