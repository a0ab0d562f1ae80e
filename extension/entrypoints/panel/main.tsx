import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { changeLanguage, startLanguage } from '../../i18n/index.ts';
import { connectPanel } from '../../panel/connect.ts';
import { Panel } from '../../panel/panel.tsx';
import { type Settings, settings } from '../../storage.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the panel');

function applyTheme({ theme }: Settings) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

const client = connectPanel();
const chosen = await settings.get();
applyTheme(chosen);
const i18n = startLanguage(chosen.language);
settings.watch((now) => {
  applyTheme(now);
  void changeLanguage(i18n, now.language);
});

createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    {/* Only inside a PSA page is there a frame to collapse or widen; a side panel is the browser's. */}
    <Panel client={client} docked={window.self !== window.top} />
  </I18nextProvider>,
);
