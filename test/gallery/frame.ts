import { LanguageChoice, startLanguage } from '../../extension/i18n/index.ts';
import { openDrafts } from '../../extension/panel/drafts.ts';
import { mountPanel } from '../../extension/panel/mount.tsx';
import { rowId } from './cards.ts';
import { galleryClient } from './client.ts';
import { withMarkup } from './markup.ts';
import { type GalleryState, statesAt } from './states.ts';

// One state: frame.html?state=linked&theme=dark&language=fr
const asked = new URLSearchParams(location.search);
const name = asked.get('state') ?? 'linked';
const theme = asked.get('theme');
const state = statesAt(new Date())[name];
const root = document.getElementById('root');
if (!state || !root) throw new Error(`There is no state "${name}"`);

if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
const language = startLanguage(LanguageChoice.parse(asked.get('language') ?? 'auto'));
await openDrafts({ load: async () => begun(name, state), save() {} });
const client = galleryClient(name, state);
const hostile: typeof client = {
  ...client,
  subscribe: (onFeed) => client.subscribe((feed) => onFeed(withMarkup(feed))),
  call: async (...asked) => withMarkup(await client.call(...asked)),
};
mountPanel(root, asked.has('markup') ? hostile : client, language, !state.beside);

/** What the technician has done before the picture is taken, as the panel itself keeps it. */
function begun(record: string, { task, typed, outbox, plan, sent, undo }: GalleryState): Record<string, unknown> {
  const key = `gallery|${record}`;
  const said = undo === undefined ? '' : language.t('linked.done', { name: undo });
  return {
    ...(task && { [`${key}|task`]: task }),
    ...(typed && { [`${key}|search`]: typed }),
    ...(outbox &&
      plan && {
        [`${key}|create`]: { directoryId: plan.directory.id, typed: {}, sent: null, outboxId: outbox.id },
      }),
    ...(sent && { '|fix': { outboxId: sent.id, undoing: false } }),
    ...(undo && { '|undo': { decisionId: rowId(6002), said, until: Date.now() + 8000 } }),
  };
}
