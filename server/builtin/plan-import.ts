import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CsvField, CsvKey, CsvProblem } from '@counterpart/shared/csv.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { foldAddress } from '../identity/address.ts';
import { type CsvValues, usernameIn } from '../identity/builtin/csv.ts';
import type { BuiltinRow, RowDraft } from './rows.ts';
import { BLANK } from './store.ts';

export type PlannedRow =
  | { kind: 'create'; row: RowDraft }
  | { kind: 'update'; row: RowDraft; username: string; fields: { field: CsvField; from: string; to: string }[] }
  | { kind: 'none' }
  | { kind: 'refused'; column: CsvField; code: CsvProblem['code'] };

/** The directory's accounts that rows of a file may be, by what they are found by. */
export interface Known {
  byAddress: Map<string, BuiltinRow[]>;
  byExternalId: Map<string, BuiltinRow>;
}

/** What importing one row would do. Pure: the accounts it may be are given. */
export function planRow(values: CsvValues, key: CsvKey, known: Known, at: Date): PlannedRow {
  const own = key === 'username' ? usernameIn(values)! : values[key]!;
  const found = findByKey(own, key, known);
  if (found.length > 1) return { kind: 'refused', column: key, code: 'ambiguous' };
  const [row] = found;
  const username = row ? values.username : usernameIn(values);
  if (!row && !username) return { kind: 'refused', column: 'username', code: 'nameless' };
  if (username && findByKey(username, 'username', known).some(({ id }) => id !== row?.id)) {
    return { kind: 'refused', column: 'username', code: 'username_taken' };
  }
  const { externalId } = values;
  if (externalId && (known.byExternalId.get(externalId)?.id ?? row?.id) !== row?.id) {
    return { kind: 'refused', column: 'externalId', code: 'external_id_taken' };
  }
  if (!row) return { kind: 'create', row: newRow(values, username!, at) };
  const next = changedRow(row, values);
  const fields = differences(row, next);
  if (fields.length === 0) return { kind: 'none' };
  if (row.synced) return { kind: 'refused', column: key, code: 'sent_by_another' };
  return { kind: 'update', row: next, username: row.username, fields };
}

function findByKey(value: string, key: CsvKey, { byAddress, byExternalId }: Known): BuiltinRow[] {
  if (key === 'externalId') return [byExternalId.get(value) ?? []].flat();
  const address = foldAddress(value);
  const found = byAddress.get(address) ?? [];
  if (key === 'username') return found.filter((row) => row.username.toLowerCase() === value.toLowerCase());
  return found.filter((row) => row.emails.some((email) => foldAddress(email) === address));
}

function newRow(values: CsvValues, username: string, at: Date): RowDraft {
  const { givenName = '', familyName = '', title = null, department = null, externalId = null } = values;
  const displayName = values.displayName ?? ([givenName, familyName].filter(Boolean).join(' ') || username);
  const emails = values.email ? [values.email] : [];
  const names = { username, displayName, givenName, familyName, emails, phones: phonesWith([], values) };
  return { ...BLANK, ...names, title, department, externalId, id: randomUUID(), createdAt: at };
}

/** A blank cell changes nothing; an address joins in front of those that are there. */
function changedRow(row: BuiltinRow, values: CsvValues): RowDraft {
  const { username, displayName, givenName, familyName, title, department, externalId, email } = values;
  const given = { username, displayName, givenName, familyName, title, department, externalId };
  const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const there = row.emails.some((own) => foldAddress(own) === foldAddress(email ?? ''));
  // The same name in other letters is the same name.
  if (username?.toLowerCase() === row.username.toLowerCase()) delete changed.username;
  return {
    ...row,
    ...changed,
    emails: email && !there ? [email, ...row.emails] : row.emails,
    phones: phonesWith(row.phones, values),
  };
}

const PHONE_FIELDS = [
  ['phone', 'work'],
  ['mobile', 'mobile'],
  ['homePhone', 'home'],
] as const;

/** Of each kind the first number is the one that a column holds; others stay. */
function phonesWith(phones: Phone[], values: CsvValues): Phone[] {
  const next = [...phones];
  for (const [field, kind] of PHONE_FIELDS) {
    const value = values[field];
    if (value === undefined) continue;
    const at = next.findIndex((phone) => phone.kind === kind);
    if (at < 0) next.push({ kind, value });
    else next[at] = { kind, value };
  }
  return next;
}

function differences(before: BuiltinRow, after: RowDraft) {
  return FIELDS.flatMap(([field, read]) => {
    const [from, to] = [read(before), read(after)];
    return isDeepStrictEqual(from, to) ? [] : [{ field, from, to }];
  });
}

const phoneOf = (kind: Phone['kind']) => (row: Pick<BuiltinRow, 'phones'>) =>
  row.phones.find((phone) => phone.kind === kind)?.value ?? '';

/** A row as the columns of a list hold it. */
export const FIELDS: [CsvField, (row: RowDraft) => string][] = [
  ['username', (row) => row.username],
  ['displayName', (row) => row.displayName],
  ['givenName', (row) => row.givenName],
  ['familyName', (row) => row.familyName],
  ['email', (row) => row.emails[0] ?? ''],
  ['phone', phoneOf('work')],
  ['mobile', phoneOf('mobile')],
  ['homePhone', phoneOf('home')],
  ['title', (row) => row.title ?? ''],
  ['department', (row) => row.department ?? ''],
  ['externalId', (row) => row.externalId ?? ''],
];
