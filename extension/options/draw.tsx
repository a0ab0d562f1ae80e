import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { changeLanguage, startLanguage } from '../i18n/index.ts';
import type { OptionsClient } from './client.ts';
import { Options } from './options.tsx';
import { showTheme } from './theme.ts';
import { useRoute } from './use-route.ts';

/**
 * Draws the page into `root` in the chosen language and theme, and follows both when another tab changes them.
 * `host`: a host that somebody was sent here to allow.
 */
export async function drawOptions(root: HTMLElement, client: OptionsClient, host: string | null): Promise<void> {
  const chosen = await client.settings.get();
  const i18n = startLanguage(chosen.language, client.languages);
  showTheme(chosen.theme);
  client.settings.watch(({ language, theme }) => {
    showTheme(theme);
    void changeLanguage(i18n, language, client.languages);
  });
  createRoot(root).render(
    <I18nextProvider i18n={i18n}>
      <Page client={client} host={host} />
    </I18nextProvider>,
  );
}

function Page({ client, host }: { client: OptionsClient; host: string | null }) {
  const { route, go } = useRoute();
  return <Options client={client} route={route} go={go} host={host} />;
}
