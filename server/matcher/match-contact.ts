import type { Account } from '@counterpart/shared/identity.ts';
import type { Evidence } from '@counterpart/shared/link.ts';
import { decide } from './decide.ts';
import { WEIGHTS } from './rules.ts';
import { scorePair } from './score.ts';
import type { Match, MatchCandidate, MatchContext, PreparedAccount, PreparedContact } from './types.ts';

/** As many records as may share a number before it is a switchboard's. */
const MOST_OWNERS = 2;

/**
 * Who of the accounts the contact is. Pass the accounts that share a key with the contact (`keys.ts`), from the directories
 * of its company, prepared with the company's country; more of them change nothing but the time. `rejected` holds the ids
 * of accounts a technician has said it is not: they are gone, and no rival either.
 */
export function matchContact<A extends Account>(input: {
  contact: PreparedContact;
  accounts: readonly PreparedAccount<A>[];
  context: MatchContext;
  rejected?: ReadonlySet<string>;
}): Match<A> {
  const { contact, context, rejected } = input;
  if (contact.contact.kind === 'general') return { verdict: 'none', candidates: [] };
  const accounts = input.accounts.filter((one) => !rejected?.has(one.account.id));
  const pair = {
    ...context,
    mainLines: withCrowdedLines(context.mainLines, accounts),
    idKnown: accounts.some((one) => one.ids.some((id) => contact.ids.includes(id))),
  };
  const match = decide(
    contact,
    accounts.map((account) => scorePair(contact, account, pair)),
  );
  return { verdict: match.verdict, candidates: sayWhichIsNewer(match.candidates) };
}

function withCrowdedLines(known: ReadonlySet<string>, accounts: readonly PreparedAccount[]): ReadonlySet<string> {
  const owners = new Map<string, number>();
  for (const { phones } of accounts) {
    for (const line of new Set(phones.map((phone) => phone.dialled)))
      if (line) owners.set(line, (owners.get(line) ?? 0) + 1);
  }
  const crowded = [...owners].filter(([, count]) => count > MOST_OWNERS).map(([line]) => line);
  return crowded.length > 0 ? new Set([...known, ...crowded]) : known;
}

/** Of several accounts in one name, the one made last: a leaver who came back has an old and a new one. */
function sayWhichIsNewer<A extends Account>(candidates: MatchCandidate<A>[]): MatchCandidate<A>[] {
  const namesakes = candidates.filter(
    ({ account, evidence }) =>
      account.createdAt && evidence.some((e) => e.field === 'name' && e.bits >= WEIGHTS.name_initial),
  );
  const [newest, next] = namesakes.toSorted(
    (a, b) => Date.parse(b.account.createdAt!) - Date.parse(a.account.createdAt!),
  );
  if (!newest || !next || !(Date.parse(newest.account.createdAt!) > Date.parse(next.account.createdAt!)))
    return candidates;
  const newer: Evidence = {
    field: 'age',
    rule: 'account_newer',
    contactValue: null,
    accountValue: newest.account.createdAt,
    bits: WEIGHTS.account_newer,
    conflict: false,
  };
  return candidates.map((one) => (one === newest ? { ...one, evidence: [...one.evidence, newer] } : one));
}
