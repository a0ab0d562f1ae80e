import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { startLanguage } from '../i18n/index.ts';
import { showTheme } from '../options/theme.ts';
import type { Settings } from '../storage.ts';
import { Workbench } from './workbench.tsx';

export function drawWorkbench(root: HTMLElement, { language, theme }: Settings, optionsUrl: string): void {
  showTheme(theme);
  createRoot(root).render(
    <I18nextProvider i18n={startLanguage(language)}>
      <Workbench optionsUrl={optionsUrl} />
    </I18nextProvider>,
  );
}
