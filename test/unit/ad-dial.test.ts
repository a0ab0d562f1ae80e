import { X509Certificate } from 'node:crypto';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { createGuard } from '@counterpart/server/egress.ts';
import { dial, readServer, type Trust } from '@counterpart/server/identity/ad/dial.ts';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test } from 'vitest';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

interface Made {
  name?: string;
  ip?: string;
  until?: Date;
}

async function certificate({ name = 'dc1.acme.test', ip = '127.0.0.1', until }: Made = {}) {
  return generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(until ? { notBeforeDate: new Date(until.getTime() - 86_400_000), notAfterDate: until } : {}),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2 as const, value: name },
          { type: 7 as const, ip },
        ],
      },
    ],
  });
}

/** A server that shows the certificate and counts what is said to it. */
async function serve(made: Awaited<ReturnType<typeof certificate>>) {
  let heard = 0;
  const server = tls.createServer({ key: made.private, cert: made.cert }, (socket) => {
    socket.on('data', (data) => {
      heard += data.length;
    });
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push(server);
  return { server: `127.0.0.1:${(server.address() as AddressInfo).port}`, heard: () => heard };
}

const guard = createGuard({ privateNetworks: ['127.0.0.0/8'] });
const to = (server: string, trust: Trust, timeoutMs = 2_000) => dial({ server, trust, timeoutMs, guard });
const pin = (cert: string): Trust => ({
  by: 'fingerprint',
  fingerprints: [new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase()],
});
const refused = (fix: string) => ({ code: 'provider_auth', extra: { detail: { fix } } });

describe('a controller is believed', () => {
  test('when the given authority signed its certificate, or the certificate is the pinned one', async () => {
    const made = await certificate();
    const { server } = await serve(made);
    for (const trust of [{ by: 'ca', ca: made.cert } as const, pin(made.cert)]) {
      const socket = await to(server, trust);
      expect(socket.encrypted).toBe(true);
      socket.destroy();
    }
  });
  test('by its pin alone, whatever the certificate says of its name', async () => {
    const made = await certificate({ name: 'elsewhere.test', ip: '10.9.8.7' });
    const { server } = await serve(made);
    (await to(server, pin(made.cert))).destroy();
  });
});

describe('a controller is not believed, and nothing is said to it', () => {
  const cases: [why: string, made: Made, trust: (cert: string, other: string) => Trust, fix: string][] = [
    ['another authority signed', {}, (_, ca) => ({ by: 'ca', ca }), 'server_certificate'],
    ['nobody known signed', {}, () => ({ by: 'system' }), 'server_certificate'],
    ['it is another than the pinned one', {}, (_, other) => pin(other), 'server_certificate'],
    ['it is for another name', { name: 'a.test', ip: '10.9.8.7' }, (ca) => ({ by: 'ca', ca }), 'server_name'],
    [
      'it has expired',
      { until: new Date(Date.now() - 60_000) },
      (ca) => ({ by: 'ca', ca }),
      'server_certificate_expired',
    ],
  ];
  test.each(cases)('when %s', async (_why, how, trust, fix) => {
    const [made, other] = await Promise.all([certificate(how), certificate()]);
    const { server, heard } = await serve(made);
    await expect(to(server, trust(made.cert, other.cert))).rejects.toMatchObject(refused(fix));
    expect(heard()).toBe(0);
  });

  test('when it speaks in clear text', async () => {
    const plain = net.createServer((socket) => socket.end('0\f\x02\x01\x01a\x07'));
    await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
    open.push(plain);
    const server = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
    await expect(to(server, { by: 'system' })).rejects.toMatchObject({ code: 'provider_unavailable' });
  });
});

test('who says nothing is not waited for long', async () => {
  const silent = net.createServer(() => {});
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  open.push(silent);
  const server = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await expect(to(server, { by: 'system' }, 80)).rejects.toMatchObject({ code: 'provider_timeout' });
});

test.each(['127.0.0.1', '[::1]', 'localhost', '169.254.169.254'])(
  '%s is refused where it is not allowed',
  async (server) => {
    const none = createGuard({ privateNetworks: [] });
    const dialled = dial({ server, trust: { by: 'system' }, timeoutMs: 500, guard: none });
    await expect(dialled).rejects.toMatchObject({ code: 'address_refused' });
  },
);

test.each([
  ['dc1.acme.test', { host: 'dc1.acme.test', port: 636 }],
  ['dc1.acme.test:3269', { host: 'dc1.acme.test', port: 3269 }],
  ['10.0.0.4', { host: '10.0.0.4', port: 636 }],
  ['[fd00::4]', { host: 'fd00::4', port: 636 }],
  ['[fd00::4]:3269', { host: 'fd00::4', port: 3269 }],
])('%s is read', (server, read) => {
  expect(readServer(server)).toEqual(read);
});
