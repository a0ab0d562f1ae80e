import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['unit/**/*.test.ts', 'unit/**/*.test.tsx', 'contract/**/*.test.ts', 'api/**/*.test.ts', '*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    globalSetup: ['helpers/database.ts'],
    maxWorkers: 2,
  },
});
