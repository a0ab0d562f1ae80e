import { randomUUID } from 'node:crypto';
import { allows, type Permission } from '@counterpart/server/auth/roles.ts';
import { newPairingCode, newToken, readPairingCode, readToken, sameHash } from '@counterpart/server/auth/tokens.ts';
import type { Role } from '@counterpart/shared/api.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('a session token', () => {
  test('is read back: its workspace, and the hash that is stored', () => {
    const workspaceId = randomUUID();
    const { token, hash } = newToken(workspaceId);
    expect(readToken(token)).toEqual({ workspaceId, hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(token).not.toContain(hash);
  });

  test('is never made twice', () => {
    const workspaceId = randomUUID();
    expect(new Set(Array.from({ length: 1_000 }, () => newToken(workspaceId).token)).size).toBe(1_000);
  });

  test('anything else is none', () => {
    const { token } = newToken(randomUUID());
    for (const wrong of [
      '',
      token.slice(1),
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      ` ${token}`,
      `${token}\n`,
    ]) {
      expect([wrong, readToken(wrong)]).toEqual([wrong, null]);
    }
    fc.assert(fc.property(fc.string(), (text) => readToken(text) === null));
  });
});

describe('a pairing code', () => {
  test('is read as it is printed and as people type it', () => {
    for (let n = 0; n < 200; n++) {
      const { code, handle, secretHash } = newPairingCode();
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      const typed = [
        code,
        code.toLowerCase(),
        code.replaceAll('-', ' '),
        code.replaceAll('0', 'o'),
        code.replaceAll('1', 'l'),
        code.replaceAll('1', 'i'),
      ];
      for (const text of typed) expect([text, readPairingCode(text)]).toEqual([text, { handle, secretHash }]);
    }
  });

  test.each(['', 'ABCD', 'ABCD-EFGH-JKM', 'ABCD-EFGH-JKMNP', 'ABCD-EFGH-JKMU', 'ÄBCD-EFGH-JKMN', 'ABCD_EFGH_JKMN'])(
    '%o is none',
    (text) => {
      expect(readPairingCode(text)).toBe(null);
    },
  );

  test('another secret has another hash', () => {
    const [one, two] = [readPairingCode('ABCD-0000-0000')!, readPairingCode('ABCD-0000-0002')!];
    expect(one.handle).toBe(two.handle);
    expect(sameHash(one.secretHash, two.secretHash)).toBe(false);
    expect(sameHash(one.secretHash, one.secretHash)).toBe(true);
    expect(sameHash(one.secretHash, one.secretHash.slice(1))).toBe(false);
  });
});

test.each<[Permission, Role[]]>([
  ['lookup:read', ['technician', 'lead', 'admin']],
  ['links:write', ['technician', 'lead', 'admin']],
  ['accounts:read', ['technician', 'lead', 'admin']],
  ['accounts:create', ['technician', 'lead', 'admin']],
  ['session:own', ['technician', 'lead', 'admin']],
  ['companies:link', ['lead', 'admin']],
  ['connections:read', ['lead', 'admin']],
  ['technicians:pair', ['lead', 'admin']],
  ['connections:write', ['admin']],
  ['technicians:pair_admin', ['admin']],
])('%s is for %j', (permission, roles) => {
  expect((['technician', 'lead', 'admin'] as const).filter((role) => allows(role, permission))).toEqual(roles);
});
