import { isFreeMail, normalizeDomain } from '@counterpart/server/matcher/normalize/domain.ts';
import { isRoleLocalPart, loginLocalPart, normalizeEmail } from '@counterpart/server/matcher/normalize/email.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('normalizeEmail', () => {
  test.each([
    ['Jane.Doe@Northwind.CO.UK', 'jane.doe@northwind.co.uk'],
    ['  jane@corp.com \n', 'jane@corp.com'],
    ['SMTP:Jane@corp.com', 'jane@corp.com'],
    ['smtp:jane@corp.com', 'jane@corp.com'],
    ['mailto:jane@corp.com', 'jane@corp.com'],
    ['Jane Doe <jane@corp.com>', 'jane@corp.com'],
    ['"Doe, Jane" <mailto:jane@corp.com>', 'jane@corp.com'],
    ['jürgen@müller.de', 'jürgen@xn--mller-kva.de'],
    ['jane@xn--mller-kva.de', 'jane@xn--mller-kva.de'],
    ['ｊａｎｅ@corp.com', 'jane@corp.com'],
    ['jane@corp.com.', 'jane@corp.com'],
    ['jane@www.corp.com', 'jane@corp.com'],
    ['o’neil@corp.com', 'o’neil@corp.com'],
    ['j.a.n.e+news@gmail.com', 'j.a.n.e+news@gmail.com'],
    ['jane_partner.com#EXT#@northwind.onmicrosoft.com', 'jane@partner.com'],
    ['jane_m_doe_partner.com#EXT#@northwind.onmicrosoft.com', 'jane_m_doe@partner.com'],
    ['jane@corp.local', 'jane@corp.local'],
  ])('%s', (raw, expected) => {
    expect(normalizeEmail(raw)).toBe(expected);
  });

  test.each([
    '',
    '@',
    'jane',
    'jane@',
    '@corp.com',
    'jane@corp',
    'jane@10.0.0.1',
    'jane doe@corp.com',
    'a@b@corp.com',
    'jane@corp.com/x',
  ])('no address: %s', (raw) => {
    expect(normalizeEmail(raw)).toBeNull();
  });

  test('dots and tags tell addresses apart', () => {
    expect(normalizeEmail('jane.doe@gmail.com')).not.toBe(normalizeEmail('janedoe@gmail.com'));
    expect(normalizeEmail('jane+a@gmail.com')).not.toBe(normalizeEmail('jane@gmail.com'));
  });

  test('normalising twice is normalising once', () => {
    const address = fc.oneof(
      fc.emailAddress(),
      fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })).map(([a, b]) => `${a}@${b}.com`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(address, (raw) => {
        const once = normalizeEmail(raw);
        if (once !== null) expect(normalizeEmail(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('letter case never matters', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (raw) => {
        expect(normalizeEmail(raw.toUpperCase())).toBe(normalizeEmail(raw));
      }),
    );
  });
});

test.each([
  ['CORP\\Jane', 'jane'],
  ['jane@corp.com', 'jane'],
  ['jane+x@corp.com', 'jane'],
  ['jane@CORP', 'jane'],
  ['Jane', 'jane'],
])('loginLocalPart %s', (login, expected) => {
  expect(loginLocalPart(login)).toBe(expected);
});

test.each([
  ['info', true],
  ['reception', true],
  ['it-support', true],
  ['no-reply', true],
  ['sales.uk', true],
  ['info2', true],
  ['svc-backup', true],
  ['help.desk', true],
  ['accounts', true],
  ['jane.doe', false],
  ['info.meier', false],
  ['jane', false],
  ['salesforth', false],
  ['tess.hale', false],
])('isRoleLocalPart %s: %s', (local, expected) => {
  expect(isRoleLocalPart(local)).toBe(expected);
});

describe('normalizeDomain', () => {
  test.each([
    ['Corp.COM', 'corp.com'],
    ['https://www.corp.com/contact?x=1', 'corp.com'],
    ['http://corp.com:8080', 'corp.com'],
    ['@corp.com', 'corp.com'],
    ['jane@corp.com', 'corp.com'],
    ['Müller.de', 'xn--mller-kva.de'],
    ['corp.com.', 'corp.com'],
    ['www.com', 'www.com'],
    ['northwind.onmicrosoft.com', 'northwind.onmicrosoft.com'],
    ['corp', null],
    ['', null],
    ['10.0.0.1', null],
    ['corp com', null],
    ['-.-', null],
  ])('%s', (raw, expected) => {
    expect(normalizeDomain(raw)).toBe(expected);
  });

  test('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.webUrl(), fc.string({ unit: 'binary' })), (raw) => {
        const once = normalizeDomain(raw);
        if (once !== null) expect(normalizeDomain(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['gmail.com', true],
  ['yahoo.co.uk', true],
  ['hotmail.fr', true],
  ['gmx.de', true],
  ['t-online.de', true],
  ['proton.me', true],
  ['northwind.co.uk', false],
  ['outlook-consulting.com', false],
  ['mail.gmail.example.com', false],
])('isFreeMail %s: %s', (domain, expected) => {
  expect(isFreeMail(domain)).toBe(expected);
});
