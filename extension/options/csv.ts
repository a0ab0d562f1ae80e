import type { CsvImportAnswer } from '@counterpart/shared/api.ts';

/**
 * The column names of a CSV file: its first line, read with the delimiter that occurs most outside quotes.
 * Only names for the mapping lists; the rows are read by the server.
 */
export function csvColumns(text: string): string[] {
  const source = text.replace(/^\uFEFF/, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, cells: firstRow(source, delimiter) }));
  const best = counts.reduce((most, next) => (next.cells.length > most.cells.length ? next : most));
  return best.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
}

function firstRow(source: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === '"' && quoted && source[i + 1] === '"') {
      cell += char;
      i++;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted && char === delimiter) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}

/**
 * One cell as a spreadsheet shows it and never runs it: text that starts like a formula gets a leading apostrophe.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string): string {
  const plain = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",;\n\r\t']/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The rows that were refused as a CSV file, with a mark that lets Excel read it as UTF-8. */
export function errorsAsCsv(
  errors: CsvImportAnswer['errors'],
  head: { line: string; column: string; message: string },
): string {
  const rows = errors.map((error) => [String(error.line), error.column ?? '', error.message]);
  const lines = [[head.line, head.column, head.message], ...rows].map((row) => row.map(csvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
