import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const here = dirname(fileURLToPath(import.meta.url));

// A command of its own and not one of the root's projects: under `projects` the worker pool and Node's pool disturb
// each other's sockets.
export default defineConfig({
  root: here,
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: join(here, '../../wrangler.toml') },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations(join(here, 'migrations')),
          TOKEN_SECRET: 'a secret of the tests, long enough for HS256',
          OPERATOR_KEY: 'the-operator-of-the-tests',
        },
      },
    })),
  ],
  test: {
    include: ['src/**/*.workerd.test.ts'],
    setupFiles: ['test/migrate.ts'],
    testTimeout: 60_000,
    silent: 'passed-only',
    onUnhandledError(error) {
      // workerd says this of its own sockets when a run ends; it is no failure of a test.
      return !error.message.includes('This socket has been closed');
    },
  },
});
