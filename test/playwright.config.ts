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
});
