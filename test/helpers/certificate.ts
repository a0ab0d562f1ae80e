import { generate } from 'selfsigned';

export interface Certificate {
  key: string;
  cert: string;
}

const made = new Map<string, Promise<Certificate>>();

/** A certificate for these host names that nobody trusts, made once a process. Browsers need `--ignore-certificate-errors`. */
export function selfSignedFor(hosts: string[]): Promise<Certificate> {
  const name = hosts.join(' ');
  const certificate = made.get(name) ?? make(hosts);
  made.set(name, certificate);
  return certificate;
}

async function make(hosts: string[]): Promise<Certificate> {
  const [first = 'localhost'] = hosts;
  const { private: key, cert } = await generate([{ name: 'commonName', value: first }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { key, cert };
}
