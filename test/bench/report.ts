/** One measured number. `goal` reads "<= 10"; a figure without one is there to explain the others. */
export interface Figure {
  value: number;
  unit: string;
  goal?: string;
  ok?: boolean;
}
export type Figures = Record<string, Figure>;

export interface BenchOptions {
  /** How many of the biggest thing; each benchmark says what its own default is. */
  size: number | null;
  /** Only this part of the benchmark. */
  only: string | null;
  /** Keep a CPU profile of the measured process in this folder. */
  profile: string | null;
  /** Says to people what goes on and what it found, beside the figures. */
  say(line: string): void;
}

export interface Bench {
  /** What is measured, in one line. */
  about: string;
  run(options: BenchOptions): Promise<Figures>;
}

/** A figure that must not be above `most`. */
export function atMost(most: number, value: number, unit: string): Figure {
  return { value: round(value), unit, goal: `<= ${most}`, ok: value <= most };
}

export function plain(value: number, unit: string): Figure {
  return { value: round(value), unit };
}

/** The value below which the share `p` of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], p: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
}

/** `p50 1.20  p95 3.40  p99 5.60 ms`, for people. */
export function spread(samples: readonly number[], unit = 'ms'): string {
  const at = (p: number) => percentile(samples, p).toFixed(2);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)} ${unit}  (${samples.length})`;
}

/** The figures as a table. */
export function table(figures: Figures): string {
  const rows = Object.entries(figures).map(([name, { value, unit, goal, ok }]) => [
    name,
    `${value} ${unit}`,
    goal ?? '',
    ok === undefined ? '' : ok ? 'ok' : 'MISSED',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The one line that programs read. */
export function line(bench: string, figures: Figures): string {
  return JSON.stringify({ bench, figures, ok: Object.values(figures).every(({ ok }) => ok !== false) });
}

function round(value: number): number {
  const digits = Math.abs(value) < 10 ? 3 : 1;
  return Number(value.toFixed(digits));
}
