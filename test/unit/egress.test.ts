import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgress } from '@counterpart/server/egress.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let port = 0;
let connections = 0;
const asked: (string | undefined)[] = [];
const listener = createServer((request, response) => {
  asked.push(request.url);
  if (request.url === '/moved') response.writeHead(302, { location: `http://[::1]:${port}/elsewhere` });
  response.end('{}');
});
listener.on('connection', () => {
  connections++;
});
beforeAll(async () => {
  await new Promise<void>((done) => listener.listen(0, '::', done)); // every address of this machine, both families
  port = (listener.address() as AddressInfo).port;
});
afterAll(() => {
  listener.closeAllConnections();
  listener.close();
});

/** Ways to write an address that a server must not be led to. */
const HOSTS = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
  ],
  ...['0', '0.0.0.0', '0x0', '127.0.0.1.', '①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1'],
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    '0xc0a80001',
    '3232235521',
  ],
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.1',
  ],
  ...[
    '198.18.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:169.254.169.254]',
    '[::ffff:10.0.0.1]',
  ],
  ...[
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
  ],
  ...[
    '[ff02::1]',
    '[2001:db8::1]',
    '[100::1]',
    '[fec0::1]',
    '[::ffff:0:127.0.0.1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
  ],
];

describe('private, loopback, link-local and reserved addresses', () => {
  test('are many', () => expect(new Set(HOSTS).size).toBeGreaterThanOrEqual(60));

  test.each(HOSTS)('%s', async (host) => {
    const egress = createEgress({ privateNetworks: [], allowHttp: true });
    const before = connections;
    const failed = await egress(`http://${host}:${port}/`, { signal: AbortSignal.timeout(3_000) }).catch(
      (error) => error,
    );
    expect(failed).toBeInstanceOf(Error);
    // A host that cannot be a host is refused by the URL itself.
    if (!(failed instanceof TypeError)) expect(failed).toMatchObject({ code: 'address_refused' });
    expect(connections).toBe(before);
  });
});

describe('what else is refused', () => {
  test.each<[string, boolean, string]>([
    ['plain http', false, 'http://counterpart.example/'],
    ['a name and a password', true, 'http://user:password@127.0.0.1/'],
    ['a host behind a name', true, 'http://example.com@127.0.0.1/'],
    ['a file', true, 'file:///etc/passwd'],
    ['data', true, 'data:application/json,{}'],
    ['another protocol', true, 'ftp://127.0.0.1/'],
    ['gopher', true, 'gopher://127.0.0.1/'],
  ])('%s', async (_, allowHttp, url) => {
    const egress = createEgress({ privateNetworks: ['127.0.0.0/8'], allowHttp });
    await expect(egress(url)).rejects.toMatchObject({ code: 'address_refused' });
  });
});

describe('a network that is allowed', () => {
  const egress = createEgress({ privateNetworks: ['127.0.0.0/8', 'fd00::/8'], allowHttp: true });

  test.each(['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]'])('lets %s by, however it is written', async (host) => {
    const before = connections;
    expect((await egress(`http://${host}:${port}/`)).status).toBe(200);
    expect(connections).toBeGreaterThanOrEqual(before);
  });

  test.each(['10.0.0.1', '169.254.169.254', '[::1]', '[fe80::1]'])('lets nothing else by: %s', async (host) => {
    await expect(egress(`http://${host}:${port}/`)).rejects.toBeInstanceOf(AppError);
  });

  test('answers a redirect out of it, and does not follow it', async () => {
    for (const redirect of ['follow', 'manual'] as const) {
      const answer = await egress(`http://127.0.0.1:${port}/moved`, { redirect });
      expect([answer.status, answer.redirected]).toEqual([302, false]);
    }
    expect(asked).not.toContain('/elsewhere');
  });
});
