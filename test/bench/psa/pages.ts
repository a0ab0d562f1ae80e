import type { PsaId } from '@counterpart/shared/providers.ts';
import { installBrowser } from '../../tasks/browser.ts';
import { buildExtensionIfOld } from '../../tasks/extension.ts';
import { atMost, type BenchOptions, type Figures, percentile, plain, spread } from '../report.ts';
import { change, growTo } from './busy.ts';
import { raiseStage, type Stage } from './stage.ts';
import { type Calls, traceCalls } from './trace.ts';

const NODES = 5_000;
const A_SECOND = 100;
const LASTS_MS = 12_000;
const GOAL_MS = 1;

interface Screen {
  name: string;
  psa: PsaId;
  path: string;
  /** Is there once the record is drawn. */
  drawn: string;
  /** An address that the app goes to by itself, so that the screen is read again under the changes. */
  moves?: (step: number) => string;
}

/**
 * Reading ends where the screen has said what it can, so the tickets of HaloPSA are gone through one after another, and
 * an Autotask of unknown layout is read for as long as a screen is ever given. ConnectWise's is read all the time.
 */
const SCREENS: Screen[] = [
  {
    name: 'halopsa',
    psa: 'halopsa',
    path: '/tickets?id=5105',
    drawn: '#mainlist [id]',
    moves: (step) => `/tickets?id=${5101 + (step % 9)}`,
  },
  { name: 'autotask', psa: 'autotask', path: '/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=53203', drawn: 'body *' },
  {
    name: 'autotask_unknown',
    psa: 'autotask',
    path: '/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=53203&layout=unknown',
    drawn: 'body *',
  },
  {
    name: 'connectwise',
    psa: 'connectwise',
    path: '/v2025_1/services/system_io/Service/fv_sr100_request.rails?service_recid=53203&churn=1',
    drawn: '[data-screen=ServiceTicket] *',
  },
];

/** What the content script does for each batch of changes on a big screen that never rests. */
export async function pageFigures({ say }: BenchOptions): Promise<Figures> {
  await buildExtensionIfOld();
  await installBrowser();
  const stage = await raiseStage();
  const figures: Figures = {};
  try {
    for (const screen of SCREENS) {
      const { batches, calls, nodes } = await measure(stage, screen);
      const all = [...calls.batches, ...calls.timers];
      const worked = all.reduce((sum, ms) => sum + ms, 0);
      const looks = [...calls.timers].sort((a, b) => b - a).slice(0, LASTS_MS / 1000);
      say(`${screen.name}: ${nodes} elements, ${batches} changes in ${LASTS_MS / 1000} s`);
      say(`  told of a batch   ${spread(calls.batches)}`);
      say(`  a timer, a look   ${spread(calls.timers)}`);
      say(`  the longest of them: ${looks.map((ms) => ms.toFixed(2)).join(', ')} ms`);
      if (screen.name === 'connectwise' && calls.batches.length < batches / 2) {
        throw new Error('The script was told of too few of the changes: what was measured is not it.');
      }
      Object.assign(figures, {
        [`${screen.name}_per_batch`]: atMost(GOAL_MS, worked / batches, 'ms'),
        [`${screen.name}_call_p50`]: plain(percentile(all, 0.5), 'ms'),
        [`${screen.name}_call_p95`]: atMost(GOAL_MS, percentile(all, 0.95), 'ms'),
        [`${screen.name}_call_max`]: plain(Math.max(...all), 'ms'),
        [`${screen.name}_longest_looks`]: plain(percentile(looks, 0.5), `ms, middle of the ${looks.length} longest`),
      });
    }
  } finally {
    await stage.close();
  }
  return figures;
}

async function measure(stage: Stage, { psa, path, drawn, moves }: Screen) {
  const page = await stage.newPage();
  const session = await page.context().newCDPSession(page);
  let batches = 0;
  let nodes = 0;
  const calls: Calls = await traceCalls(session, async () => {
    await page.goto(`${stage.origin(psa)}${path}`);
    await page.locator(drawn).first().waitFor();
    nodes = await growTo(page, NODES);
    const changing = change(page, A_SECOND, LASTS_MS);
    if (moves) {
      for (let step = 1; step * 2_000 < LASTS_MS; step++) {
        await page.evaluate((url) => history.pushState(null, '', url), moves(step));
        await page.waitForTimeout(2_000);
      }
    }
    batches = await changing;
  });
  await page.close();
  return { batches, calls, nodes };
}
