import { spawn } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A package's own command, as its `node_modules/.bin` has it. */
export function bin(part: '.' | 'server' | 'extension' | 'test', name: string): string {
  const file = path.join(ROOT, part, 'node_modules/.bin', name);
  return process.platform === 'win32' ? `${file}.cmd` : file;
}

/** Runs a command in the open and answers its exit code. */
export function run(
  command: string,
  args: string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Says what begins and how long it took; throws when the command failed. */
export async function step(
  title: string,
  command: string,
  args: string[],
  options?: Parameters<typeof run>[2],
): Promise<void> {
  const started = Date.now();
  console.log(`\n— ${title}`);
  const code = await run(command, args, options);
  console.log(`  ${title}: ${code === 0 ? 'ok' : `failed (${code})`}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (code !== 0) throw new Error(`${title} failed`);
}
