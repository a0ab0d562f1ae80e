import { isSigned as isSignedByAutotask, longSpelling } from '@counterpart/server/psa/autotask/webhooks.ts';
import { isSigned as isSignedByConnectWise } from '@counterpart/server/psa/connectwise/callbacks.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('Autotask signs with HMAC-SHA1', () => {
  // RFC 2202, section 3, cases 2 and 1.
  test.each([
    ['Jefe', bytes('what do ya want for nothing?'), 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['\x0b'.repeat(20), bytes('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
  ])('as the RFC says: %j', (secret, body, hex) => {
    const signature = `sha1=${Buffer.from(hex, 'hex').toString('base64')}`;
    expect(isSignedByAutotask(body, signature, secret)).toBe(true);
    expect(isSignedByAutotask(body, signature, `${secret}x`)).toBe(false);
    expect(isSignedByAutotask(bytes('another'), signature, secret)).toBe(false);
    for (const wrong of ['', 'sha1=', signature.slice(5), signature.slice(0, -1), `sha1=${hex}`, `${signature}=`]) {
      expect([wrong, isSignedByAutotask(body, wrong, secret)]).toEqual([wrong, false]);
    }
  });

  test('the long spelling of the same JSON counts as well', () => {
    // By openssl, over the long spelling.
    const signature = 'sha1=64/SfrOeQ0Q9Xwdm9DYF+Efyvt8=';
    expect(isSignedByAutotask(bytes('{"Name":"S\\u0026 L\\u00F6w"}'), signature, 'shared')).toBe(true);
    expect(isSignedByAutotask(bytes('{"Name":"S& Löw"}'), signature, 'shared')).toBe(true);
    expect(isSignedByAutotask(bytes('{"Name":"S& Low"}'), signature, 'shared')).toBe(false);
  });

  test('the long spelling says the same, in ASCII', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify(value)),
        (json) => {
          const long = longSpelling(json);
          expect(JSON.parse(long)).toEqual(JSON.parse(json));
          expect(long).not.toMatch(/[^\0-\x7f]|[&<>'`]/);
        },
      ),
    );
  });
});

describe('ConnectWise signs with HMAC-SHA256, keyed by the SHA-256 of its key', () => {
  // By openssl.
  const body = '{"Action":"updated","ID":23}';
  const signature = 'AUlFxmA9eJsaCNLMOpIIkzIGvoo3tRFbpA6aRH2W7ME=';
  test.each([
    ['right', body, signature, 'b7c1-signing-key', true],
    ['of another body', `${body} `, signature, 'b7c1-signing-key', false],
    ['of another key', body, signature, 'b7c1-signing-keY', false],
    ['empty', body, '', 'b7c1-signing-key', false],
    ['cut short', body, signature.slice(0, 20), 'b7c1-signing-key', false],
  ])('%s', (_what, text, given, key, right) => {
    expect(isSignedByConnectWise(text, given, key)).toBe(right);
    expect(isSignedByConnectWise(bytes(text), given, key)).toBe(right);
  });
});
