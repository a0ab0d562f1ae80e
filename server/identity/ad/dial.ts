import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Guard } from '../../egress.ts';

/** How the controller's certificate is known to be the right one. */
export type Trust =
  /** SHA-256 of the whole certificate, lower-case hex; several while certificates change. Then its name does not matter. */
  | { by: 'fingerprint'; fingerprints: string[] }
  /** Signed by this authority (PEM), for the name that was dialled, today. */
  | { by: 'ca'; ca: string }
  /** Signed by an authority that everybody trusts. */
  | { by: 'system' };

interface Dial {
  /** `host` or `host:port`; 636 where none is said. */
  server: string;
  trust: Trust;
  timeoutMs: number;
  guard: Guard;
}

/**
 * A TLS connection whose other end has proven itself; nothing was sent yet. There is no way to ask for one in clear text.
 * Throws `address_refused`, `provider_unavailable`, `provider_timeout`, and `provider_auth` with `detail.fix` where the
 * certificate is not the right one.
 */
export async function dial({ server, trust, timeoutMs, guard }: Dial): Promise<TLSSocket> {
  const { host, port } = readServer(server);
  guard.check(host);
  const socket = connect({
    host,
    port,
    // An address is no server name (RFC 6066 3); the certificate is compared with it all the same.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    lookup: guard.lookup,
    minVersion: 'TLSv1.2',
    ...(trust.by === 'ca' ? { ca: trust.ca } : {}),
    // A pinned certificate is compared below, whole, before anything is sent.
    rejectUnauthorized: trust.by !== 'fingerprint',
  });
  // Whoever waits for it hears of an error; one that comes after that must not end the process.
  socket.on('error', () => {});
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
    if (trust.by === 'fingerprint') checkPin(socket, trust.fingerprints);
    return socket;
  } catch (error) {
    socket.destroy();
    throw faultOf(server, error);
  }
}

/** An address as the settings have it. */
export function readServer(server: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^:]+))(?::(\d+))?$/i.exec(server) ?? [];
  return { host: bracketed ?? plain ?? server, port: Number(port ?? 636) };
}

function checkPin(socket: TLSSocket, fingerprints: string[]): void {
  const seen = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
  if (seen && fingerprints.includes(seen)) return;
  throw new AppError('provider_auth', 'The controller shows another certificate than the pinned one', {
    detail: { fix: 'server_certificate', ...(seen ? { fingerprint: seen } : {}) },
  });
}

const NOT_TRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
];
const WRONG_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

function faultOf(server: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === 'ABORT_ERR')
    return new AppError('provider_timeout', `${server} did not answer in time`, { detail: { server } });
  const refused = (fix: string, message: string) =>
    new AppError('provider_auth', message, { detail: { fix, server }, cause: error });
  if (NOT_TRUSTED.includes(code)) return refused('server_certificate', `Nobody we trust vouches for ${server}`);
  if (WRONG_TIME.includes(code))
    return refused('server_certificate_expired', `The certificate of ${server} has expired`);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return refused('server_name', `The certificate at ${server} is for another name`);
  }
  return new AppError('provider_unavailable', `${server} could not be reached over TLS`, {
    detail: { server },
    cause: error,
  });
}
