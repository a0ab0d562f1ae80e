import { AccountDraft } from '@counterpart/shared/identity.ts';
import { CSV_FIELDS, type CsvColumns, type CsvField, foldHeader, recogniseColumns } from './columns.ts';
import { type CsvError, type CsvRecord, readRecords } from './records.ts';

export interface CsvAccounts {
  columns: CsvColumns;
  rows: { line: number; draft: AccountDraft }[];
  errors: CsvError[];
}

/**
 * Reads a list of accounts. A row is either a whole draft or a reason why not, never a part of one; bad input throws
 * nothing. Cells are text, whatever a spreadsheet would make of them: a formula stays the characters it is.
 * `columns` (field to header) is taken as it is; without it the usual header names tell.
 */
export function readAccountsCsv(text: string, columns?: Record<string, string>): CsvAccounts {
  const { records, errors } = readRecords(text);
  const [head, ...body] = records;
  if (!head) return { columns: {}, rows: [], errors };
  const headers = head.cells.map((cell) => cell.trim());
  const chosen = columns
    ? checkColumns(columns, headers, head.line)
    : { columns: recogniseColumns(headers), errors: [] };
  errors.push(...chosen.errors);
  if (!chosen.columns.username && !chosen.columns.email) {
    const message = `No column holds a username or an e-mail address. The columns are: ${headers.join(', ')}. Name one "Username" or "Email", or choose the column`;
    return { columns: chosen.columns, rows: [], errors: [...errors, { line: head.line, column: null, message }] };
  }

  const rows: CsvAccounts['rows'] = [];
  const lineOf = new Map<string, number>();
  for (const record of body) {
    const read = readRow(record, headers, chosen.columns);
    if (!read.draft) {
      errors.push(...read.errors);
      continue;
    }
    const key = read.draft.username.toLowerCase();
    const earlier = lineOf.get(key);
    if (earlier !== undefined) {
      const column = chosen.columns.username ?? chosen.columns.email ?? null;
      const message = `Line ${earlier} already has this username. Keep one of the two lines, or give this one another username`;
      errors.push({ line: record.line, column, message });
      continue;
    }
    lineOf.set(key, record.line);
    rows.push({ line: record.line, draft: read.draft });
  }
  return { columns: chosen.columns, rows, errors: errors.sort((a, b) => a.line - b.line) };
}

function checkColumns(wanted: Record<string, string>, headers: string[], line: number) {
  const columns: CsvColumns = {};
  const errors: CsvError[] = [];
  for (const [field, header] of Object.entries(wanted)) {
    const known = CSV_FIELDS.find((name) => name === field);
    const found =
      headers.find((name) => name === header) ?? headers.find((name) => foldHeader(name) === foldHeader(header));
    if (!known) {
      errors.push({ line, column: header, message: `"${field}" is no field. Choose one of: ${CSV_FIELDS.join(', ')}` });
    } else if (found === undefined) {
      errors.push({ line, column: header, message: `The file has no such column. It has: ${headers.join(', ')}` });
    } else {
      columns[known] = found;
    }
  }
  return { columns, errors };
}

function readRow(
  { line, cells }: CsvRecord,
  headers: string[],
  columns: CsvColumns,
): { draft: AccountDraft; errors?: never } | { draft?: never; errors: CsvError[] } {
  if (cells.length > headers.length) {
    const message = `The line has ${cells.length} cells, the header ${headers.length}. Put a cell that holds the separator in double quotes`;
    return { errors: [{ line, column: null, message }] };
  }
  const cell = (field: CsvField): string => {
    const index = headers.indexOf(columns[field] ?? '');
    return index < 0 || !columns[field] ? '' : (cells[index] ?? '').replace(/\s+/g, ' ').trim();
  };
  const errors = Object.entries(columns).flatMap(([field, column]) => {
    const message = spoiled(field as CsvField, cell(field as CsvField));
    return message ? [{ line, column, message }] : [];
  });
  if (errors.length > 0) return { errors };

  const [givenName, familyName, email] = [cell('givenName'), cell('familyName'), cell('email')];
  const username = cell('username') || email;
  if (!username) {
    const column = columns.username ?? columns.email ?? null;
    return { errors: [{ line, column, message: 'The username is empty. Fill in a username or an e-mail address' }] };
  }
  const phones = PHONES.flatMap(([field, kind]) => (cell(field) ? [{ kind, value: cell(field) }] : []));
  const displayName = cell('displayName') || [givenName, familyName].filter(Boolean).join(' ') || username;
  const draft = AccountDraft.safeParse({ username, displayName, givenName, familyName, email: email || null, phones });
  if (draft.success) return { draft: draft.data };
  return {
    errors: draft.error.issues.map(({ path, code, ...issue }) => {
      const field = CSV_FIELDS.find((name) => name === path[0]);
      const most = 'maximum' in issue ? ` Use at most ${issue.maximum} characters` : '';
      const message =
        code === 'too_big'
          ? `The text is too long.${most}`
          : 'This is no e-mail address. Write it like name@example.com, or leave it empty';
      return { line, column: (field && (columns[field] ?? columns.email)) ?? null, message };
    }),
  };
}

const PHONES = [
  ['phone', 'work'],
  ['mobile', 'mobile'],
  ['homePhone', 'home'],
] as const;

/** What a wrong encoding or a spreadsheet did to a cell before it came here; null where nothing is. */
function spoiled(field: CsvField, value: string): string | null {
  if (value.includes('\uFFFD')) return 'Letters were lost. Save the file as "CSV UTF-8"';
  if (/\p{Cc}/u.test(value)) return 'The cell holds characters that cannot be seen. Type it anew';
  const isPhone = PHONES.some(([name]) => name === field);
  if (isPhone && /^\d([.,]\d+)?E\+?\d+$/i.test(value)) {
    return 'A spreadsheet rounded the number. Format the column as text, type the number anew and save';
  }
  return null;
}
