import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@counterpart/shared/errors.ts';

/** Where a secret lives: `connectionId` is the row it belongs to. All of it is authenticated with the ciphertext, so a value moved to another row does not open. */
export interface VaultSlot {
  workspaceId: string;
  connectionId: string;
  field: string;
}

export interface Sealed {
  kid: string;
  iv: string;
  sealed: string;
  lastFour: string;
  fingerprint: string;
}

export interface Vault {
  seal(slot: VaultSlot, plain: string): Sealed;
  /** Throws `internal` where the key is gone or the value was tampered with; the message names no value. */
  open(slot: VaultSlot, value: Pick<Sealed, 'kid' | 'iv' | 'sealed'>): string;
}

interface Key {
  kid: string;
  secret: Buffer;
}

/** `id:base64` of 32 bytes each, comma separated, newest first: the newest seals, every one opens. */
export function parseVaultKeys(text: string): Key[] {
  return text.split(',').map((part) => {
    const [kid, secret] = part.trim().split(':');
    return { kid: kid ?? '', secret: Buffer.from(secret ?? '', 'base64') };
  });
}

/** The keys kept beside the embedded database; made at the first start, readable by the owner only. */
export function localVaultKeys(folder: string): Key[] {
  const file = path.join(folder, 'vault.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `1:${randomBytes(32).toString('base64')}`, { mode: 0o600, flag: 'wx' });
  }
  return parseVaultKeys(readFileSync(file, 'utf8').trim());
}

/** AES-256-GCM with a random 96-bit IV per value (NIST SP 800-38D); AAD is workspace|connection|field|kid. */
export function createVault(keys: Key[]): Vault {
  const [newest] = keys;
  if (!newest) throw new Error('The vault needs at least one key.');
  const aad = (slot: VaultSlot, kid: string) =>
    Buffer.from([slot.workspaceId, slot.connectionId, slot.field, kid].join('|'));
  return {
    seal(slot, plain) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', newest.secret, iv);
      cipher.setAAD(aad(slot, newest.kid));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return {
        kid: newest.kid,
        iv: iv.toString('base64'),
        sealed: body.toString('base64'),
        // A short secret would be half given away by its end.
        lastFour: plain.length >= 12 ? plain.slice(-4) : '',
        fingerprint: createHash('sha256').update(newest.secret).update(plain).digest('hex').slice(0, 12),
      };
    },
    open(slot, value) {
      const key = keys.find(({ kid }) => kid === value.kid);
      if (!key) throw new AppError('internal', `The vault key "${value.kid}" is not in VAULT_KEYS`);
      const body = Buffer.from(value.sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.secret, Buffer.from(value.iv, 'base64'));
        decipher.setAAD(aad(slot, value.kid));
        decipher.setAuthTag(body.subarray(-16));
        return Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]).toString('utf8');
      } catch {
        throw new AppError('internal', 'A stored credential does not open: its row or its key was changed');
      }
    },
  };
}
