import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { ROOT } from '../tasks/run.ts';

const FRAMED = ['https://*.autotask.net/*'];
const VENDORS = [
  ...['*://*.haloitsm.com/*', '*://*.halopsa.com/*', '*://*.haloservicedesk.com/*', ...FRAMED],
  ...['au', 'aus', 'cloud.na', 'eu', 'na'].map((region) => `https://${region}.myconnectwise.net/*`),
  'https://staging.connectwisedev.com/*',
];

/** Nothing is asked for at installation but the PSA vendors' hosts; each thing more would be a decision. */
for (const build of ['chrome-mv3', 'firefox-mv3']) {
  test.describe(build, () => {
    const folder = path.join(ROOT, 'extension/.output', build);
    const manifest = () => JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));

    test('asks for these rights and no others', () => {
      const { permissions, host_permissions, optional_permissions, optional_host_permissions } = manifest();
      // Chromium wants a right for the side panel, which it warns of to nobody; Firefox's sidebar needs none.
      const beside = build === 'chrome-mv3' ? ['sidePanel'] : [];
      expect(permissions.sort()).toEqual(['activeTab', 'scripting', ...beside, 'storage']);
      expect(host_permissions.sort()).toEqual(VENDORS);
      expect(optional_permissions).toBeUndefined();
      expect(optional_host_permissions).toEqual(['https://*/*']);
    });

    test('runs beside the vendors’ pages only, and lets in nobody', () => {
      const { content_scripts, externally_connectable, web_accessible_resources, content_security_policy } = manifest();
      // In frames only where a vendor shows its records in frames.
      expect(content_scripts).toEqual([
        { matches: FRAMED, all_frames: true, run_at: 'document_start', js: ['content-scripts/psa-frame.js'] },
        { matches: VENDORS, run_at: 'document_start', js: ['content-scripts/psa.js'] },
      ]);
      expect(externally_connectable).toBeUndefined();
      expect(web_accessible_resources).toMatchObject([{ resources: ['panel.html'], use_dynamic_url: true }]);
      expect(web_accessible_resources[0].matches.sort()).toEqual([...VENDORS, 'https://*/*'].sort());
      const policy: string = content_security_policy.extension_pages;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|script-src[^;]*http/);
    });

    test('offers the same panel beside the pages, and opens nothing by itself', () => {
      const { side_panel, sidebar_action } = manifest();
      const sidebar = { default_panel: 'panel.html', default_title: 'Counterpart', open_at_install: false };
      expect(side_panel).toEqual(build === 'chrome-mv3' ? { default_path: 'panel.html' } : undefined);
      expect(sidebar_action).toEqual(build === 'chrome-mv3' ? undefined : sidebar);
    });

    test('has a content script of at most 12 kB, without React and without a schema library', () => {
      for (const name of ['psa', 'psa-frame']) {
        const script = readFileSync(path.join(folder, `content-scripts/${name}.js`));
        expect(gzipSync(script).length).toBeLessThanOrEqual(12_000);
        expect(script.toString()).not.toMatch(/createElement\(["']|react|useState|ZodError/i);
      }
    });
  });
}
