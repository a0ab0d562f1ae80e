import '../../../extension/ui/theme.css';
import '../../../extension/options/options.css';
import { drawOptions } from '../../../extension/options/draw.tsx';
import { drawWorkbench } from '../../../extension/workbench/draw.tsx';
import { withMarkup } from '../markup.ts';
import { OPTIONS_NAMES, OPTIONS_STATES } from '../options.ts';
import { hands } from './hands.ts';

// One state by itself: `?state=<name>&theme=light|dark&language=en|fr[&markup]`; without a state, the list of them.
const query = new URLSearchParams(window.location.search);
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
const language = query.get('language') === 'fr' ? 'fr' : 'en';
const root = document.getElementById('root')!;
const state = OPTIONS_STATES.find(({ name }) => name === query.get('state'));

if (query.get('state') === 'workbench') {
  drawWorkbench(root, { server: 'http://127.0.0.1:8787', language, theme }, '?state=pairing-new');
} else if (state) {
  window.history.replaceState(null, '', state.hash);
  const client = state.client({ language, theme });
  const hostile: typeof client = { ...client, call: async (...asked) => withMarkup(await client.call(...asked)) };
  await drawOptions(root, query.has('markup') ? hostile : client, state.host ?? null);
  await state.act?.(hands(root));
} else {
  for (const name of OPTIONS_NAMES) {
    const link = document.createElement('a');
    link.href = `?state=${name}&theme=${theme}&language=${language}`;
    link.textContent = name;
    root.append(link, document.createElement('br'));
  }
}
document.documentElement.dataset.ready = 'true';
