import { readHost } from '../../extension/options/form/fields.ts';
import { PAGES, psaOfHost, readPage } from '../../extension/pages/index.ts';
import type { HostConfig } from '../../extension/pages/types.ts';

const USAGE = `Says what the page adapters read from addresses: one JSON line each, null where there is no record.

  npm run --silent page -- [--host name=psa ...] URL...

  --host   a custom or self-hosted domain and its PSA (${Object.keys(PAGES).join(', ')}), as under Sites in the options;
           the name of a PSA may be cut short: halo

What is no address is answered null, so that there is a line for each.
`;

type Psa = HostConfig[string];
const PSAS = Object.keys(PAGES) as Psa[];

/** `help.example.com=halopsa` → its entry. A host that a vendor owns keeps its vendor. Throws what to tell the person. */
function readSite(text: string): [host: string, psa: Psa] {
  const [, typed = '', name = ''] = /^(.*)=([^=]*)$/s.exec(text) ?? [];
  const host = readHost(typed);
  if (!host || !name) throw new Error(`--host ${text}: write a host and its PSA, like help.example.com=halopsa`);
  const [psa, ...others] = PSAS.filter((id) => id.startsWith(name.toLowerCase()));
  if (!psa || others.length > 0) throw new Error(`--host ${text}: there is no PSA "${name}", only ${PSAS.join(', ')}`);
  const vendor = psaOfHost(host, {});
  if (vendor && vendor !== psa) throw new Error(`--host ${text}: ${host} is ${vendor}'s own`);
  return [host, psa];
}

interface Asked {
  hosts: HostConfig;
  /** All that is no `--host`, in its order, whatever it looks like. */
  addresses: string[];
  notes: string[];
}

function readArguments(args: readonly string[]): Asked {
  const hosts = new Map<string, Psa>();
  const addresses: string[] = [];
  const notes: string[] = [];
  const left = [...args];
  let isOver = false;
  for (let each = left.shift(); each !== undefined; each = left.shift()) {
    if (each === '--' && !isOver) {
      isOver = true;
      continue;
    }
    const given = isOver ? undefined : each === '--host' ? (left.shift() ?? '') : /^--host=(.*)$/s.exec(each)?.[1];
    if (given === undefined) {
      if (!isOver && each.startsWith('-')) notes.push(`There is no option ${each}: read as an address`);
      addresses.push(each);
      continue;
    }
    const [host, psa] = readSite(given);
    if (hosts.has(host) && hosts.get(host) !== psa) throw new Error(`--host ${given}: ${host} has two PSAs`);
    hosts.set(host, psa);
  }
  if (addresses.length === 0) throw new Error('Which address?');
  return { hosts: Object.fromEntries(hosts), addresses, notes };
}

function say(text: string, hosts: HostConfig): string {
  const page = URL.canParse(text) ? readPage(new URL(text), hosts) : null;
  if (!page) return 'null';
  const { psa, kind, id, number } = page;
  return JSON.stringify({ psa, kind, id, number });
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stderr.write(USAGE);
else {
  try {
    const { hosts, addresses, notes } = readArguments(args);
    for (const note of notes) process.stderr.write(`${note}\n`);
    process.stdout.write(addresses.map((address) => `${say(address, hosts)}\n`).join(''));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
}
