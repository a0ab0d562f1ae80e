import type { BenchOptions, Figures } from '../report.ts';

export async function extensionFigures(_options: BenchOptions): Promise<Figures> {
  return {};
}
