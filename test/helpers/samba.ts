import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

const run = promisify(execFile);
const TEMPLATE = path.resolve(import.meta.dirname, '../../.data/test/samba');
const PROGRAM = '/usr/sbin/samba';
/** What a new domain is made of; a file server has the program without it. */
const SETUP = '/usr/share/samba/setup/provision.ldif';
export const ADMIN = { bindName: 'Administrator@acme.test', password: 'Adm1n-Passw0rd!' };
export const BASE = 'DC=acme,DC=test';
export const DC_NAME = 'dc1.acme.test';

/** A real Active Directory domain controller of the domain acme.test, its data its own. */
export interface DomainController {
  /** The loopback address that it alone listens on; ports cannot be chosen. */
  ip: string;
  /** Its certificate, signed by itself, for its name and its address. */
  certificate: string;
  /** Makes it another controller with the same data, as a restore from a backup does: it restarts with another invocation id. */
  restoreFromBackup(): Promise<void>;
  /** Adds entries in SDDL to the access list of an object, as its own administrators do by their dialogs. */
  grant(dn: string, entries: string): Promise<void>;
  stop(): Promise<void>;
}

/** Why no domain controller can run here, or null where it can. Ports below 1024 ask for root. */
export function withoutSamba(): string | null {
  if (![PROGRAM, SETUP].every((file) => existsSync(file)))
    return 'skipped: Samba is not installed (npm test installs it on Debian as root)';
  return process.getuid?.() === 0 ? null : 'skipped: a domain controller needs root, for its ports';
}

/** Makes the domain that every controller begins with; seconds, once. */
export async function provisionTemplate(): Promise<void> {
  const done = path.join(TEMPLATE, 'done');
  if (withoutSamba() !== null || existsSync(done)) return;
  const folder = `${TEMPLATE}.${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = {
    targetdir: folder,
    configfile: '/dev/null',
    realm: 'ACME.TEST',
    domain: 'ACME',
    adminpass: ADMIN.password,
  };
  const args = Object.entries({
    ...options,
    'server-role': 'dc',
    'host-name': 'dc1',
    'host-ip': '127.0.0.1',
    'dns-backend': 'NONE',
  });
  await run('samba-tool', [
    'domain',
    'provision',
    ...args.map(([name, value]) => `--${name}=${value}`),
    '--option=interfaces=lo',
    '--option=bind interfaces only=yes',
  ]);
  for (const name of ['tls', 'run', 'log', 'cache', 'ncalrpc']) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, 'done'), '');
  rmSync(TEMPLATE, { recursive: true, force: true });
  await run('mv', [folder, TEMPLATE]);
}

/** Removes what runs that were killed left behind; another run's controllers are younger than an hour. */
export function clearLeftovers(): void {
  const folder = path.dirname(TEMPLATE);
  if (!existsSync(folder)) return;
  const isOld = (name: string) => Date.now() - statSync(path.join(folder, name)).mtimeMs > 3_600_000;
  for (const name of readdirSync(folder)) {
    if (/^samba[-.]\d/.test(name) && isOld(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** A controller of its own, on an address of its own. It ends with this process, however that ends. */
export async function startDomainController(): Promise<DomainController> {
  const ip = await freeAddress();
  const folder = `${TEMPLATE}-${ip}`;
  rmSync(folder, { recursive: true, force: true });
  await run('cp', ['-a', TEMPLATE, folder]);
  const { private: key, cert } = await generate([{ name: 'commonName', value: DC_NAME }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: DC_NAME },
          { type: 7, ip },
        ],
      },
    ],
  });
  writeFileSync(path.join(folder, 'tls/key.pem'), key, { mode: 0o600 });
  for (const name of ['cert', 'ca']) writeFileSync(path.join(folder, `tls/${name}.pem`), cert);
  writeFileSync(path.join(folder, 'dc.conf'), configuration(folder, ip));
  let child = await launch(folder, ip);
  return {
    ip,
    certificate: cert,
    async restoreFromBackup() {
      await end(child);
      await python(folder, NEW_INVOCATION);
      child = await launch(folder, ip);
    },
    async grant(dn, entries) {
      await python(folder, GRANT, dn, entries);
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, ip: string): string {
  return `[global]
netbios name = DC1
realm = ACME.TEST
workgroup = ACME
server role = active directory domain controller
server services = ldap
interfaces = ${ip}/8
bind interfaces only = yes
private dir = ${folder}/private
state directory = ${folder}/state
cache directory = ${folder}/cache
lock directory = ${folder}
pid directory = ${folder}/run
ncalrpc dir = ${folder}/ncalrpc
binddns dir = ${folder}/bind-dns
log file = ${folder}/log/samba.log
log level = 1
tls enabled = yes
tls keyfile = ${folder}/tls/key.pem
tls certfile = ${folder}/tls/cert.pem
tls cafile = ${folder}/tls/ca.pem
`;
}

/** Works on a controller's database by Samba's own library, which comes with its tools. */
async function python(folder: string, program: string, ...args: string[]): Promise<void> {
  const files = [path.join(folder, 'dc.conf'), path.join(folder, 'private/sam.ldb')];
  await run('/usr/bin/python3', ['-c', OPEN + program, ...files, ...args]);
}

const OPEN = `
import sys, uuid, ldb
from samba.auth import system_session
from samba.dcerpc import misc, security
from samba.ndr import ndr_pack
from samba.param import LoadParm
from samba.samdb import SamDB
from samba.sd_utils import SDUtils
lp = LoadParm()
lp.load(sys.argv[1])
sam = SamDB(url=sys.argv[2], session_info=system_session(), lp=lp)
`;

/** What a restore does last (MS-ADTS 3.1.1.1.9): the controller calls itself by a new id, so that nobody goes on with what it said before. */
const NEW_INVOCATION = `
message = ldb.Message(ldb.Dn(sam, sam.get_dsServiceName()))
invocation = ndr_pack(misc.GUID(str(uuid.uuid4())))
message['invocationId'] = ldb.MessageElement(invocation, ldb.FLAG_MOD_REPLACE, 'invocationId')
sam.modify(message, ['relax:0', 'provision:0'])
`;

const GRANT = `
utils = SDUtils(sam)
known = utils.read_sd_on_dn(sys.argv[3], ['show_deleted:1']).as_sddl(security.dom_sid(sam.get_domain_sid()))
place = known.index('(', known.index('D:'))
utils.modify_sd_on_dn(sys.argv[3], known[:place] + sys.argv[4] + known[place:], ['show_deleted:1'])
`;

async function launch(folder: string, ip: string): Promise<ChildProcess> {
  const log = openSync(path.join(folder, 'log/output.log'), 'a');
  const args = ['-i', '-M', 'single', '--no-process-group', '-s', path.join(folder, 'dc.conf')];
  // With -i it watches its standard input, a pipe of ours: nobody outlives us.
  // A test's domain need not outlive a power cut.
  const env = { ...process.env, TDB_NO_FSYNC: '1' };
  const child = spawn(PROGRAM, args, { stdio: ['pipe', log, log], env });
  for (const started = Date.now(); !(await answers(ip)); ) {
    if (child.exitCode !== null || Date.now() - started > 30_000) {
      throw new Error(`The domain controller did not start: see ${folder}/log`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await over;
  clearTimeout(timer);
}

function answers(ip: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = net.connect(636, ip, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

/** Samba would stay up half deaf on an address that somebody else listens on. */
async function freeAddress(): Promise<string> {
  for (;;) {
    const ip = `127.${randomInt(64, 128)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
    if (!(await answers(ip))) return ip;
  }
}
