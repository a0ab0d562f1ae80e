import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { changeLanguage, startLanguage } from '../i18n/index.ts';
import { connectOptions } from './connect.ts';
import { Options } from './options.tsx';
import { showTheme } from './theme.ts';
import { useRoute } from './use-route.ts';

/** Draws the page into `root` in the chosen language and theme, and follows both when another tab changes them. */
export async function startOptions(root: HTMLElement): Promise<void> {
  const client = connectOptions();
  const chosen = await client.settings.get();
  const i18n = startLanguage(chosen.language, client.languages);
  showTheme(chosen.theme);
  client.settings.watch(({ language, theme }) => {
    showTheme(theme);
    void changeLanguage(i18n, language, client.languages);
  });
  createRoot(root).render(
    <I18nextProvider i18n={i18n}>
      <Page client={client} host={wantedHost(window.location)} />
    </I18nextProvider>,
  );
}

function Page({ client, host }: { client: ReturnType<typeof connectOptions>; host: string | null }) {
  const { route, go } = useRoute();
  return <Options client={client} route={route} go={go} host={host} />;
}

/** `options.html?host=…#/sites` and `options.html#/sites?host=…` both name a host to allow. */
function wantedHost({ search, hash }: Location): string | null {
  return new URLSearchParams(search).get('host') ?? new URLSearchParams(hash.split('?')[1] ?? '').get('host');
}
