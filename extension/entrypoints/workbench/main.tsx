import '../../ui/theme.css';
import '../../options/options.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { startLanguage } from '../../i18n/index.ts';
import { showTheme } from '../../options/theme.ts';
import { settings } from '../../storage.ts';
import { Workbench } from '../../workbench/workbench.tsx';

const { language, theme } = await settings.get();
showTheme(theme);
createRoot(document.getElementById('root')!).render(
  <I18nextProvider i18n={startLanguage(language)}>
    <Workbench optionsUrl="options.html" />
  </I18nextProvider>,
);
