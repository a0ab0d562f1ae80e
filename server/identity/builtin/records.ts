import type { CsvProblem } from '@counterpart/shared/csv.ts';
import { recogniseColumns } from './columns.ts';

/** One row of a file: the line where it begins (counted from 1), and its cells as written; or why it cannot be read. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; problem: CsvProblem['code'] };

const DELIMITERS = [',', ';', '\t'];

/**
 * The rows that hold anything, in order and one at a time, so that a long file is never in memory as rows. Nothing
 * throws. Quotes as in https://datatracker.ietf.org/doc/html/rfc4180; any line end, and the line that Excel puts first
 * to name the separator.
 */
export function* readRecords(text: string): Generator<CsvRecord> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  const named = /^"?sep=(.)"?[ \t]*(?:\r\n|\n|\r)/i.exec(text.slice(at, at + 20));
  if (named) {
    at += named[0].length;
    line++;
  }
  if (text.startsWith('PK\u0003\u0004', at) || text.includes('\0')) return yield { line: 1, problem: 'not_text' };
  if (text.trim() === '' || text.slice(at).trim() === '') return yield { line: 1, problem: 'empty' };

  const delimiter = named?.[1] ?? delimiterOf(text, at);
  while (at < text.length) {
    const row = readRow(text, at, delimiter);
    if (row.cells === null) yield { line, problem: 'unclosed_quote' };
    else if (row.cells.some((cell) => cell.trim() !== '')) yield { line, cells: row.cells };
    at = row.end;
    line += row.lines;
  }
}

/** One row from `at`: its cells (null where its quotes are wrong), where the next begins and how many lines on. */
function readRow(text: string, at: number, delimiter: string): { cells: string[] | null; end: number; lines: number } {
  const cells: string[] = [];
  let wrong = false;
  let lines = 0;
  for (;;) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1, delimiter);
      wrong ||= quoted.wrong;
      lines += quoted.lines;
      cells.push(quoted.value);
      at = quoted.end;
    } else {
      const end = endOfCell(text, at, delimiter);
      cells.push(text.slice(at, end));
      at = end;
    }
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    return { cells: wrong ? null : cells, end: at + 1, lines: lines + 1 };
  }
}

function endOfCell(text: string, at: number, delimiter: string): number {
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === delimiter || character === '\n' || character === '\r') break;
  }
  return at;
}

/** Up to the quote that ends the cell: one before a separator, a line end or the end. Any other should have been written twice. */
function readQuoted(text: string, from: number, delimiter: string) {
  let wrong = false;
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return { value: '', end: text.length, wrong: true, lines: Math.max(0, breaksIn(text, from, text.length) - 1) };
    }
    if (text[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    let end = quote + 1;
    while (text[end] === ' ' && delimiter !== ' ') end++;
    const next = text[end];
    if (next === undefined || next === delimiter || next === '\n' || next === '\r') {
      const value = text.slice(from, quote).replaceAll('""', '"');
      return { value, end, wrong, lines: breaksIn(text, from, quote) };
    }
    wrong = true;
    at = quote + 1;
  }
}

function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) count++;
  }
  return count;
}

/** The separator under which the header names the most known columns; a tie goes to the one that makes most cells. */
function delimiterOf(text: string, at: number): string {
  const scores = DELIMITERS.map((delimiter) => {
    const headers = readRow(text, at, delimiter).cells ?? [];
    return { delimiter, known: Object.keys(recogniseColumns(headers)).length, cells: headers.length };
  });
  return scores.sort((a, b) => b.known - a.known || b.cells - a.cells)[0]!.delimiter;
}
