import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { ROOT } from '../tasks/run.ts';

const VENDORS = [
  '*://*.haloitsm.com/*',
  '*://*.halopsa.com/*',
  '*://*.haloservicedesk.com/*',
  'https://*.autotask.net/*',
  'https://au.myconnectwise.net/*',
  'https://aus.myconnectwise.net/*',
  'https://cloud.na.myconnectwise.net/*',
  'https://eu.myconnectwise.net/*',
  'https://na.myconnectwise.net/*',
  'https://staging.connectwisedev.com/*',
];

/** Nothing is asked for at installation but the PSA vendors' hosts; each thing more would be a decision. */
for (const build of ['chrome-mv3', 'firefox-mv3']) {
  test.describe(build, () => {
    const folder = path.join(ROOT, 'extension/.output', build);
    const manifest = () => JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));

    test('asks for these rights and no others', () => {
      const { permissions, host_permissions, optional_permissions, optional_host_permissions } = manifest();
      expect(permissions.sort()).toEqual(['activeTab', 'scripting', 'storage']);
      expect(host_permissions.sort()).toEqual(VENDORS);
      expect(optional_permissions).toBeUndefined();
      expect(optional_host_permissions).toEqual(['https://*/*']);
    });

    test('runs beside the vendors’ pages only, and lets in nobody', () => {
      const { content_scripts, externally_connectable, web_accessible_resources, content_security_policy } = manifest();
      const start = { run_at: 'document_start' };
      const frames = { ...start, js: ['content-scripts/psa-frame.js'], all_frames: true };
      expect(content_scripts).toEqual([
        { ...frames, matches: ['https://*.autotask.net/*'] }, // its records are shown in frames
        { ...start, js: ['content-scripts/psa.js'], matches: VENDORS },
      ]);
      expect(externally_connectable).toBeUndefined();
      expect(web_accessible_resources).toMatchObject([{ resources: ['panel.html'], use_dynamic_url: true }]);
      expect(web_accessible_resources[0].matches.sort()).toEqual([...VENDORS, 'https://*/*'].sort());
      const policy: string = content_security_policy.extension_pages;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|script-src[^;]*http/);
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
