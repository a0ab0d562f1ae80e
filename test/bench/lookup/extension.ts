import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { measurePanel, median } from '../../helpers/panel-speed.ts';
import { installBrowser } from '../../tasks/browser.ts';
import { buildExtensionIfOld, CHROME_BUILD } from '../../tasks/extension.ts';
import { atMost, type BenchOptions, type Figures, spread } from '../report.ts';
import { raiseDesk } from './desk.ts';
import { wander } from './navigation.ts';
import { countWrites } from './writes.ts';

const NAVIGATIONS = 200;
const OPENINGS = 20;
/** A ticket of the story and its linked requester. */
const KNOWN = { id: '5105', name: 'Aisha Malik' };

/** What the extension costs the page it stands in, and how soon the person is there. */
export async function extensionFigures({ say }: BenchOptions): Promise<Figures> {
  await buildExtensionIfOld();
  await installBrowser();
  const script = readFileSync(path.join(CHROME_BUILD, 'content-scripts/psa.js'));
  const desk = await raiseDesk();
  try {
    const url = `${desk.siteUrl}/tickets?id=${KNOWN.id}`;
    const times = await measurePanel(await desk.newPage(), url, KNOWN.name, OPENINGS);
    const firstPaint = times.map((one) => one.firstPaint);
    const person = times.map((one) => one.person);
    say(`first paint of the panel            ${spread(firstPaint)}`);
    say(`cached person                       ${spread(person)}`);
    const walk = await wander(await desk.newPage(), url, KNOWN.name, NAVIGATIONS);
    say(`heap over ${NAVIGATIONS} navigations: page ${walk.pageMb.toFixed(2)} MB, panel ${walk.panelMb.toFixed(2)} MB`);
    const writes = await countWrites(await desk.newPage(), url);
    for (const write of writes.slice(0, 5)) say(`a write to the host page: ${write}`);
    return {
      content_script_gzip: atMost(12, gzipSync(script, { level: 9 }).length / 1000, 'kB'),
      react_in_content_script: atMost(
        0,
        /react\.(?:transitional\.)?element|react-dom|__SECRET_INTERNALS|_owner/.test(script.toString()) ? 1 : 0,
        'found',
      ),
      host_page_writes: atMost(0, writes.length, 'writes'),
      heap_growth: atMost(5, walk.pageMb + walk.panelMb, 'MB'),
      mounts_over_navigations: atMost(1, walk.mounts, 'mounts'),
      panel_first_paint: atMost(300, median(firstPaint), 'ms'),
      panel_cached_person: atMost(400, median(person), 'ms'),
    };
  } finally {
    await desk.close();
  }
}
