import { AutotaskCompany, AutotaskContact, AutotaskTicket } from '@counterpart/server/psa/autotask/api.ts';
import { explainAutotask } from '@counterpart/server/psa/autotask/explain.ts';
import { fromChanges, fromDraft, toCompany, toContact, toTicket } from '@counterpart/server/psa/autotask/mapping.ts';
import { containsEnding, equalsAny } from '@counterpart/server/psa/autotask/query.ts';
import { senderOf } from '@counterpart/server/psa/autotask/sender.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTITIES } from '../simulators/psa/autotask/entities.ts';
import { compileFilter } from '../simulators/psa/autotask/filter.ts';

const contact = (fields: object) => toContact(AutotaskContact.parse({ id: 5, companyID: 1, ...fields }));
const company = (fields: object) => toCompany(AutotaskCompany.parse({ id: 1, ...fields }), new Map([['59', 'DK']]));
const ticket = (fields: object) => toTicket(AutotaskTicket.parse({ id: 9, title: 'S', ...fields }));
const LONG = 'x'.repeat(10_000);
const DRAFT = { companyId: '1', siteId: null, firstName: 'Ana', lastName: 'Sousa', email: null, phones: [] };

describe('records in our words', () => {
  test.each<[string, object, object]>([
    [
      'a dash where a last name has to be',
      { firstName: 'Reception', lastName: '-' },
      { name: 'Reception', firstName: 'Reception', lastName: '' },
    ],
    [
      'numbers that are strings',
      { id: '95', companyID: '7', companyLocationID: '3' },
      { id: '95', companyId: '7', siteId: '3' },
    ],
    ['the own company, whose number is 0', { companyID: 0 }, { companyId: '0' }],
    ['an active contact counts 1', { isActive: 1 }, { active: true }],
    ['an inactive one 0, also as text', { isActive: '0' }, { active: false }],
    ['or false', { isActive: false }, { active: false }],
    ['nulls all over', { firstName: null, phone: null, externalID: null, isActive: null }, { name: '', phones: [] }],
    [
      'addresses once, in order',
      { emailAddress: ' A@b.c ', emailAddress2: 'a@B.c', emailAddress3: 'd@e.f' },
      { emails: ['A@b.c', 'd@e.f'] },
    ],
    ['a phone that is a number', { phone: 70100000 }, { phones: [{ kind: 'work', value: '70100000' }] }],
    ['a number twice', { phone: '1', mobilePhone: '1' }, { phones: [{ kind: 'work', value: '1' }] }],
    ['our key', { externalID: ' k-1 ' }, { platformIds: { external: 'k-1' } }],
    ['fields nobody knows', { shoeSize: 43, userDefinedFields: [{ name: 'x', value: null }] }, { id: '5' }],
    ['a name of 10,000 characters', { firstName: LONG, lastName: 'Y' }, { firstName: LONG, name: `${LONG} Y` }],
    ['a name from right to left', { firstName: 'محمد', lastName: 'العربي' }, { name: 'محمد العربي' }],
    ['a name beyond the first plane', { firstName: '𐐷𐑌', lastName: '👩‍🚒' }, { name: '𐐷𐑌 👩‍🚒' }],
  ])('contact: %s', (_, fields, expected) => {
    expect(contact(fields)).toMatchObject(expected);
  });

  test.each<[string, object, object]>([
    ['a web address', { webAddress: 'https://www.acme.example/about?x=1' }, { domains: ['acme.example'] }],
    ['several', { webAddress: 'acme.example; www.acme.test' }, { domains: ['acme.example', 'acme.test'] }],
    ['none', { webAddress: 'n/a' }, { domains: [] }],
    ['a country', { countryID: 59 }, { country: 'DK' }],
    ['a country nobody knows', { countryID: '60' }, { country: null }],
    ['inactive', { isActive: false }, { active: false }],
  ])('company: %s', (_, fields, expected) => {
    expect(company(fields)).toMatchObject(expected);
  });

  test.each<[string, object, object]>([
    ['its number', { ticketNumber: 'T20260301.0001' }, { number: 'T20260301.0001' }],
    ['no number', { ticketNumber: null }, { number: '9' }],
    ['nobody', { contactID: null, companyID: 0 }, { contactId: null, companyId: '0' }],
  ])('ticket: %s', (_, fields, expected) => {
    expect(ticket(fields)).toMatchObject(expected);
  });

  test.each<[string, string | null, string | null]>([
    ['From: Ana Sousa <ana@x.example>\r\nHello', 'Ana Sousa', 'ana@x.example'],
    ['\n  from: "Sousa, Ana" <ana@x.example>', 'Sousa, Ana', 'ana@x.example'],
    ['Sender: ana@x.example', null, 'ana@x.example'],
    ['From: ana@x.example (Ana Sousa)', 'Ana Sousa', 'ana@x.example'],
    ['From: <ana@x.example>', null, 'ana@x.example'],
    ['Hello\nFrom: Boss <boss@x.example>', null, null],
    ['From: the third floor', null, null],
    ['', null, null],
  ])('sender in %j', (description, name, email) => {
    expect(senderOf(description)).toMatchObject({ name, email });
  });

  test('a sender of 50,000 brackets is none, at once', () => {
    const start = performance.now();
    expect(senderOf(`From: ${'<'.repeat(50_000)}`)).toMatchObject({ name: null, email: null });
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe('what is written', () => {
  test.each<[string, object, string]>([
    ['a name of 10,000 characters', { firstName: LONG }, 'firstName'],
    ['a last name of 51', { lastName: 'y'.repeat(51) }, 'lastName'],
    ['26 astral characters, which count twice', { firstName: '👩'.repeat(26) }, 'firstName'],
    ['an address of 255', { email: `${'a'.repeat(244)}@b.example.c` }, 'emailAddress'],
    ['a phone of 26', { phones: [{ kind: 'work', value: '1'.repeat(26) }] }, 'phone'],
    ['no last name', { lastName: ' ' }, 'lastName'],
  ])('%s is refused before Autotask does', (_, fields, path) => {
    const refused = { code: 'provider_rejected', extra: { fields: [{ path }] } };
    expect(thrown(() => fromDraft({ ...DRAFT, ...fields }))).toMatchObject(refused);
  });

  test('is read back the same', () => {
    const word = fc.string({ minLength: 1, maxLength: 25, unit: 'grapheme' }).map((text) => text.trim());
    const short = word.filter((text) => text !== '' && text.length <= 24);
    const phone = (kind: 'work' | 'mobile' | 'other') =>
      fc.option(short.map((value) => ({ kind, value: `${kind[0]!}${value}` })));
    fc.assert(
      fc.property(
        short,
        short.filter((text) => !/^[-.–—_]$/.test(text)),
        fc.option(fc.emailAddress()),
        phone('work'),
        phone('mobile'),
        phone('other'),
        (...parts) => {
          const [firstName, lastName, email, ...numbers] = parts;
          const phones = numbers.filter((number) => number !== null);
          const row = fromDraft({ companyId: '3', siteId: '11', firstName, lastName, email, phones }, 'key');
          expect(contact(row)).toMatchObject({
            ...{ companyId: '3', siteId: '11', firstName, lastName, phones, emails: email ? [email] : [] },
            ...{ active: true, platformIds: { external: 'key' } },
          });
        },
      ),
    );
  });

  test('is never a blank', () => {
    const field = fc.option(fc.oneof(fc.constantFrom('', ' ', '\t'), fc.string({ maxLength: 50 })), { nil: undefined });
    fc.assert(
      fc.property(field, field, field, field, (firstName, lastName, email, external) => {
        const all = { firstName, lastName, email, ...(external !== undefined && { platformIds: { external } }) };
        const changes = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        for (const value of Object.values(fromChanges(changes))) expect(String(value).trim()).not.toBe('');
      }),
    );
  });
});

describe('a query', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      `"}],"op":"exist"`,
      `' or 1=1 --`,
      '%',
      '_',
      '\\',
      '\u0000',
      '\ud800',
      '{"op":"exist","field":"id"}',
    ),
    fc.string().map((text) => `x"},{"op":"exist","field":"id","v":"${text}`),
  );
  const fields = ['emailAddress', 'emailAddress2', 'emailAddress3'];

  test('carries what was typed as one value, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (typed) => {
        const sent: unknown = JSON.parse(JSON.stringify(equalsAny(fields, typed)));
        expect(sent).toEqual({ op: 'or', items: fields.map((field) => ({ op: 'eq', field, value: typed })) });
      }),
    );
  });

  test('finds the rows that hold exactly that, and no other', () => {
    fc.assert(
      fc.property(hostile, hostile, (typed, other) => {
        const fits = compileFilter([equalsAny(fields, typed)], ENTITIES.Contacts, []);
        expect(fits({ id: 1, emailAddress3: typed })).toBe(true);
        expect(fits({ id: 1, emailAddress: other })).toBe(other.toLowerCase() === typed.toLowerCase());
      }),
    );
  });

  test('for a phone number finds its usual spellings', () => {
    const fits = compileFilter([containsEnding(['phone', 'mobilePhone'], '351910555666')], ENTITIES.Contacts, []);
    for (const phone of [
      '+351910555666',
      '910 555 666',
      '910-555-666',
      '91 05 55 66 6',
      '(910) 555.666',
      '910/55/56/66',
    ]) {
      expect([phone, fits({ id: 1, phone })]).toEqual([phone, true]);
    }
    expect(fits({ id: 1, phone: '910 555 667' })).toBe(false);
  });

  test('of more than 500 choices is not sent', () => {
    expect(() => equalsAny(Array.from({ length: 501 }, String), 'x')).toThrow(/More choices/);
  });
});

describe('error answers', () => {
  const said = (...errors: string[]) => JSON.stringify({ errors });
  test.each<[string, number, string, object | null]>([
    ['a wrong key', 401, '', { code: 'provider_auth', detail: { wrong: 'secret' } }],
    ['a wrong tracking identifier', 500, said('IntegrationCode is invalid.'), { detail: { wrong: 'integrationCode' } }],
    ['a wrong user', 500, said('Zone information could not be determined'), { detail: { wrong: 'username' } }],
    [
      'a missing right',
      500,
      said('The logged in Resource does not have the adequate permissions to create this entity type.'),
      { code: 'provider_forbidden', detail: { right: 'CRM: view contacts' } },
    ],
    ['403 without a word', 403, '', { detail: { right: 'CRM: view contacts' } }],
    [
      'too many threads',
      500,
      said('The thread threshold of 3 has been exceeded. Itgenatr005'),
      { code: 'provider_rate_limited' },
    ],
    ['too many requests', 500, said('The request threshold has been exceeded'), { code: 'provider_rate_limited' }],
    [
      'a value that is missing, by its old name',
      500,
      said('Value does not exist for the required field AccountID. ; on record number [1].'),
      { code: 'provider_rejected', fields: [{ path: 'companyID', message: 'is required' }] },
    ],
    [
      'a record that is not there',
      500,
      said('Value does not reference an existing entity for ContactID . ; on record number [1].'),
      { fields: [{ path: 'contactID', message: 'names no record' }] },
    ],
    ['nothing to change', 500, said('No matching records found. The logged in'), { code: 'provider_not_found' }],
    [
      'a person in the sentence',
      500,
      said('Contact "Ana" (ana@x.example) exists'),
      { code: 'provider_rejected', message: 'Autotask refused: Contact … … exists' },
    ],
    [
      'a verb',
      405,
      '{"Message":"The requested resource does not support http method \'GET\'."}',
      { code: 'provider_rejected' },
    ],
    ['their own fault', 500, said('An unexpected error occurred.'), null],
    ['a gateway', 502, '<html>', null],
    ['not an object', 500, '[]', null],
    ['no text in it', 500, '{"errors":[null,7]}', null],
  ])('%s', (_, status, body, expected) => {
    const explained = explainAutotask('CRM: view contacts')(status, body);
    if (expected === null) expect(explained).toBeNull();
    else expect(explained).toMatchObject(expected);
  });
});

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
