import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import { atMost, type BenchOptions, type Figures, percentile, plain } from '../report.ts';
import { LIMITS, minimumOf } from './minimum.ts';
import { type Read, startReader } from './reader.ts';
import { type Counters, startSimulator } from './simulator.ts';

const CONTACTS = 20_000;
/** The first read of a process, which compiles as it goes, and the ones after it. */
const READS = 6;
const GOAL = 1.3;

/** A full read of a PSA's contacts beside the least time that its limits allow. */
export async function readFigures(options: BenchOptions): Promise<Figures> {
  const figures: Figures = {};
  for (const psa of PSA_IDS) Object.assign(figures, await figuresOf(psa, options));
  return figures;
}

async function figuresOf(psa: PsaId, { size, profile, say }: BenchOptions): Promise<Figures> {
  const contacts = size ?? CONTACTS;
  const minimum = minimumOf(psa, contacts);
  const { atOnce, window } = LIMITS[psa];
  const simulator = await startSimulator(psa, contacts);
  try {
    const reader = await startReader(psa, simulator.ready, profile);
    const rounds: (Read & Counters)[] = [];
    const floors: number[] = [];
    try {
      for (let round = 0; round < READS; round++) {
        const read = await reader.ask('read');
        if (read.rows !== contacts) throw new Error(`${psa}: ${read.rows} of ${contacts} contacts were read.`);
        rounds.push({ ...read, ...(await simulator.ask('counters')) });
        floors.push((await reader.ask('floor')).ms);
        await simulator.ask('counters');
      }
    } finally {
      await reader.stop();
    }
    const [first, ...warm] = rounds;
    const middle = (of: (round: Read & Counters) => number) => percentile(warm.map(of), 0.5);
    const ms = middle((round) => round.ms);
    const answer = percentile(
      rounds.flatMap(({ answers }) => answers),
      0.5,
    );
    const worst = (of: (round: Read & Counters) => number) => Math.max(...rounds.map(of));
    say(`${psa}: least time ${minimum.said}`);
    say(`  the same pages asked for again, and not looked at: ${floors.map(Math.round).join(', ')} ms`);
    say(
      `  each read took ${rounds.map((round) => Math.round(round.ms)).join(', ')} ms; an answer ${answer.toFixed(1)} ms`,
    );
    return {
      [`${psa}_requests`]: plain(
        worst((round) => round.requests),
        `for ${minimum.pages} pages`,
      ),
      [`${psa}_time`]: plain(ms, 'ms'),
      [`${psa}_first_time`]: plain(first!.ms, 'ms'),
      [`${psa}_best_time`]: plain(Math.min(...warm.map((round) => round.ms)), 'ms'),
      [`${psa}_least_time`]: plain(minimum.ms, 'ms'),
      [`${psa}_floor_time`]: plain(percentile(floors, 0.5), 'ms'),
      [`${psa}_time_per_floor`]: plain(ms / percentile(floors, 0.5), 'x'),
      [`${psa}_time_per_least`]: atMost(GOAL, ms / minimum.ms, 'x'),
      [`${psa}_cpu`]: plain(
        middle((round) => round.cpuMs),
        'ms',
      ),
      [`${psa}_peak_memory`]: plain(
        worst((round) => round.peakMb),
        'MB',
      ),
      [`${psa}_most_at_once`]: plain(
        worst((round) => round.mostAtOnce),
        'requests',
      ),
      ...(first!.mostThreads === null
        ? {}
        : {
            [`${psa}_threads_on_an_object`]: atMost(
              atOnce,
              worst((round) => round.mostThreads ?? 0),
              'requests',
            ),
          }),
      [`${psa}_most_in_window`]: atMost(
        window.requests,
        worst((round) => round.mostInWindow),
        `requests in ${window.ms / 60_000} min`,
      ),
      [`${psa}_throttled`]: atMost(
        0,
        worst((round) => round.throttled),
        'answers of 429',
      ),
      [`${psa}_failed`]: atMost(
        0,
        worst((round) => round.failed),
        'other answers than 200',
      ),
    };
  } finally {
    await simulator.stop();
  }
}
