import { LanguageChoice, startLanguage } from '../../extension/i18n/index.ts';
import { mountPanel } from '../../extension/panel/mount.tsx';
import { galleryClient } from './client.ts';
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
begin(name, state);
mountPanel(root, galleryClient(name, state), language, true);

/** What the technician has done before the picture is taken lies where the panel itself keeps it. */
function begin(record: string, { task, typed, outbox, plan, undo }: GalleryState) {
  sessionStorage.clear();
  const keep = (key: string, value: unknown) => sessionStorage.setItem(`draft|${key}`, JSON.stringify(value));
  const key = `gallery|${record}`;
  if (task) keep(`${key}|task`, task);
  if (typed) keep(`${key}|search`, typed);
  if (outbox && plan) {
    keep(`${key}|create`, { directoryId: plan.directory.id, typed: {}, sent: null, outboxId: outbox.id });
  }
  if (undo) {
    const said = language.t('linked.done', { name: undo });
    keep('|undo', { decisionId: '00000000-0000-4000-8000-000000000001', said, until: Date.now() + 8000 });
  }
}
