import { PAGES, psaOfHost, readPage } from '../../extension/pages/index.ts';
import type { HostConfig } from '../../extension/pages/types.ts';

const USAGE = `Says what the page adapters read from addresses: one JSON line each, null where there is no record.

  npm run --silent page -- [--host name=psa ...] URL...

  --host   a custom or self-hosted domain and its PSA (${Object.keys(PAGES).join(', ')}), as under Sites in the options
`;

type Psa = HostConfig[string];
const isPsa = (text: string): text is Psa => Object.hasOwn(PAGES, text);

/** `help.example.com=halopsa` → its entry. A host that a vendor owns keeps its vendor. Throws what to tell the person. */
function readHost(text: string): [host: string, psa: Psa] {
  const [name = '', psa, ...rest] = text.split('=');
  const address = `https://${name}/`;
  const host = URL.canParse(address) ? new URL(address).host : '';
  if (!host || psa === undefined || /[/@?#*\s\\]/.test(name) || rest.length > 0) {
    throw new Error(`--host ${text}: write a host and its PSA, like help.example.com=halopsa`);
  }
  if (!isPsa(psa)) throw new Error(`--host ${text}: there is no PSA "${psa}", only ${Object.keys(PAGES).join(', ')}`);
  const vendor = psaOfHost(host, {});
  if (vendor && vendor !== psa) throw new Error(`--host ${text}: ${host} is ${vendor}'s own`);
  return [host, psa];
}

function readArguments(args: readonly string[]): { hosts: HostConfig; urls: string[] } {
  const hosts: Record<string, Psa> = {};
  const urls: string[] = [];
  const left = [...args];
  for (let each = left.shift(); each !== undefined; each = left.shift()) {
    if (each === '--') continue;
    const given = each === '--host' ? (left.shift() ?? '') : /^--host=(.*)$/s.exec(each)?.[1];
    if (given !== undefined) {
      const [host, psa] = readHost(given);
      if (Object.hasOwn(hosts, host) && hosts[host] !== psa) throw new Error(`--host ${given}: ${host} has two PSAs`);
      hosts[host] = psa;
    } else if (each.startsWith('-')) throw new Error(`There is no option ${each}`);
    else urls.push(each);
  }
  if (urls.length === 0) throw new Error('Which address?');
  return { hosts, urls };
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
    const { hosts, urls } = readArguments(args);
    process.stdout.write(urls.map((url) => `${say(url, hosts)}\n`).join(''));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
}
