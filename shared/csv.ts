import { z } from 'zod';

/** What a column of an account list can hold. */
export const CSV_FIELDS = [
  'username',
  'displayName',
  'givenName',
  'familyName',
  'email',
  'phone',
  'mobile',
  'homePhone',
  'title',
  'department',
  'externalId',
] as const;
export const CsvField = z.enum(CSV_FIELDS);
export type CsvField = z.infer<typeof CsvField>;

/** What may tell that a row is an account that is there already. */
export const CSV_KEYS = ['username', 'email', 'externalId'] as const;
export const CsvKey = z.enum(CSV_KEYS);
export type CsvKey = z.infer<typeof CsvKey>;

/** Why a row or a file is refused; each has a sentence in the extension. */
export const CSV_PROBLEMS = [
  // the file
  'empty',
  'not_text',
  'no_name_column',
  'no_key_column',
  'no_such_column',
  // a row
  'unclosed_quote',
  'too_many_cells',
  'nameless',
  'keyless',
  'twice',
  'username_twice',
  'ambiguous',
  'username_taken',
  'external_id_taken',
  'sent_by_another',
  // a cell
  'letters_lost',
  'unseen_characters',
  'rounded_number',
  'not_an_address',
  'too_long',
] as const;

export const CsvProblem = z.object({
  /** The line of the file, counted from 1; a row whose cells hold line breaks counts from its first. */
  line: z.number().int(),
  /** The header of the column, as the file spells it; null where the whole row or file is meant. */
  column: z.string().nullable(),
  code: z.enum(CSV_PROBLEMS),
  /** What the sentence names: `other` is a line, `cells`, `headers` and `most` are counts. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type CsvProblem = z.infer<typeof CsvProblem>;

export const CsvImport = z.strictObject({
  csv: z.string().min(1).max(20_000_000),
  /** The columns that hold each field; absent: found by their usual names. */
  columns: z.partialRecord(CsvField, z.string()).optional(),
  /** What tells that a row is an account that is there already. */
  key: CsvKey.default('username'),
  apply: z.boolean(),
});

/** The first of these are told; `refused` counts all. */
export const MOST_CSV_PROBLEMS = 10_000;
/** As many changes are shown before they are made. */
export const MOST_CSV_CHANGES = 100;

export const CsvImportAnswer = z.object({
  columns: z.partialRecord(CsvField, z.string()),
  /** The header as the file spells it, in order. */
  headers: z.array(z.string()),
  key: CsvKey,
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  /** How many accounts change in each field. */
  fields: z.partialRecord(CsvField, z.number().int()),
  /** The first changes, field by field. */
  changes: z.array(
    z.object({
      line: z.number().int(),
      username: z.string(),
      fields: z.array(z.object({ field: CsvField, from: z.string(), to: z.string() })),
    }),
  ),
  errors: z.array(CsvProblem),
  applied: z.boolean(),
});
export type CsvImportAnswer = z.infer<typeof CsvImportAnswer>;

export const CsvExport = z.object({ name: z.string(), csv: z.string() });
export type CsvExport = z.infer<typeof CsvExport>;

/**
 * One cell as a spreadsheet shows it and never runs it: text that starts like a formula gets a leading apostrophe.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string): string {
  const plain = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\n\r\t']/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A cell as it was before `csvCell`: the apostrophe before what starts like a formula is the spreadsheet's, not the text's. */
export function fromCsvCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

const FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Rows as a CSV file, with a mark that lets Excel read it as UTF-8. */
export function toCsv(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}
