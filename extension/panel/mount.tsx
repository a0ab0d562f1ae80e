import type { i18n } from 'i18next';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { PanelClient } from './client.ts';
import { Panel } from './panel.tsx';
import { followPointer } from './pointer-arrival.ts';

/** Draws the panel into `root`. `docked`: it stands in a PSA page and may be collapsed and made wider. */
export function mountPanel(root: Element, client: PanelClient, language: i18n, docked: boolean): void {
  followPointer(root.ownerDocument);
  createRoot(root).render(
    <I18nextProvider i18n={language}>
      <Panel client={client} docked={docked} />
    </I18nextProvider>,
  );
}
