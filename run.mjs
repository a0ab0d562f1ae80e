#!/usr/bin/env node
// The one way in: from a bare Node >= 20 with npm it makes sure of Node, pnpm and the packages, then runs a task.
//   node run.mjs start | demo | build | check | test | bench | gallery | page | format  [arguments]
// Signals reach the task itself; a shell in between would swallow them, so scripts and services should call this file.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const PNPM = '12.21.0';
const RUNS_TYPESCRIPT = [22, 18]; // the first Node that runs .ts files without a flag

const TASKS = {
  start: ['server/main.ts'],
  demo: ['test/demo/main.ts'],
  build: ['test/tasks/build.ts'],
  check: ['test/tasks/check.ts'],
  test: ['test/tasks/test.ts'],
  bench: ['test/bench/main.ts'],
  gallery: ['test/gallery/main.ts'],
  page: ['test/tasks/page.ts'],
  format: ['test/tasks/format.ts'],
};

const root = path.dirname(fileURLToPath(import.meta.url));
const tools = path.join(root, '.tools');
const windows = process.platform === 'win32';
const env = { ...process.env };
// What npm adds for its own children would steer pnpm (registry settings stay: they come from the user's files).
for (const name of Object.keys(env))
  if (/^npm_(config|lifecycle|package|execpath|node_execpath)/i.test(name)) delete env[name];

/** Runs a command to its end and answers its exit code. */
function run(command, args, cwd = root) {
  const done = spawnSync(command, args, { stdio: ['inherit', 2, 2], env, cwd, shell: windows });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** Node and pnpm as npm packages inside .tools, where the user's own Node is too old to run TypeScript. */
function prepareTools() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  // Not the one we fetched ourselves. Node tells its real path, and .tools may be a link to another checkout's.
  const own = !existsSync(tools) || !process.execPath.startsWith(realpathSync(tools) + path.sep);
  const enough = own && (major > RUNS_TYPESCRIPT[0] || (major === RUNS_TYPESCRIPT[0] && minor >= RUNS_TYPESCRIPT[1]));
  const wanted = [`pnpm@${PNPM}`];
  if (!enough) {
    const system = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform];
    const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${process.arch}`;
    wanted.push(`${name}@${NODE}`);
  }
  const stamp = path.join(tools, 'stamp');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted.join(' ')) {
    mkdirSync(tools, { recursive: true });
    writeFileSync(path.join(tools, 'package.json'), '{"private":true}\n');
    const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    if (run('npm', ['install', ...flags, ...wanted], tools) !== 0) {
      console.error(
        `Could not fetch ${wanted.join(' and ')} with npm. Install Node ${RUNS_TYPESCRIPT.join('.')} or newer, then try again.`,
      );
      process.exit(1);
    }
    writeFileSync(stamp, wanted.join(' '));
  }
  const bin = path.join(tools, 'node_modules', '.bin');
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[key] = [bin, path.join(root, 'node_modules', '.bin'), env[key]].join(path.delimiter);
  return { node: enough ? process.execPath : path.join(bin, windows ? 'node.exe' : 'node'), wanted };
}

/** Installs the locked packages, unless the lock is the one installed last time. */
function prepareModules(wanted) {
  const digest = createHash('sha256').update(wanted.join(' '));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const part of ['shared', 'server', 'extension', 'test']) files.push(`${part}/package.json`);
  for (const file of files) digest.update(readFileSync(path.join(root, file)));
  const stamp = path.join(root, 'node_modules', '.installed');
  const now = digest.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const failed = run('pnpm', ['install', '--frozen-lockfile']);
  if (failed) process.exit(failed);
  writeFileSync(stamp, now);
}

const [task = 'start', ...args] = process.argv.slice(2);
if (!TASKS[task]) {
  console.error(`No task "${task}". There are: ${Object.keys(TASKS).join(', ')}.`);
  process.exit(2);
}
const { node, wanted } = prepareTools();
prepareModules(wanted);
const child = spawn(node, [...TASKS[task], ...args], { stdio: 'inherit', env, cwd: root });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(String(error));
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
