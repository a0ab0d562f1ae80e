import { AdUser, readEntry } from '@counterpart/server/identity/ad/api.ts';
import { byAddress, byKey } from '@counterpart/server/identity/ad/filter.ts';
import { readGuid, writeGuid } from '@counterpart/server/identity/ad/guid.ts';
import { toAccount } from '@counterpart/server/identity/ad/map.ts';
import { commonName, dnOf, shortName, toChange, toNewUser } from '@counterpart/server/identity/ad/write.ts';
import { randomPassword } from '@counterpart/server/identity/password.ts';
import fc from 'fast-check';
import { BerReader, BerWriter, type Entry, type Filter } from 'ldapts';
import { describe, expect, test } from 'vitest';

const GUID = '0df2cd66-88f9-4f6a-9d55-5a0f7b1c2d3e';
const entry = (more: Record<string, string | string[] | Buffer> = {}): Entry => ({
  dn: 'CN=Ada,OU=People,DC=acme,DC=test',
  objectGUID: writeGuid(GUID)!,
  objectClass: ['top', 'person', 'organizationalPerson', 'user'],
  sAMAccountName: 'ada',
  userPrincipalName: 'ada@acme.test',
  userAccountControl: '512',
  whenCreated: '20240301080000.0Z',
  ...more,
});
const user = (more?: Parameters<typeof entry>[0]) => readEntry(AdUser, entry(more));
const account = (more?: Parameters<typeof entry>[0]) => toAccount(user(more), 'acme.test');

describe('an object of Active Directory in our words', () => {
  test.each([
    ['enabled', {}, { enabled: true, locked: false, kind: 'member', admin: false, anchor: GUID, id: GUID }],
    ['disabled', { userAccountControl: '514' }, { enabled: false }],
    ['locked by the computed flags', { 'msDS-User-Account-Control-Computed': '16' }, { locked: true }],
    ['no longer locked, though lockoutTime is still set', { lockoutTime: '132000000000000000' }, { locked: false }],
    [
      'an expired password is no lock',
      { 'msDS-User-Account-Control-Computed': '8388608' },
      { locked: false, enabled: true },
    ],
    ['an administrator', { adminCount: '1' }, { admin: true }],
    ['a former administrator', { adminCount: '0' }, { admin: false }],
    ['a service by its principal name', { servicePrincipalName: 'HTTP/x' }, { kind: 'service' }],
    [
      'a group-managed service account',
      { objectClass: ['top', 'computer', 'msDS-GroupManagedServiceAccount'] },
      { kind: 'service' },
    ],
    ['a shared mailbox of Exchange', { msExchRecipientTypeDetails: '4' }, { kind: 'shared' }],
    ['a shared mailbox in Exchange Online', { msExchRecipientTypeDetails: '34359738368' }, { kind: 'shared' }],
    ['a meeting room', { msExchRecipientTypeDetails: '16' }, { kind: 'service' }],
    ['a person’s mailbox', { msExchRecipientTypeDetails: '1' }, { kind: 'member' }],
    ['no sign-in name of its own', { userPrincipalName: [] }, { username: 'ada@acme.test' }],
    [
      'its given and family name, where nothing else is',
      { givenName: 'Ada', sn: 'Lovelace' },
      { displayName: 'Ada Lovelace' },
    ],
    ['its common name, where nothing else is', { cn: 'Ada' }, { displayName: 'Ada' }],
    ['nothing at all', { cn: [] }, { displayName: 'ada@acme.test', emails: [], phones: [], title: null }],
    ['NUL in its text', { title: 'Head\0 of' }, { title: 'Head of' }],
    ['when it was made', {}, { createdAt: '2024-03-01T08:00:00.000Z' }],
    ['no time that can be read', { whenCreated: 'yesterday' }, { createdAt: null }],
    [
      'every address once: the mail, the primary, the aliases',
      {
        mail: 'a@x.test',
        proxyAddresses: ['smtp:z@x.test', 'SMTP:A@x.test', 'sip:a@x.test', 'x500:/o=X', 'smtp:b@x.test'],
      },
      { emails: ['a@x.test', 'b@x.test', 'z@x.test'] },
    ],
    [
      'every number by its kind',
      { telephoneNumber: '1', otherTelephone: ['3', '2'], mobile: '4', homePhone: '5', otherMobile: '6' },
      {
        phones: [
          { kind: 'work', value: '1' },
          { kind: 'work', value: '2' },
          { kind: 'work', value: '3' },
          { kind: 'mobile', value: '4' },
          { kind: 'mobile', value: '6' },
          { kind: 'home', value: '5' },
        ],
      },
    ],
  ])('%s', (_what, more, said) => {
    expect(account(more)).toMatchObject(said);
  });

  test('whatever the case in which a controller writes the names', () => {
    const upper = Object.fromEntries(
      Object.entries(entry({ title: 'Head' })).map(([name, value]) => [
        name === 'dn' ? name : name.toUpperCase(),
        value,
      ]),
    );
    expect(toAccount(readEntry(AdUser, upper as Entry), 'acme.test')).toEqual(account({ title: 'Head' }));
  });
  test('only with a GUID', () => {
    for (const objectGUID of [[], 'text', Buffer.alloc(15)]) {
      expect(() => user({ objectGUID: objectGUID as Buffer })).toThrow('shape');
    }
  });
});

describe('a GUID', () => {
  test('is kept with its first three groups turned', () => {
    const bytes = Buffer.from('33221100554477668899aabbccddeeff', 'hex');
    expect(readGuid(bytes)).toBe('00112233-4455-6677-8899-aabbccddeeff');
  });
  test('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.uuid({ version: [1, 4, 7] }), (id) => {
        expect(readGuid(writeGuid(id.toUpperCase())!)).toBe(id);
      }),
    );
  });
  test.each(['', 'nobody', '00000000', `${GUID}0`, `{${GUID}}`, `${GUID})(cn=*`])('%j is none', (text) => {
    expect(writeGuid(text)).toBeNull();
  });
});

/** What goes out for a filter: tags and texts, depth first. */
function sent(filter: Filter): string[] {
  const writer = new BerWriter();
  filter.write(writer);
  const texts: string[] = [];
  const walk = (reader: BerReader, end: number) => {
    while (reader.offset < end) {
      const tag = reader.peek()!;
      if (tag === 4) texts.push(reader.readString(4)!);
      else {
        reader.readSequence(tag);
        texts.push(`tag ${tag}`);
        walk(reader, reader.offset + reader.length);
      }
    }
  };
  walk(new BerReader(writer.buffer), writer.buffer.length);
  return texts;
}

test('no text can change the filter that it stands in', () => {
  const shape = (address: string) =>
    sent(byAddress(address, 'acme.test')).map((one) => (one.endsWith(address) ? one.replace(address, '…') : one));
  const plain = shape('someone@x.test');
  const piece = fc.oneof(fc.string(), fc.constantFrom('*', '(', ')', '\\', '\\2a', ')(|(cn=*', '\0'));
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1 }).map((all) => `${all.join('')}@x.test`),
      (address) => {
        expect(shape(address)).toEqual(plain);
        expect(sent(byKey(address)).at(-1)).toBe(address);
      },
    ),
  );
});

describe('a name in the tree', () => {
  /** RFC 4514, the other way round. */
  const read = (dn: string) => {
    const [, name = ''] = /^CN=((?:\\.|[^\\,])*),/s.exec(dn) ?? [];
    return name.replace(/\\(.)/gs, '$1');
  };
  test('stays in its container, whatever it holds', () => {
    const text = fc.array(fc.constantFrom(',', '\\', '+', '"', '<', '>', ';', '=', '#', ' ', 'a', 'é', 'OU=x'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        text.map((all) => all.join('')),
        (displayName) => {
          const cn = commonName(displayName, 'short', 0);
          const dn = dnOf(cn, 'OU=People,DC=acme,DC=test');
          expect(read(dn)).toBe(cn);
          expect(dn.endsWith(',OU=People,DC=acme,DC=test')).toBe(true);
        },
      ),
    );
  });
  test.each([
    ['zoe.new@acme.test', 0, 'zoe.new'],
    ['Zoë.Ångström@acme.test', 0, 'Zoe.Angstrom'],
    ['a.very.long.name.indeed.it.is@acme.test', 0, 'a.very.long.name.ind'],
    ['a.very.long.name.indeed.it.is@acme.test', 1, 'a.very.long.name.in2'],
    ['dotted.at.the.end.of.@acme.test', 0, 'dotted.at.the.end.of'],
    ["o'hara+x@acme.test", 0, 'oharax'],
  ])('%s has the short name (%i) %s', (username, attempt, short) => {
    expect(shortName(username, attempt)).toBe(short);
  });
  test('is no longer than Windows takes, and another each time', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, display) => {
        const shorts = [0, 1, 2, 3].map((attempt) => shortName(`${name}@acme.test`, attempt));
        const names = [0, 1, 2, 3].map((attempt) => commonName(display, shorts[0]!, attempt));
        expect(new Set(shorts).size).toBe(4);
        expect(new Set(names).size).toBe(4);
        for (const short of shorts) expect(short).toMatch(/^[A-Za-z0-9._-]{1,19}[A-Za-z0-9_-]$|^[A-Za-z0-9_-]$/);
        for (const one of names) expect(one.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('what is written', () => {
  const draft = {
    username: 'zoe@acme.test',
    displayName: 'Zoë',
    givenName: '',
    familyName: '',
    email: null,
    phones: [],
  };
  test('of a new user is whole: enabled, keyed, with a password that must be changed', () => {
    const values = toNewUser({ draft, correlationKey: 'key' }, 'zoe');
    expect(values).toMatchObject({
      userAccountControl: ['512'],
      pwdLastSet: ['0'],
      'msDS-cloudExtensionAttribute20': ['key'],
    });
    expect(Object.values(values).every((all) => all.length > 0)).toBe(true);
    const password = (values.unicodePwd![0] as Buffer).toString('utf16le');
    expect(password).toMatch(/^".{24}"$/);
  });
  test.each([
    ['title', 129],
    ['givenName', 65],
    ['familyName', 65],
    ['department', 65],
  ])('of %s is no longer than Windows takes', (field, length) => {
    expect(() => toChange({ [field]: 'x'.repeat(length) }, user())).toThrow('at most');
    expect(() => toChange({ [field]: 'x'.repeat(length - 1) }, user())).not.toThrow();
  });
  test('of an account is only what differs', () => {
    const known = user({ title: 'Head', mail: 'a@x.test', mobile: '1' });
    const same = {
      title: 'Head',
      email: 'a@x.test',
      phones: [{ kind: 'mobile' as const, value: '1' }],
      department: null,
    };
    expect(toChange(same, known)).toEqual({});
    expect(toChange({ ...same, title: null, phones: [] }, known)).toEqual({ title: [], mobile: [] });
  });
  test('as a new address moves the primary one of the mailbox along', () => {
    const known = user({
      mail: 'old@x.test',
      proxyAddresses: ['SMTP:old@x.test', 'smtp:new@x.test', 'sip:old@x.test'],
    });
    expect(toChange({ email: 'new@x.test' }, known)).toEqual({
      mail: ['new@x.test'],
      proxyAddresses: ['SMTP:new@x.test', 'smtp:old@x.test', 'sip:old@x.test'],
    });
    expect(toChange({ email: 'new@x.test' }, user({ mail: 'old@x.test' }))).toEqual({ mail: ['new@x.test'] });
  });
});

test('a first password has every class that a policy may ask for, and never comes twice', () => {
  const made = Array.from({ length: 200 }, randomPassword);
  expect(new Set(made).size).toBe(200);
  for (const password of made) {
    for (const one of [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/, /^.{24}$/]) expect(password).toMatch(one);
  }
});
