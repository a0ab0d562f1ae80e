import { defineConfig } from '@playwright/test';

/** One worker: two browsers at once on a small machine make every wait longer than both one after the other. */
export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: ['./helpers/database.ts', './e2e/build.ts'],
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: './.results/e2e',
  forbidOnly: process.env.CI === 'true',
  // A shared machine stalls now and then. What passes at its second try only is named at the end, to be looked into.
  retries: process.env.CI === 'true' ? 1 : 0,
});
