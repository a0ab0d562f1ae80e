import Papa from 'papaparse';
import { recogniseColumns } from './columns.ts';

export interface CsvError {
  /** The line of the file, counted from 1; a row whose cells hold line breaks counts from its first. */
  line: number;
  /** The header of the column, as the file spells it; null where the whole row or file is meant. */
  column: string | null;
  /** What is wrong and how to mend it. */
  message: string;
}

/** One row of a file: the line where it begins, and its cells as written. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

const DELIMITERS = [',', ';', '\t'];

/** The rows that hold anything, in order; what keeps the file or a row from being read is an error, and nothing throws. */
export function readRecords(text: string): { records: CsvRecord[]; errors: CsvError[] } {
  const whole = text.replace(/^\uFEFF/, '');
  // Excel's own first line, which names the separator and is no data.
  const named = /^"?sep=(.)"?[ \t]*(\r\n|\n|\r)/i.exec(whole);
  const skipped = named ? 1 : 0;
  const body = whole.slice(named?.[0].length ?? 0);
  if (body.startsWith('PK\u0003\u0004') || body.includes('\0')) {
    const message = 'This is not a text file. Save it from the spreadsheet as "CSV UTF-8"';
    return { records: [], errors: [{ line: 1, column: null, message }] };
  }
  if (body.trim() === '') {
    return {
      records: [],
      errors: [{ line: 1, column: null, message: 'The file is empty. The first line names the columns' }],
    };
  }

  const records: CsvRecord[] = [];
  const errors: CsvError[] = [];
  let at = 0;
  let line = 1 + skipped;
  Papa.parse<string[]>(body, {
    delimiter: named?.[1] ?? delimiterOf(body),
    step({ data, errors: faults, meta }) {
      const open = faults.some((fault) => fault.type === 'Quotes');
      if (open) errors.push({ line, column: null, message: UNCLOSED });
      else if (data.some((cell) => cell.trim() !== '')) records.push({ line, cells: data });
      line += lineBreaks(body, at, meta.cursor);
      at = meta.cursor;
    },
  });
  return { records, errors };
}

const UNCLOSED =
  'A double quote is left open or stands inside a cell, so the lines after it could not be read. Close it, or write two for one that is meant';

/** The separator under which the header names the most known columns; a tie goes to the one that makes most cells. */
function delimiterOf(body: string): string {
  const scores = DELIMITERS.map((delimiter) => {
    const headers = Papa.parse<string[]>(body, { delimiter, preview: 1 }).data[0] ?? [];
    return { delimiter, known: Object.keys(recogniseColumns(headers)).length, cells: headers.length };
  });
  return scores.sort((a, b) => b.known - a.known || b.cells - a.cells)[0]?.delimiter ?? ',';
}

function lineBreaks(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/\r\n|\n|\r/g)?.length ?? 0;
}
