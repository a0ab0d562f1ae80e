import { describe, expect, it } from 'vitest';
import type { PanelFeed } from '../../extension/messages.ts';
import { draftOf, rowsOf } from '../../extension/panel/create-draft.ts';
import { toneOfDoubt } from '../../extension/panel/doubts.tsx';
import { candidatesOf } from '../../extension/panel/fix-requester.tsx';
import { risksOf } from '../../extension/panel/risk.ts';
import { screenOf } from '../../extension/panel/screen.ts';
import { undoEnd } from '../../extension/panel/use-undo.ts';
import { accountCard, contactCard } from '../gallery/cards.ts';
import { feedOf, statesAt } from '../gallery/states.ts';
import { STORY_NOW } from '../world/story.ts';

const NOW = Date.parse(STORY_NOW);
const STATES = statesAt(new Date(NOW));

describe('the screen', () => {
  const linked = feedOf('linked', STATES.linked ?? {});
  const page = linked.page;
  const cases: [what: string, feed: Partial<PanelFeed>, screen: string][] = [
    ['an answer', {}, 'answer'],
    ['an answer that is being refreshed', { loading: true }, 'answer'],
    ['an answer and a fault', { fault: { code: 'internal', message: '' } }, 'answer'],
    ['nothing yet', { answer: null, loading: true }, 'loading'],
    ['no site access, whatever else is known', { access: 'missing' }, 'no_access'],
    ['nobody signed in', { session: null }, 'signed_out'],
    ['an ended session', { answer: null, fault: { code: 'session_expired', message: '' } }, 'signed_out'],
    ['a fault alone', { answer: null, fault: { code: 'internal', message: '' } }, 'fault'],
    ['no record', { page: null }, 'idle'],
    ['a record without a number', { page: page && { ...page, id: null, number: null } }, 'layout_unknown'],
  ];
  it.each(cases)('for %s', (_, feed, name) => expect(screenOf({ ...linked, ...feed }).name).toBe(name));
  it('before the background has spoken', () => expect(screenOf(null).name).toBe('loading'));
});

describe('the risks of an account', () => {
  const account = accountCard('aisha', 'harbour-finch', STORY_NOW);
  const contact = contactCard('aisha');
  const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
  const cases: [what: string, Parameters<typeof risksOf>[0], Parameters<typeof risksOf>[1], string[]][] = [
    ['an everyday account', account, contact, []],
    ['a disabled one', { ...account, enabled: false }, contact, ['disabled']],
    [
      'one that is gone is not also called disabled',
      { ...account, enabled: false, missing: true },
      contact,
      ['account_missing'],
    ],
    ['a guest who is an admin', { ...account, kind: 'guest', admin: true }, contact, ['guest', 'admin']],
    ['six days old', { ...account, createdAt: daysAgo(6) }, contact, ['fresh']],
    ['eight days old', { ...account, createdAt: daysAgo(8) }, contact, []],
    ['of unknown age', { ...account, createdAt: null }, contact, []],
    ['an inactive contact', account, { ...contact, active: false }, ['contact_inactive']],
    ['a deleted contact', account, { ...contact, active: false, missing: true }, ['contact_missing']],
  ];
  it.each(cases)('%s', (_, of, by, codes) => expect(risksOf(of, by, NOW).map(({ code }) => code)).toEqual(codes));
});

describe('who really asks', () => {
  const cases = [
    ['sender_differs', 1, 'warn'],
    ['sender_differs', 0, 'bad'],
    ['reply_to_differs', 0, 'bad'],
    ['unknown_sender', 0, 'bad'],
    ['unknown_sender', 1, 'warn'],
    ['shared_mailbox', 0, 'warn'],
    ['phone_differs', 0, 'warn'],
    ['general_user', 0, 'warn'],
  ] as const;
  it.each(cases)('%s of %i known people is %s', (rule, people, tone) => {
    const contactIds = Array.from({ length: people }, () => contactCard('grace').rowId);
    expect(toneOfDoubt({ rule, ticketValue: 'x', contactValue: null, contactIds })).toBe(tone);
  });

  it('proposes no account that is taken or ruled out', () => {
    const plan = STATES.fix?.fixPlan;
    if (!plan) throw new Error('no plan');
    const [only] = plan.link.candidates;
    if (!only) throw new Error('no candidate');
    const conflict = only.evidence.map((one) => ({ ...one, conflict: true }));
    const candidates = [only, { ...only, linkedTo: 'Helen Marsh' }, { ...only, evidence: conflict }];
    expect(candidatesOf({ ...plan, link: { ...plan.link, candidates } })).toEqual([only]);
  });
});

describe('the end of the undo', () => {
  it.each([
    ['clocks agree', 8000, 8000],
    ['the answer took a second', 7000, 7000],
    ['this clock is a minute ahead', -52_000, 8000],
    ['this clock is a minute behind', 68_000, 8000],
  ])('%s', (_, away, wanted) => {
    expect(undoEnd(new Date(NOW + away).toISOString(), NOW) - NOW).toBe(wanted);
  });
});

describe('the draft of an account', () => {
  const { plan } = STATES.create ?? {};
  if (!plan) throw new Error('The gallery has no plan');
  const problemOf = (typed: Record<string, string>, name: string) =>
    rowsOf(plan, typed).find((row) => row.name === name)?.problem;

  it('is the plan where nothing was typed', () => {
    expect(draftOf(plan, rowsOf(plan, {}))).toEqual(plan.draft);
  });
  it.each([
    [{ username: '' }, 'username', 'missing'],
    [{ username: '  ' }, 'username', 'missing'],
    [{ username: 'callum@elsewhere.example' }, 'username', 'foreign_domain'],
    [{ username: 'c.reid@harbourfinch.example' }, 'username', null],
    [{ email: 'callum' }, 'email', 'not_an_address'],
    [{ email: '' }, 'email', null],
    [{ givenName: '' }, 'givenName', null],
  ])('%j makes %s %s', (typed, name, problem) => expect(problemOf(typed, name)).toBe(problem));

  it('sends blank as absent and keeps the kind of a phone', () => {
    const typed = { email: ' ', 'phone 5': ' +44 7700 900116 ' };
    expect(draftOf(plan, rowsOf(plan, typed))).toMatchObject({
      email: null,
      phones: [{ kind: 'mobile', value: '+44 7700 900116' }],
    });
    expect(draftOf(plan, rowsOf(plan, { 'phone 5': '' })).phones).toEqual([]);
  });
  it('takes back what the directory refused once it is another value', () => {
    const taken = { ...plan, fields: plan.fields.map((field) => ({ ...field, problem: 'taken' as const })) };
    expect(rowsOf(taken, {})[0]?.problem).toBe('taken');
    expect(rowsOf(taken, { username: 'c.reid@harbourfinch.example' })[0]?.problem).toBeNull();
  });
});
