import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 20_000, hookTimeout: 60_000, maxWorkers: 2 };

/**
 * `fast` needs nothing but Node; `database` starts one PostgreSQL and gives each file a database of its own; `directory`
 * makes one domain of Active Directory and gives each file a controller of its own.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'fast', include: ['unit/**/*.test.{ts,tsx}', 'contract/**/*.test.ts', '*.test.ts'], ...limits } },
      { test: { name: 'database', include: ['api/**/*.test.ts'], globalSetup: ['helpers/database.ts'], ...limits } },
      {
        test: {
          name: 'directory',
          include: ['directory/**/*.test.ts'],
          globalSetup: ['helpers/database.ts', 'helpers/samba-setup.ts'],
          ...limits,
        },
      },
    ],
  },
});
