import { CSV_FIELDS, type CsvField, type CsvKey, type CsvProblem, fromCsvCell } from '@counterpart/shared/csv.ts';
import { z } from 'zod';
import { type CsvColumns, foldHeader, recogniseColumns } from './columns.ts';
import { type CsvRecord, readRecords } from './records.ts';

/** What a row says of an account: its cells that hold anything, by field. */
export type CsvValues = Partial<Record<CsvField, string>>;
export type CsvRow = { line: number; values: CsvValues } | { line: number; problems: CsvProblem[] };

export interface CsvFile {
  headers: string[];
  columns: CsvColumns;
  /** What is wrong with the file as a whole; then there are no rows. */
  problems: CsvProblem[];
  /** One at a time, and once. */
  rows: Iterable<CsvRow>;
}

/**
 * Reads a list of accounts. A row is either whole or a reason why not, never a part; bad input throws nothing. Cells are
 * text, whatever a spreadsheet would make of them. A row that is too short lacks its last cells, which spreadsheets
 * leave out. `columns` (field to header) is taken as it is; without it the usual header names tell.
 */
export function readAccountsCsv(text: string, options: { columns?: CsvColumns; key?: CsvKey } = {}): CsvFile {
  const records = readRecords(text);
  const first = records.next();
  const head: CsvRecord = first.done ? { line: 1, problem: 'empty' } : first.value;
  if ('problem' in head) {
    return { headers: [], columns: {}, problems: [problem(head.line, null, head.problem)], rows: [] };
  }
  const headers = head.cells.map((cell) => cell.trim());
  const { columns, problems } = options.columns
    ? checkColumns(options.columns, headers, head.line)
    : { columns: recogniseColumns(headers), problems: [] };
  const { key = 'username' } = options;
  const named = headers.join(', ');
  if (!columns.username && !columns.email) {
    problems.push(problem(head.line, null, 'no_name_column', { headers: named }));
  } else if (!columns[key] && key !== 'username') {
    problems.push(problem(head.line, null, 'no_key_column', { headers: named }));
  }
  const rows = problems.length > 0 ? [] : readRows(records, headers, columns, key);
  return { headers, columns, problems, rows };
}

/** A row's username: a list without a column for it has its addresses for that. */
export function usernameIn(values: CsvValues): string | undefined {
  return values.username ?? values.email;
}

function checkColumns(wanted: CsvColumns, headers: string[], line: number) {
  const columns: CsvColumns = {};
  const problems: CsvProblem[] = [];
  for (const field of CSV_FIELDS) {
    const header = wanted[field];
    if (header === undefined) continue;
    const found =
      headers.find((name) => name === header) ?? headers.find((name) => foldHeader(name) === foldHeader(header));
    if (found === undefined) problems.push(problem(line, header, 'no_such_column', { headers: headers.join(', ') }));
    else columns[field] = found;
  }
  return { columns, problems };
}

function* readRows(
  records: Iterable<CsvRecord>,
  headers: string[],
  columns: CsvColumns,
  key: CsvKey,
): Iterable<CsvRow> {
  const lines = new Map<string, number>();
  const usernames = new Map<string, number>();
  const indexes = CSV_FIELDS.flatMap((field) => {
    const header = columns[field];
    return header === undefined ? [] : [{ field, header, index: headers.indexOf(header) }];
  });
  const nameColumn = columns.username ?? columns.email ?? null;
  const keyColumn = key === 'username' ? nameColumn : (columns[key] ?? null);

  for (const record of records) {
    const { line } = record;
    const refuse = (column: string | null, code: CsvProblem['code'], values?: CsvProblem['values']) => ({
      line,
      problems: [problem(line, column, code, values)],
    });
    if ('problem' in record) {
      yield refuse(null, record.problem);
      continue;
    }
    const { cells } = record;
    if (cells.length > headers.length) {
      yield refuse(null, 'too_many_cells', { cells: cells.length, headers: headers.length });
      continue;
    }
    const values: CsvValues = {};
    const problems: CsvProblem[] = [];
    for (const { field, header, index } of indexes) {
      const value = fromCsvCell((cells[index] ?? '').trim())
        .replace(/\s+/g, ' ')
        .trim();
      if (value === '') continue;
      const wrong = wrongIn(field, value);
      if (wrong) problems.push(problem(line, header, wrong.code, wrong.values));
      else values[field] = value;
    }
    if (problems.length > 0) {
      yield { line, problems };
      continue;
    }
    const username = usernameIn(values);
    const own = key === 'username' ? username : values[key];
    if (own === undefined) {
      yield refuse(keyColumn, key === 'username' ? 'nameless' : 'keyless');
      continue;
    }
    const earlier = lines.get(fold(own, key));
    const namesake = username === undefined ? undefined : usernames.get(fold(username, 'username'));
    if (earlier !== undefined) yield refuse(keyColumn, 'twice', { other: earlier });
    else if (namesake !== undefined) yield refuse(nameColumn, 'username_twice', { other: namesake });
    else {
      lines.set(fold(own, key), line);
      if (key !== 'username' && username !== undefined) usernames.set(fold(username, 'username'), line);
      yield { line, values };
    }
  }
}

/** External ids are somebody else's and told apart by case; names and addresses are not. */
function fold(value: string, key: CsvKey): string {
  return key === 'externalId' ? value : value.toLowerCase();
}

const PHONES: readonly CsvField[] = ['phone', 'mobile', 'homePhone'];
const MOST: Partial<Record<CsvField, number>> = {
  givenName: 128,
  familyName: 128,
  phone: 100,
  mobile: 100,
  homePhone: 100,
};
const Email = z.email();

/** What a wrong encoding, a spreadsheet or a hand did to a cell; null where nothing is wrong. */
function wrongIn(field: CsvField, value: string): Pick<CsvProblem, 'code' | 'values'> | null {
  if (value.includes('\uFFFD')) return { code: 'letters_lost', values: {} };
  if (/\p{Cc}/u.test(value)) return { code: 'unseen_characters', values: {} };
  // A spreadsheet rounds long numbers: the digits behind are lost.
  if (PHONES.includes(field) && /^\d([.,]\d+)?E\+?\d+$/i.test(value)) return { code: 'rounded_number', values: {} };
  const most = MOST[field] ?? 256;
  if (value.length > most) return { code: 'too_long', values: { most } };
  if (field === 'email' && !Email.safeParse(value).success) return { code: 'not_an_address', values: {} };
  return null;
}

function problem(
  line: number,
  column: string | null,
  code: CsvProblem['code'],
  values: CsvProblem['values'] = {},
): CsvProblem {
  return { line, column, code, values };
}
