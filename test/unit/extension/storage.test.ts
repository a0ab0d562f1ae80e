import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toggled } from '../../../extension/background/dock.ts';
import { planRegistrations } from '../../../extension/background/registrations.ts';
import { DockMessage } from '../../../extension/messages.ts';
import { isDock } from '../../../extension/mount/check.ts';
import { DEFAULT_SERVER, Dock, entriesOf, readSettings } from '../../../extension/storage.ts';

const DEFAULTS = { server: DEFAULT_SERVER, language: 'auto', theme: 'auto' };

describe('settings', () => {
  it.each([
    ['nothing', undefined, DEFAULTS],
    ['a text', 'x', DEFAULTS],
    [
      'all chosen',
      { server: 'https://cp.example', language: 'fr', theme: 'dark' },
      { server: 'https://cp.example', language: 'fr', theme: 'dark' },
    ],
    ['one bad value', { language: 'tlh', theme: 'dark' }, { ...DEFAULTS, theme: 'dark' }],
    ['an address that is none', { server: 'javascript:alert(1)' }, DEFAULTS],
  ])('%s', (_what, raw, expected) => expect(readSettings(raw)).toEqual(expected));

  it('whatever lies in storage can be read', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(Object.keys(readSettings(raw)).sort()).toEqual(['language', 'server', 'theme']);
      }),
    );
  });

  it('a bad entry of a list is left out alone', () => {
    const good = { state: 'badge', width: 400 };
    const raw = { 'a.example': good, 'b.example': { state: 'wide' }, 'not a host': good, 'c.example:8443': good };
    expect(entriesOf(Dock).parse(raw)).toEqual({ 'a.example': good, 'c.example:8443': good });
    expect(entriesOf(Dock).parse('x')).toEqual({});
  });
});

describe('the dock', () => {
  it('the hand-written check takes exactly what the schema takes', () => {
    const dock = fc.record({
      type: fc.constantFrom('dock', 'page'),
      state: fc.constantFrom('open', 'badge', 'hidden', 'wide', 1),
      width: fc.oneof(fc.integer({ min: 30, max: 570 }), fc.double(), fc.constant('40')),
    });
    fc.assert(
      fc.property(fc.oneof(dock, fc.anything()), (raw) => {
        expect(isDock(raw)).toBe(DockMessage.safeParse(raw).success);
      }),
    );
  });

  it.each([
    ['open', 'hidden'],
    ['badge', 'open'],
    ['hidden', 'open'],
  ] as const)('the toolbar button turns %s into %s', (state, expected) => {
    expect(toggled({ state, width: 400 })).toEqual({ state: expected, width: 400 });
  });
});

describe('content scripts of custom domains', () => {
  it.each([
    ['the first grant', ['a.example'], [], { add: ['a.example'], remove: [] }],
    ['nothing new', ['a.example'], ['psa:a.example'], { add: [], remove: [] }],
    ['taken back', [], ['psa:a.example'], { add: [], remove: ['psa:a.example'] }],
    ['one for another', ['b.example'], ['psa:a.example'], { add: ['b.example'], remove: ['psa:a.example'] }],
    ['a script that is not ours', [], ['wxt:reload'], { add: [], remove: [] }],
  ])('%s', (_what, wanted, registered, expected) => expect(planRegistrations(wanted, registered)).toEqual(expected));
});
