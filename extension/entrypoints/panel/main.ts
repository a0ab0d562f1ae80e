import { browser } from 'wxt/browser';
import { changeLanguage, startLanguage } from '../../i18n/index.ts';
import { connectPanel } from '../../panel/connect.ts';
import { shelf } from '../../panel/draft-shelf.ts';
import { openDrafts } from '../../panel/drafts.ts';
import { mountPanel } from '../../panel/mount.tsx';
import { type Settings, settings } from '../../storage.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the panel');

function applyTheme({ theme }: Settings) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

// In a PSA page there is a frame to collapse or widen; a window of our own names its tab; a side panel does neither.
const isDocked = window.self !== window.top;
const isBeside = !isDocked && !new URLSearchParams(location.search).has('tab');
const windowId = isBeside ? ((await browser.windows.getCurrent()).id ?? null) : null;

const client = connectPanel(windowId);
const [chosen] = await Promise.all([settings.get(), openDrafts(shelf)]);
applyTheme(chosen);
const i18n = startLanguage(chosen.language);
settings.watch((now) => {
  applyTheme(now);
  void changeLanguage(i18n, now.language);
});
mountPanel(root, client, i18n, isDocked);
