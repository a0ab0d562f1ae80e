import { compareRequester, type Surroundings } from '@counterpart/server/lookup/requester.ts';
import { senderOf as autotaskSender } from '@counterpart/server/psa/autotask/sender.ts';
import { CwTicket } from '@counterpart/server/psa/connectwise/api.ts';
import { toTicket as connectWiseTicket } from '@counterpart/server/psa/connectwise/mapping.ts';
import { HaloTicket } from '@counterpart/server/psa/halopsa/api.ts';
import { HaloMail, senderOf as haloSender } from '@counterpart/server/psa/halopsa/sender.ts';
import type { TicketSender } from '@counterpart/shared/psa.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const NOTHING: TicketSender = { name: null, email: null, replyTo: null, phone: null, onBehalfOf: null };
const ANNA = '00000000-0000-4000-8000-000000000001';
const BEN = '00000000-0000-4000-8000-000000000002';
const work = (value: string) => ({ kind: 'work' as const, value });

const contact = (more: object = {}) => ({
  name: 'Helen Marsh',
  emails: ['helen@acme.example'],
  phones: [work('0161 496 0112')],
  kind: 'person' as const,
  ...more,
});
const account = (more: object = {}) => ({
  username: 'helen.marsh@acme.example',
  emails: ['h.marsh@acme.example'],
  phones: [],
  kind: 'member' as const,
  ...more,
});
const OTHERS = [
  { rowId: ANNA, name: 'Anna Blum', emails: ['Anna@Acme.example'], phones: [work('+44 161 496 0199')] },
  { rowId: BEN, name: 'Benjamín Ortiz', emails: ['ben@acme.example', 'ben@home.example'], phones: [] },
];
const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  contact: contact(),
  accounts: [account()],
  others: OTHERS,
  country: 'GB',
  ...more,
});

describe('who really asks', () => {
  test.each<[string, Partial<TicketSender>, Partial<Surroundings>, object[]]>([
    ['the ticket says nothing', {}, {}, []],
    ['the contact’s own address', { email: 'Helen@ACME.example' }, {}, []],
    ['an alias that only the account has', { email: 'h.marsh@acme.example' }, {}, []],
    ['the sign-in name of the account', { email: 'helen.marsh@acme.example' }, {}, []],
    [
      'a colleague’s address',
      { email: 'anna@acme.example' },
      {},
      [
        {
          rule: 'sender_differs',
          ticketValue: 'anna@acme.example',
          contactValue: 'helen@acme.example',
          contactIds: [ANNA],
        },
      ],
    ],
    ['nobody’s address', { email: 'x@evil.example' }, {}, [{ rule: 'sender_differs', contactIds: [] }]],
    [
      'a contact without any address',
      { email: 'anna@acme.example' },
      { contact: contact({ emails: [] }), accounts: [] },
      [{ rule: 'sender_differs', contactValue: null, contactIds: [ANNA] }],
    ],
    [
      'answers are to go elsewhere',
      { email: 'helen@acme.example', replyTo: 'helen@acme-mail.example' },
      {},
      [{ rule: 'reply_to_differs', ticketValue: 'helen@acme-mail.example', contactIds: [] }],
    ],
    ['answers go to another own address', { email: 'helen@acme.example', replyTo: 'h.marsh@acme.example' }, {}, []],
    [
      'the same strange address twice is one warning',
      { email: 'anna@acme.example', replyTo: 'ANNA@acme.example' },
      {},
      [{ rule: 'sender_differs' }],
    ],
    [
      'on behalf of somebody by name',
      { onBehalfOf: 'Ortiz, Benjamin' },
      {},
      [{ rule: 'on_behalf_of', contactValue: 'Helen Marsh', contactIds: [BEN] }],
    ],
    [
      'on behalf of somebody by address',
      { onBehalfOf: 'ben@home.example' },
      {},
      [{ rule: 'on_behalf_of', contactIds: [BEN] }],
    ],
    ['on behalf of the contact', { onBehalfOf: 'Marsh, Helen' }, {}, []],
    [
      'a desk’s address',
      { email: 'reception@acme.example' },
      { contact: contact({ emails: ['reception@acme.example'] }), accounts: [] },
      [{ rule: 'shared_mailbox', ticketValue: 'reception@acme.example' }],
    ],
    [
      'a person who also has the desk’s address, and wrote from there',
      { email: 'info@acme.example' },
      { contact: contact({ emails: ['helen@acme.example', 'info@acme.example'] }) },
      [{ rule: 'shared_mailbox' }],
    ],
    [
      'a person who also has the desk’s address, and wrote from her own',
      { email: 'helen@acme.example' },
      { contact: contact({ emails: ['helen@acme.example', 'info@acme.example'] }) },
      [],
    ],
    ['an account that several open', {}, { accounts: [account({ kind: 'shared' })] }, [{ rule: 'shared_mailbox' }]],
    [
      'a desk, and a colleague who wrote',
      { email: 'anna@acme.example' },
      { contact: contact({ emails: ['office@acme.example'] }), accounts: [] },
      [{ rule: 'sender_differs', contactIds: [ANNA] }, { rule: 'shared_mailbox' }],
    ],
    [
      'the placeholder, and who wrote is known',
      { email: 'ben@acme.example' },
      { contact: contact({ name: 'General User', kind: 'general', emails: [] }), accounts: [] },
      [{ rule: 'general_user', ticketValue: 'ben@acme.example', contactValue: 'General User', contactIds: [BEN] }],
    ],
    [
      'the placeholder, and somebody rang',
      { phone: '0161 496 0199' },
      { contact: contact({ name: 'General User', kind: 'general', emails: [], phones: [] }), accounts: [] },
      [{ rule: 'general_user', ticketValue: '0161 496 0199', contactIds: [ANNA] }],
    ],
    ['a machine that writes', { email: 'helen@acme.example' }, { contact: contact({ kind: 'service' }) }, []],
    [
      'no contact, and the address is known',
      { email: 'ben@home.example', name: 'Ben' },
      { contact: null, accounts: [] },
      [{ rule: 'unknown_sender', ticketValue: 'ben@home.example', contactValue: null, contactIds: [BEN] }],
    ],
    [
      'no contact, and nobody knows the address',
      { email: 'x@evil.example', replyTo: 'y@evil.example' },
      { contact: null, accounts: [] },
      [{ rule: 'unknown_sender', contactIds: [] }, { rule: 'reply_to_differs' }],
    ],
    ['no contact and not a word', {}, { contact: null, accounts: [] }, [{ rule: 'unknown_sender', ticketValue: null }]],
    ['the contact’s number in another spelling', { phone: '+44 (0)161 4960112' }, {}, []],
    [
      'a colleague’s number',
      { phone: '01614960199' },
      {},
      [{ rule: 'phone_differs', ticketValue: '01614960199', contactValue: '0161 496 0112', contactIds: [ANNA] }],
    ],
    [
      'a number where the contact has none to compare',
      { phone: '01614960000' },
      { contact: contact({ phones: [] }) },
      [],
    ],
  ])('%s', (_, sender, more, expected) => {
    const found = compareRequester({ ...NOTHING, ...sender }, around(more));
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  test('an address that is the contact’s never warns, however it is written', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.boolean(), (email, shout) => {
        const own = contact({ emails: [email] });
        const sender = { ...NOTHING, email: shout ? email.toUpperCase() : email };
        const rules = compareRequester(sender, around({ contact: own })).map(({ rule }) => rule);
        expect(rules).not.toContain('sender_differs');
      }),
    );
  });
});

describe('what a ticket says of who sent it', () => {
  const halo = (ticket: object, mail: object | null = null) =>
    haloSender(HaloTicket.parse({ id: 9, ...ticket }), mail && HaloMail.parse({ id: 1, ...mail }));
  test.each<[string, TicketSender, Partial<TicketSender>]>([
    [
      'a user’s own address tells nothing of the sender',
      halo({ user_id: 5, user_name: 'A', user_email: 'a@b.example' }),
      {},
    ],
    [
      'nobody is set: the mail’s sender',
      halo({ user_id: -1, user_name: 'A', user_email: 'a@b.example' }),
      { name: 'A', email: 'a@b.example' },
    ],
    [
      'who reported it, beside the user',
      halo({ user_id: 5, user_email: 'a@b.example', reportedby: 'c@d.example' }),
      { email: 'c@d.example' },
    ],
    [
      'the first mail says it best',
      halo(
        { user_id: 5, reportedby: 'Somebody', phonenumberfrom: ' 0161 1 ', loggedonbehalfby: 'Ben' },
        { emailfrom: '"Blum, Anna" <anna@b.example>', replytoaddress: '<x@y.example>' },
      ),
      { name: 'Blum, Anna', email: 'anna@b.example', replyTo: 'x@y.example', phone: '0161 1', onBehalfOf: 'Ben' },
    ],
  ])('HaloPSA: %s', (_, found, expected) => {
    expect(found).toEqual({ ...NOTHING, ...expected });
  });

  test.each<[string, string, Partial<TicketSender>]>([
    ['no header', 'Hello, my screen is black.\nFrom: a@b.example', {}],
    ['one line', 'From: Anna Blum <anna@b.example>\n\nHello', { name: 'Anna Blum', email: 'anna@b.example' }],
    [
      'all headers',
      'From: anna@b.example\r\nReply-To: x@y.example\r\nPhone: 0161 1\r\nOn behalf of: Ben\r\n\r\nHello',
      { email: 'anna@b.example', replyTo: 'x@y.example', phone: '0161 1', onBehalfOf: 'Ben' },
    ],
    ['what is quoted further down', 'From: anna@b.example\n\nReply-To: x@y.example', { email: 'anna@b.example' }],
    ['a header that does not begin with the sender', 'Reply-To: x@y.example\nFrom: anna@b.example', {}],
  ])('Autotask: %s', (_, description, expected) => {
    expect(autotaskSender(description)).toEqual({ ...NOTHING, ...expected });
  });

  test('ConnectWise: its own fields', () => {
    const ticket = CwTicket.parse({
      id: 7,
      summary: 'S',
      contact: { id: 3, name: 'Helen' },
      contactName: 'Anna Blum',
      contactEmailAddress: 'anna@b.example',
      contactPhoneNumber: '0161 1',
      contactPhoneExtension: '12',
    });
    const expected = { name: 'Anna Blum', email: 'anna@b.example', phone: '0161 1 x12' };
    expect(connectWiseTicket(ticket).sender).toEqual({ ...NOTHING, ...expected });
  });
});
