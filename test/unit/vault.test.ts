import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVault, localVaultKeys, parseVaultKeys, type VaultSlot } from '@counterpart/server/vault.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const key = (kid: string, fill: number) => ({ kid, secret: Buffer.alloc(32, fill) });
const slot: VaultSlot = { workspaceId: 'w1', connectionId: 'c1', field: 'clientSecret' };
const vault = createVault([key('1', 1)]);

test('what was sealed opens in its own place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 4096 }), (plain) => {
      expect(vault.open(slot, vault.seal(slot, plain))).toBe(plain);
    }),
  );
});

describe('nowhere else', () => {
  const sealed = vault.seal(slot, 'a secret of some length');
  const flip = (text: string) => {
    const bytes = Buffer.from(text, 'base64');
    bytes[0]! ^= 1;
    return bytes.toString('base64');
  };
  const two = createVault([key('2', 1), key('1', 1)]); // the same key under another name
  test.each<[string, () => string]>([
    ['another workspace', () => vault.open({ ...slot, workspaceId: 'w2' }, sealed)],
    ['another connection', () => vault.open({ ...slot, connectionId: 'c2' }, sealed)],
    ['another field', () => vault.open({ ...slot, field: 'token' }, sealed)],
    ['fields run together', () => vault.open({ ...slot, workspaceId: 'w1|c1', connectionId: 'clientSecret' }, sealed)],
    ['another key id', () => two.open(slot, { ...sealed, kid: '2' })],
    ['another key', () => createVault([key('1', 9)]).open(slot, sealed)],
    ['no key', () => createVault([key('3', 1)]).open(slot, sealed)],
    ['a changed body', () => vault.open(slot, { ...sealed, sealed: flip(sealed.sealed) })],
    ['a changed nonce', () => vault.open(slot, { ...sealed, iv: flip(sealed.iv) })],
    ['a short body', () => vault.open(slot, { ...sealed, sealed: sealed.sealed.slice(0, 8) })],
    ['nothing', () => vault.open(slot, { ...sealed, sealed: '' })],
  ])('%s', (_, open) => {
    expect(open).toThrow(
      expect.objectContaining({ code: 'internal', message: expect.not.stringContaining('secret of') }),
    );
  });
});

test('one secret sealed twice looks different, and its fingerprint the same', () => {
  const [one, two] = [vault.seal(slot, 'a secret of some length'), vault.seal(slot, 'a secret of some length')];
  expect(one.sealed).not.toBe(two.sealed);
  expect(one.iv).not.toBe(two.iv);
  expect(one.fingerprint).toBe(two.fingerprint);
  expect(vault.seal(slot, 'another secret, as long').fingerprint).not.toBe(one.fingerprint);
});

test.each([
  ['a secret of some length', 'ngth'],
  ['twelve-chars', 'hars'],
  ['eleven-char', ''],
])('of %o it says %o', (plain, lastFour) => {
  expect(vault.seal(slot, plain).lastFour).toBe(lastFour);
});

test('a new key seals, the old one still opens; once it is dropped, what it sealed is lost', () => {
  const [old, fresh] = [key('1', 1), key('2', 2)];
  const before = createVault([old]).seal(slot, 'before');
  const both = createVault([fresh, old]);
  const after = both.seal(slot, 'after');
  expect([both.open(slot, before), both.open(slot, after), after.kid]).toEqual(['before', 'after', '2']);
  expect(() => createVault([fresh]).open(slot, before)).toThrow(/"1" is not in VAULT_KEYS/);
});

test('keys are read from one line, newest first', () => {
  const line = [2, 1].map((n) => `${n}:${Buffer.alloc(32, n).toString('base64')}`).join(' , ');
  expect(parseVaultKeys(line)).toEqual([key('2', 2), key('1', 1)]);
});

test('a key of its own is made once, for the owner alone', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-'));
  const first = localVaultKeys(folder);
  expect(first[0]!.secret).toHaveLength(32);
  expect(localVaultKeys(folder)).toEqual(first);
  expect(statSync(path.join(folder, 'vault.key')).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
