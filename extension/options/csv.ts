import { type CsvProblem, toCsv } from '@counterpart/shared/csv.ts';
import type { TFunction } from 'i18next';

/** What is wrong with a line and how to mend it, in the reader's language. */
export function problemText(t: TFunction<'options'>, { code, values }: CsvProblem): string {
  const all = { headers: '', cells: '', most: '', other: '', ...values };
  return t(`csv.problems.${code}`, all);
}

/** The rows that were refused as a CSV file, with a mark that lets Excel read it as UTF-8. */
export function errorsAsCsv(
  errors: CsvProblem[],
  head: { line: string; column: string; message: string },
  textOf: (problem: CsvProblem) => string,
): string {
  const rows = errors.map((error) => [String(error.line), error.column ?? '', textOf(error)]);
  return toCsv([[head.line, head.column, head.message], ...rows]);
}

/** A spreadsheet's "Unicode text", which is UTF-16: told apart from what is no text at all, since it is mended otherwise. */
export function isUtf16(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (marked) return true;
  // Without a mark: letters of the header alternate with zeroes.
  const head = bytes.slice(0, 64);
  return head.length >= 8 && [0, 1].some((odd) => head.every((byte, index) => index % 2 !== odd || byte === 0));
}
