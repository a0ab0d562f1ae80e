import { type Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startLanguage } from '../../../extension/i18n/index.ts';
import {
  adDraft,
  adSchemas,
  adValues,
  readFingerprint,
  readServer,
} from '../../../extension/options/connections/ad-values.ts';

const t = startLanguage('en', []).getFixedT('en', 'options');
const schemas = adSchemas(t);
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const DIGITS = 'ab'.repeat(32);
const values = {
  ...adValues(),
  ...{ servers: 'dc1.acme.test\nldaps://DC2.acme.test:636/', ca: PEM, bindName: ' ACME\\svc ', password: ' pass ' },
  ...{ name: 'Acme', base: 'OU=People,DC=acme,DC=test', domains: 'acme.test', country: 'FR' },
};

describe('the controllers of a domain', () => {
  it.each([
    ['dc1.acme.test', 'dc1.acme.test'],
    [' DC1.acme.test ', 'dc1.acme.test'],
    ['ldaps://dc1.acme.test/', 'dc1.acme.test'],
    ['dc1.acme.test:636', 'dc1.acme.test'],
    ['dc1.acme.test:3269', 'dc1.acme.test:3269'],
    ['10.0.0.4', '10.0.0.4'],
    ['[fd00::4]:636', '[fd00::4]'],
    ['ldap://dc1.acme.test', null],
    ['dc1.acme.test:389', null],
    ['dc1.acme.test:3268', null],
    ['https://dc1.acme.test', null],
    ['user@dc1.acme.test', null],
    ['', null],
  ])('%j is %j', (typed, server) => {
    expect(readServer(typed)).toBe(server);
  });
  it('are refused in clear text with a word of their own', () => {
    const wrong = schemas.servers.safeParse({ ...values, servers: 'ldap://dc1.acme.test:389' });
    expect(wrong.error?.issues[0]?.message).toContain('clear text');
  });
});

describe('a fingerprint', () => {
  it('is read however its digits are grouped', () => {
    const separators = fc.constantFrom('', ':', ' ', '-');
    fc.assert(
      fc.property(
        separators,
        fc.boolean(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (between, upper, bytes) => {
          const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
          const typed = upper ? pairs.join(between).toUpperCase() : pairs.join(between);
          expect(readFingerprint(typed)).toBe(pairs.join(''));
          expect(readFingerprint(`sha256 Fingerprint=${typed}`)).toBe(pairs.join(''));
        },
      ),
    );
  });
  it.each(['', 'ab', `${DIGITS}00`, DIGITS.replace('a', 'g')])('%j is none', (typed) => {
    expect(readFingerprint(typed)).toBeNull();
  });
});

describe('what the wizard of Active Directory asks for', () => {
  it('is what the server takes', () => {
    const draft = adDraft(schemas, values);
    expect(ConnectionDraft.parse(draft)).toEqual({
      provider: 'ad',
      name: 'Acme',
      settings: {
        servers: ['dc1.acme.test', 'dc2.acme.test'],
        trust: { by: 'ca', ca: PEM },
        bindName: 'ACME\\svc',
        base: 'OU=People,DC=acme,DC=test',
        createIn: null,
        domains: ['acme.test'],
        country: 'FR',
      },
      secrets: { password: ' pass ' },
    });
  });
  it('comes back when the password is renewed, without the password', () => {
    const draft = adDraft(schemas, { ...values, trust: 'fingerprint', fingerprints: DIGITS.toUpperCase() });
    const known = { name: 'Acme', settings: draft.settings } as Connection;
    const again = adValues(known);
    expect(again).toMatchObject({ trust: 'fingerprint', fingerprints: DIGITS, password: '' });
    expect(adDraft(schemas, { ...again, password: 'new' }).settings).toEqual(draft.settings);
  });
  it('takes no certificate that is none, no place that is none', () => {
    expect(schemas.servers.safeParse({ ...values, ca: 'MIIB' }).success).toBe(false);
    expect(schemas.places.safeParse({ ...values, base: 'acme.test/People' }).success).toBe(false);
    expect(schemas.servers.safeParse({ ...values, trust: 'none' }).success).toBe(false);
  });
});
