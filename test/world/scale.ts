import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Company, Contact } from '@counterpart/shared/psa.ts';
import { COMPANY_FIRST, COMPANY_SECOND, FAMILY, GIVEN, NICKNAMES } from './names.ts';
import { objectId } from './people.ts';
import { createRandom, type Random } from './random.ts';
import type { TrueLink } from './types.ts';

export interface ScaleSize {
  /** The same seed and sizes give the same world, row by row. */
  seed: number;
  companies: number;
  contacts: number;
  accounts: number;
}

/** One company with its people; `directory` is the number that its accounts' ids begin with. */
export interface ScaleCompany {
  company: Company;
  directory: { id: string; name: string; domains: string[]; country: string };
  contacts: Contact[];
  accounts: Account[];
  links: TrueLink[];
}

interface Human {
  given: string;
  family: string;
  localPart: string;
  line: string;
}

type NumberRange = [country: string, number: (n: number) => string];
/** Number ranges that the countries' regulators set aside for films, or that nobody can dial. */
const LINES: NumberRange[] = [
  ['GB', (n) => `0161 496 ${digits(n % 1000, 4)}`],
  ['GB', (n) => `020 7946 ${digits(n % 1000, 4)}`],
  ['FR', (n) => `01 99 00 ${digits(n % 100, 2)} ${digits(Math.floor(n / 100) % 100, 2)}`],
  ['DE', (n) => `030 23125 ${digits(n % 1000, 3)}`],
  ['US', (n) => `(503) 555-0${digits(100 + (n % 100), 3)}`],
];

/**
 * A world of any size, company by company, so that nobody has to hold it whole. Exactly as many companies, contacts and
 * accounts as asked. Company sizes are log-normal; the shares of odd people are assumptions, not field data.
 */
export function* scaleWorld({ seed, companies, contacts, accounts }: ScaleSize): Generator<ScaleCompany> {
  const random = createRandom(seed);
  const weights = Array.from({ length: companies }, () => Math.exp(random.normal()));
  const contactShares = shareOut(contacts, weights);
  const accountShares = shareOut(accounts, weights);
  let nextContact = 1;
  for (let index = 0; index < companies; index++) {
    yield buildCompany(random, index, contactShares[index]!, accountShares[index]!, nextContact);
    nextContact += contactShares[index]!;
  }
}

function buildCompany(
  random: Random,
  index: number,
  contacts: number,
  accounts: number,
  firstId: number,
): ScaleCompany {
  const [country, number] = random.pick(LINES);
  const name = companyName(index);
  const domain = `${fold(name)}-${index}.example`;
  const id = String(index + 1);
  const shared = Math.min(Math.round(Math.min(contacts, accounts) * 0.9), contacts, accounts);
  const usedNames = new Set<string>();
  const human = (line: number) => newHuman(random, usedNames, number(line));
  const world: ScaleCompany = {
    company: { id, name, domains: random.chance(0.8) ? [domain] : [], country, tenantIds: [], active: true },
    directory: { id: String(index + 1), name, domains: [domain], country },
    contacts: [],
    accounts: [],
    links: [],
  };
  for (let i = 0; i < Math.max(contacts, accounts + contacts - shared); i++) {
    const who = human(i);
    const onBoth = i < shared;
    const isContact = i < contacts;
    const isAccount = onBoth || i >= contacts;
    const contact = isContact ? newContact(random, who, { id: String(firstId + i), companyId: id, domain }) : null;
    const account = isAccount ? newAccount(random, who, { id: objectId(index + 1, i + 1), domain }) : null;
    if (contact) world.contacts.push(contact);
    if (account) world.accounts.push(account);
    if (contact && account) world.links.push({ contactId: contact.id, accountId: account.id, primary: true });
  }
  return world;
}

function newHuman(random: Random, used: Set<string>, line: string): Human {
  const given = random.pickSkewed(GIVEN);
  const family = random.pickSkewed(FAMILY);
  const base = `${fold(given)}.${fold(family)}`;
  let localPart = base;
  for (let n = 2; used.has(localPart); n++) localPart = `${base}${n}`;
  used.add(localPart);
  return { given, family, localPart, line };
}

function newContact(
  random: Random,
  { given, family, localPart, line }: Human,
  { id, companyId, domain }: { id: string; companyId: string; domain: string },
): Contact {
  const oddity = random.next();
  const nickname = NICKNAMES[given];
  const firstName = nickname && oddity < 0.3 ? nickname : oddity < 0.35 ? plain(given) : given;
  const lastName = oddity > 0.97 ? plain(family) : family;
  const swapped = oddity > 0.35 && oddity < 0.36;
  const email = random.next();
  const emails =
    email < 0.12
      ? []
      : email < 0.16
        ? [`${localPart}@private.example`]
        : [`${email < 0.2 ? misspell(localPart) : localPart}@${domain}`];
  return {
    id,
    companyId,
    siteId: null,
    name: swapped ? `${lastName} ${firstName}` : `${firstName} ${lastName}`,
    firstName: swapped ? lastName : firstName,
    lastName: swapped ? firstName : lastName,
    emails,
    phones: random.chance(0.6) ? [{ kind: 'work', value: line }] : [],
    login: null,
    platformIds: {},
    kind: 'person',
    active: !random.chance(0.03),
  };
}

function newAccount(
  random: Random,
  { given, family, localPart, line }: Human,
  { id, domain }: { id: string; domain: string },
): Account {
  const username = `${localPart}@${domain}`;
  return {
    id,
    username,
    displayName: `${given} ${family}`,
    givenName: given,
    familyName: family,
    emails: random.chance(0.1) ? [username, `${fold(given).slice(0, 1)}${localPart}@${domain}`] : [username],
    phones: random.chance(0.7) ? [{ kind: 'work', value: line }] : [],
    title: null,
    department: null,
    externalId: null,
    enabled: !random.chance(0.06),
    kind: random.chance(0.01) ? 'guest' : 'member',
    admin: random.chance(0.02),
    ...NOT_KNOWN,
    createdAt: new Date(Date.UTC(2016, 0, 1) + random.below(3900) * 86_400_000).toISOString(),
  };
}

/** Splits `total` in proportion to the weights, to the last one (largest remainders). */
function shareOut(total: number, weights: number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const byRemainder = exact.map((value, index) => ({ index, rest: value % 1 })).sort((a, b) => b.rest - a.rest);
  for (const { index } of byRemainder.slice(0, left)) shares[index]!++;
  return shares;
}

function companyName(index: number): string {
  const first = COMPANY_FIRST[index % COMPANY_FIRST.length]!;
  const second = COMPANY_SECOND[Math.floor(index / COMPANY_FIRST.length) % COMPANY_SECOND.length]!;
  const round = Math.floor(index / (COMPANY_FIRST.length * COMPANY_SECOND.length));
  return round === 0 ? `${first} ${second}` : `${first} ${second} ${round + 1}`;
}

const folded = new Map<string, string>();
/** What an administrator would type into an address; kept per word, because the lists are short and the worlds large. */
function fold(text: string): string {
  let result = folded.get(text);
  if (result === undefined) {
    result = plain(text)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
    folded.set(text, result);
  }
  return result;
}

const LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', ı: 'i', æ: 'ae', đ: 'd' };
const plain = (text: string) =>
  text
    .replace(/[ßøØłŁıæđ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
const misspell = (text: string) => text.slice(0, 2) + text.slice(3);
const digits = (value: number, length: number) => String(value).padStart(length, '0');
