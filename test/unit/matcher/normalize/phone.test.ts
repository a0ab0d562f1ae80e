import { normalizePhone } from '@counterpart/server/matcher/normalize/phone.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('normalizePhone', () => {
  test.each<[string, string | null, string | null, string | null]>([
    // typed, the customer's country, E.164, extension
    ['020 7946 0123', 'GB', '+442079460123', null],
    ['+44 (0)20 7946 0123', 'GB', '+442079460123', null],
    ['0044 20 7946 0123', 'US', '+442079460123', null],
    ['0044 20 7946 0123', null, '+442079460123', null],
    ['+442079460123', null, '+442079460123', null],
    ['Tel: 020 7946 0123', 'GB', '+442079460123', null],
    ['Mobile: 07911 123456', 'GB', '+447911123456', null],
    ['M: 07911 123456', 'GB', '+447911123456', null],
    ['07911 123456 (work)', 'GB', '+447911123456', null],
    ['020 7946 0123 ext. 204', 'GB', '+442079460123', '204'],
    ['020 7946 0123 x204', 'GB', '+442079460123', '204'],
    ['020 7946 0123x204', 'GB', '+442079460123', '204'],
    ['020 7946 0123 #204', 'GB', '+442079460123', '204'],
    ['tel:+44-20-7946-0123;ext=204', 'GB', '+442079460123', '204'],
    ['(212) 736-5000', 'US', '+12127365000', null],
    ['212.736.5000', 'us', '+12127365000', null],
    ['01 42 68 53 00', 'FR', '+33142685300', null],
    ['030/901820', 'DE', '+4930901820', null],
    ['０２０ ７９４６ ０１２３', 'GB', '+442079460123', null],
    ['020 7946 0123', 'XX', null, null],
    ['020 7946 0123', null, null, null],
    ['946 0123', 'GB', null, null],
    ['ask reception', 'GB', null, null],
    ['', 'GB', null, null],
  ])('%s in %s', (raw, country, e164, extension) => {
    const read = normalizePhone(raw, country);
    expect({ e164: read.e164, extension: read.extension, raw: read.raw }).toEqual({ e164, extension, raw });
  });

  test('a local number keeps its last seven digits', () => {
    expect(normalizePhone('946-0123', 'GB').last7).toBe('9460123');
    expect(normalizePhone('46-0123', 'GB').last7).toBeNull();
  });

  test('a number of the right length that no plan has can still be compared', () => {
    const typed = normalizePhone('07700 900123', 'GB');
    expect(typed.e164).toBeNull();
    expect(typed.dialled).toBe(normalizePhone('+44 7700 900123', null).dialled);
    expect(typed.dialled).toBe('+447700900123');
  });

  test('what was read reads the same again, whatever the country', () => {
    const country = fc.constantFrom('GB', 'US', 'DE', 'FR', 'AU', null);
    const typed = fc.oneof(
      fc
        .tuple(fc.constantFrom('+44', '0', '00', '+1', '', '('), fc.stringMatching(/^[0-9 ().-]{6,16}$/))
        .map((p) => p.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(typed, country, country, (raw, first, second) => {
        const once = normalizePhone(raw, first);
        if (once.e164) expect(normalizePhone(once.e164, second).e164).toBe(once.e164);
      }),
      { numRuns: 500 },
    );
  });
});
