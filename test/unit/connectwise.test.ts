import { CwCompany, CwContact, CwTicket } from '@counterpart/server/psa/connectwise/api.ts';
import type { PatchOperation } from '@counterpart/server/psa/connectwise/client.ts';
import { siteRoot } from '@counterpart/server/psa/connectwise/codebase.ts';
import { conditions, digitsPattern, queryString } from '@counterpart/server/psa/connectwise/conditions.ts';
import { fromChanges, fromDraft } from '@counterpart/server/psa/connectwise/drafts.ts';
import { explain, RIGHTS } from '@counterpart/server/psa/connectwise/explain.ts';
import { searchableEmail } from '@counterpart/server/psa/connectwise/ids.ts';
import { toCompany, toContact, toTicket } from '@counterpart/server/psa/connectwise/mapping.ts';
import { sameNumber, searchableDigits } from '@counterpart/server/psa/phones.ts';
import type { ContactChanges } from '@counterpart/shared/psa.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../simulators/psa/connectwise/grammar.ts';
import { CAPTIONS, customFields, item } from '../simulators/psa/connectwise/harness.ts';
import { COMMUNICATION_TYPES } from '../simulators/psa/connectwise/seed.ts';

const parse = (fields: object) =>
  CwContact.parse({ id: 5, firstName: 'Ana', lastName: 'Sousa', company: { id: 2 }, ...fields });
const contact = (fields: object) => toContact(parse(fields), CAPTIONS);
const company = (fields: object, inactive: Set<string> | null = new Set(['9'])) =>
  toCompany(CwCompany.parse({ id: 1, name: 'X', ...fields }), inactive);
const ticket = (fields: object) => toTicket(CwTicket.parse({ id: 9, summary: 'S', ...fields }));
const TYPES = COMMUNICATION_TYPES.map((type) => ({ ...type, id: String(type.id) }));

/** Half of a surrogate pair is no character, and cannot be sent. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');

describe('conditions', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          "'",
          '\\"',
          ' or ',
          '(',
          ')',
          '[',
          ']',
          '%',
          '*',
          'id',
          '=',
          '1',
          '\n',
          '\u202E',
          '😀',
        ),
      )
      .map((parts) => parts.join('')),
  );

  test('a text is one literal, whatever is in it', () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const built = conditions`communicationItems/value = ${one} and caption like ${other}`;
        const through = new URL(`https://x.example/?${queryString({ conditions: built })}`).searchParams.get(
          'conditions',
        )!;
        expect(parseCondition(through)).toEqual({
          kind: 'and',
          left: {
            ...{ kind: 'test', path: ['communicationItems', 'value'], operator: '=' },
            value: { type: 'text', value: wellFormed(one) },
          },
          right: {
            ...{ kind: 'test', path: ['caption'], operator: 'like' },
            value: { type: 'text', value: wellFormed(other) },
          },
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('lists, numbers, flags and times are one literal too', () => {
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.array(anything, { minLength: 1 }),
        fc.maxSafeInteger(),
        fc.boolean(),
        time,
        (texts, id, flag, at) => {
          const built = conditions`name in ${texts} or not (id != ${id} and inactiveFlag = ${flag}) and lastUpdated >= ${at}`;
          const literals = (value: unknown): unknown[] => {
            if (typeof value !== 'object' || value === null) return [];
            if ('operator' in value) return [Object.getOwnPropertyDescriptor(value, 'value')?.value as unknown];
            return Object.values(value).flatMap(literals);
          };
          expect(literals(parseCondition(built))).toEqual([
            { type: 'list', values: texts.map((value) => ({ type: 'text', value })) },
            { type: 'number', value: id },
            { type: 'flag', value: flag },
            { type: 'date', value: Math.floor(at.getTime() / 1000) * 1000 },
          ]);
        },
      ),
    );
  });

  test.each([[Number.NaN], [1.5], [Number.POSITIVE_INFINITY], [[]]])('%s is no value', (value) => {
    expect(() => conditions`id = ${value}`).toThrow(TypeError);
  });

  test('no character of an address stays that ConnectWise reads otherwise', () => {
    expect(queryString({ conditions: `a="b'*%+&(c)` })).toBe('conditions=a%3D%22b%27%2A%25%2B%26%28c%29');
  });

  test.each<[string, boolean]>([
    ['ana@sousa.example', true],
    ["o'neil+tag@sousa.example", true],
    ['ana%@sousa.example', true],
    ['"ana"@sousa.example', false],
    ['ana@sousa.example" or id > 0 or "', false],
    ['a\\@b.example', false],
    ['two@at@b.example', false],
    ['no address', false],
    ['a@b\u0000', false],
    [`${'a'.repeat(10_000)}@b.example`, false],
  ])('%s may be asked for: %s', (email, expected) => {
    expect(searchableEmail(email)).toBe(expected);
  });
});

describe('records in our words', () => {
  const type = { id: 4, name: 'Mobile' };
  test.each<[string, object, object]>([
    ['ids that are text', { id: '5', company: { id: '7' }, site: { id: 8 } }, { id: '5', companyId: '7', siteId: '8' }],
    ['no company and no site', { company: {}, site: null }, { companyId: '0', siteId: null }],
    ['no last name', { lastName: null }, { name: 'Ana', lastName: '' }],
    ['nothing but an id', { firstName: undefined, lastName: undefined }, { name: '', emails: [], phones: [] }],
    [
      'the default address first, each once',
      {
        communicationItems: [
          item(1, 1, 'b@x.example', false),
          item(2, 1, ' A@x.example '),
          item(3, 1, 'a@X.example', false),
        ],
      },
      { emails: ['A@x.example', 'b@x.example'] },
    ],
    [
      'every number with its kind, a fax last',
      { communicationItems: [item(1, 3, '9'), item(2, 5, '3', false), item(3, 4, '2', false), item(4, 2, '1')] },
      {
        phones: [
          { kind: 'work', value: '1' },
          { kind: 'home', value: '3' },
          { kind: 'mobile', value: '2' },
          { kind: 'other', value: '9' },
        ],
      },
    ],
    [
      'an extension',
      { communicationItems: [{ type, value: '484 261', extension: '12', communicationType: 'Phone' }] },
      { phones: [{ kind: 'mobile', value: '484 261 x12' }] },
    ],
    [
      'items without a value',
      { communicationItems: [{ type, value: null, communicationType: 'Phone' }, { value: '' }] },
      { phones: [] },
    ],
    [
      'a number that is told without items',
      { defaultPhoneType: 'Cell', defaultPhoneNbr: '123', defaultPhoneExtension: '4' },
      { phones: [{ kind: 'mobile', value: '123 x4' }] },
    ],
    ["a site's number", { defaultPhoneType: 'Site', defaultPhoneNbr: '123' }, { phones: [] }],
    [
      'ids in custom fields, and not our key',
      { customFields: customFields({ [CAPTIONS.external]: ' scim-1 ', [CAPTIONS.key]: 'k', [CAPTIONS.entra]: '' }) },
      { platformIds: { external: 'scim-1' } },
    ],
    [
      'an id that is a number',
      { customFields: [{ id: 2, caption: 'directory ID', value: 81 }] },
      { platformIds: { external: '81' } },
    ],
    ['a placeholder', { firstName: 'General', lastName: 'Contact' }, { kind: 'general' }],
    ['a device by its type', { types: [null, { id: 1, name: 'Device' }] }, { kind: 'service' }],
    ['a flag that is text', { inactiveFlag: 'True' }, { active: false }],
    ['fields that nobody knows', { quantum: { spin: [1] } }, { id: '5' }],
    ['a very long name', { firstName: 'x'.repeat(10_000) }, { firstName: 'x'.repeat(10_000) }],
    ['letters of every kind', { firstName: 'שרה', lastName: '𝒮𝒽\u202Eא' }, { name: 'שרה 𝒮𝒽\u202Eא' }],
  ])('contact: %s', (_, fields, expected) => {
    expect(contact(fields)).toMatchObject(expected);
  });

  test.each<[string, object, object]>([
    ['a web address', { website: 'https://www.Acme.example/about?x=1' }, { domains: ['acme.example'] }],
    ['what is no domain', { website: 'n/a' }, { domains: [] }],
    ['a country by its name', { country: { id: 1, name: 'United States' } }, { country: 'US' }],
    ['a country by its code', { country: { id: 1, name: 'Deutschland', identifier: 'DE' } }, { country: 'DE' }],
    ['a country that is none', { country: { id: 1, name: 'Atlantis', identifier: 'ATL' } }, { country: null }],
    ['a status that means the end', { status: { id: 9, name: 'Old' } }, { active: false }],
    ['another status', { status: { id: 1, name: 'Inactive in name' } }, { active: true }],
    ['a deleted one', { deletedFlag: true }, { active: false }],
  ])('company: %s', (_, fields, expected) => {
    expect(company(fields)).toMatchObject(expected);
  });

  test('without the statuses, the name of one is all there is', () => {
    expect(company({ status: { id: 9, name: 'Inactive' } }, null).active).toBe(false);
    expect(company({ status: { id: 9, name: 'Active' } }, null).active).toBe(true);
  });

  test.each<[string, object, object]>([
    ['a contact', { contact: { id: 5 }, company: { id: 2 } }, { contactId: '5', companyId: '2', number: '9' }],
    [
      'nobody',
      { contact: null, company: {} },
      { contactId: null, companyId: null, sender: { name: null, email: null } },
    ],
    [
      'a stranger',
      { contactName: 'Kim', contactEmailAddress: ' kim@x.example ' },
      { sender: { name: 'Kim', email: 'kim@x.example' } },
    ],
    ['an address for a name', { contactName: 'kim@x.example' }, { sender: { name: null, email: 'kim@x.example' } }],
  ])('ticket: %s', (_, fields, expected) => {
    expect(ticket(fields)).toMatchObject(expected);
  });
});

describe('what is written', () => {
  const change = (changes: ContactChanges, fields: object): PatchOperation[] => {
    const row = parse(fields);
    return fromChanges(changes, toContact(row, CAPTIONS), row, TYPES as never, CAPTIONS);
  };
  const items = [item(1, 3, '9'), item(2, 1, 'a@x.example'), item(3, 2, '11'), item(4, 1, 'b@x.example', false)];
  const at = (place: string, value: unknown) => ({ op: 'replace', path: `/communicationItems/${place}`, value });

  test.each<[string, ContactChanges, PatchOperation[]]>([
    [
      'nothing new',
      { firstName: 'Ana', email: 'a@x.example', phones: [{ kind: 'work', value: '11' }], active: true },
      [],
    ],
    ['another address', { email: 'c@x.example' }, [at('1/value', 'c@x.example') as PatchOperation]],
    ['an address that is there', { email: 'B@x.example' }, [at('3/defaultFlag', true) as PatchOperation]],
    ['an address in other letters', { email: 'A@x.example' }, [at('1/value', 'A@x.example') as PatchOperation]],
    [
      'another number of a kind',
      { phones: [{ kind: 'work', value: '12 x3' }] },
      [at('2/value', '12'), at('2/extension', '3')] as PatchOperation[],
    ],
    [
      'a number of a new kind',
      { phones: [{ kind: 'mobile', value: '22' }] },
      [
        {
          ...{ op: 'add', path: '/communicationItems/4' },
          value: { type: { id: 4 }, value: '22', defaultFlag: false, communicationType: 'Phone' },
        },
      ],
    ],
    ['a number that is there as another kind', { phones: [{ kind: 'mobile', value: '11' }] }, []],
    ['a site, whole', { siteId: '12' }, [{ op: 'replace', path: 'site', value: { id: 12 } }]],
    ['an end', { active: false }, [{ op: 'replace', path: 'inactiveFlag', value: true }]],
  ])('%s', (_, changes, expected) => {
    expect(change(changes, { communicationItems: items })).toEqual(expected);
  });

  test('a contact with custom fields is only changed with them', () => {
    const fields = { customFields: customFields({ [CAPTIONS.external]: 'old', [CAPTIONS.key]: 'k' }) };
    const renamed = change({ firstName: 'Eva' }, fields);
    expect(renamed.at(-1)).toEqual({ op: 'replace', path: 'customFields', value: [] });
    expect(change({ platformIds: { external: 'old' } }, fields)).toEqual([]);
    const [written] = change({ platformIds: { external: 'new' } }, fields);
    const value = [
      { id: 1, value: 'k' },
      { id: 2, value: 'new' },
      { id: 3, value: null },
    ];
    expect(written).toEqual({ op: 'replace', path: 'customFields', value });
  });

  test.each<ContactChanges>([{ platformIds: { okta: 'x' } }, { platformIds: { external: 'x' } }])(
    'an id that has no field is said, not lost: %j',
    (changes) => {
      expect(() => change(changes, {})).toThrow(expect.objectContaining({ code: 'not_supported' }));
    },
  );

  test('a change never sends a blank', () => {
    const field = fc.option(fc.oneof(fc.constantFrom('', ' ', '\t'), fc.string()), { nil: undefined });
    fc.assert(
      fc.property(field, field, field, field, (firstName, lastName, email, number) => {
        const phones = number === undefined ? undefined : [{ kind: 'work' as const, value: number }];
        const all = { firstName, lastName, email, phones };
        const changes = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        for (const { path, value } of change(changes, { communicationItems: items })) {
          const sent = typeof value === 'object' ? (value as { value: unknown }).value : value;
          if (!path.endsWith('/extension')) expect(String(sent).trim()).not.toBe('');
        }
      }),
    );
  });

  test('a draft has the admin’s own types, one default of each kind, and no blanks', () => {
    const phones = [
      { kind: 'mobile' as const, value: '22' },
      { kind: 'work' as const, value: '11 x7' },
      { kind: 'home' as const, value: ' ' },
    ];
    const draft = { companyId: '2', siteId: null, firstName: ' Zoë ', lastName: '', email: 'z@x.example', phones };
    expect(fromDraft(draft, TYPES as never, [{ id: 1, value: 'k' }])).toEqual({
      firstName: 'Zoë',
      company: { id: 2 },
      communicationItems: [
        { type: { id: 1 }, value: 'z@x.example', defaultFlag: true, communicationType: 'Email' },
        { type: { id: 4 }, value: '22', defaultFlag: true, communicationType: 'Phone' },
        { type: { id: 2 }, value: '11', extension: '7', defaultFlag: false, communicationType: 'Phone' },
      ],
      customFields: [{ id: 1, value: 'k' }],
    });
  });
});

describe('phone numbers', () => {
  test.each<[string, string, boolean]>([
    ['+351 210 000 000', '(210) 000-000', true],
    ['00351210000000', '+351 210 000 000 x12', true],
    ['+44 (0)20 7946 0018', '020 7946 0018', true],
    ['0018', '+44 20 7946 0018', false],
    ['+44 20 7946 0018', '+44 20 7946 0019', false],
    ['', '', false],
  ])('%s and %s are the same: %s', (one, other, expected) => {
    expect(sameNumber(one, other)).toBe(expected);
    expect(sameNumber(other, one)).toBe(expected);
  });

  test('the pattern finds every number that is the same', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 14 });
    fc.assert(
      fc.property(
        digits,
        fc.array(fc.constantFrom('', ' ', '-', '.', '/'), { minLength: 14, maxLength: 14 }),
        (number, gaps) => {
          const typed = number.map((digit, index) => `${gaps[index]}${digit}`).join('');
          const asked = searchableDigits(number.join(''));
          if (asked === null || !sameNumber(typed, number.join(''))) return;
          const parts = digitsPattern(asked).split('%').filter(Boolean);
          let from = 0;
          for (const part of parts) {
            from = typed.indexOf(part, from) + 1;
            expect(from).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

describe('addresses of a site', () => {
  test.each([
    'https://na.myconnectwise.net',
    'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/',
    'https://NA.myconnectwise.net/v2025_1/ConnectWise.aspx?x#y',
  ])('%s', (address) => {
    expect(siteRoot(address)).toBe('https://na.myconnectwise.net');
  });
});

describe('error answers', () => {
  const fault = (message: string, errors: object[] | null = null) =>
    JSON.stringify({ code: 'InvalidObject', message, errors });
  test.each<[string, number, string, object | null]>([
    [
      'a field',
      400,
      fault('x', [{ code: 'InvalidField', message: 'No', field: 'site' }]),
      { fields: [{ path: 'site', message: 'No' }] },
    ],
    [
      'a person in the sentence',
      400,
      fault('Contact "Ana" (ana@x.example, +351 210 000 000) exists'),
      { message: 'ConnectWise refused: Contact … … …) exists' },
    ],
    [
      'a member that is not known',
      400,
      fault("Could not find member 'type' on object"),
      { message: expect.stringContaining('refused') },
    ],
    ['401', 401, '', { detail: { wrong: 'publicKey or privateKey' } }],
    ['401 about the client id', 401, fault('Invalid clientId'), { detail: { wrong: 'clientId' } }],
    ['403', 403, '', { detail: { right: RIGHTS.readContacts } }],
    ['no record', 404, '{"code":"NotFound","message":"Contact 1 not found"}', { detail: { missing: 'record' } }],
    ['no such address', 404, '<html>', { detail: { missing: 'address' } }],
    ['in use', 409, '', { code: 'provider_rejected' }],
    ['a gateway', 502, '<html>', null],
    ['not JSON', 400, '<html>', null],
    ['too many', 429, '{"error":"ConnectWiseAPI","message":"Too many requests."}', null],
  ])('%s', (_, status, body, expected) => {
    const said = explain(RIGHTS.readContacts)(status, body);
    if (expected === null) expect(said).toBeNull();
    else expect(said).toMatchObject(expected);
  });
});
