import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// The browser comes from the machine (Debian's package, or CHROME_PATH): Playwright's own download is not needed.
const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const runsAsRoot = process.getuid?.() === 0;

const chromium = () =>
  playwright({
    launchOptions: {
      executablePath,
      args: [
        ...(runsAsRoot ? ['--no-sandbox'] : []),
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  });

/** Hooks start browsers, build the script and read samples, all beside other tests on a machine that may be busy. */
const hookTimeout = 90_000;
// Many tests drive a browser or a process, and a machine that stalls may make one of them miss its moment: in a whole run
// it gets a second try, and the run ends with its name. What is wrong fails twice, since all draws are fixed.
const retry = process.env.CI ? 1 : 0;

export default defineConfig({
  test: {
    projects: [
      {
        resolve: {
          alias: [
            {
              find: /^fast-check$/,
              replacement: fileURLToPath(new URL('./seeded-fast-check.ts', import.meta.url)),
            },
          ],
        },
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages,models,workers,stories,test}/**/*.test.ts'],
          exclude: [
            '**/node_modules/**',
            '**/dist/**',
            '**/*.web.test.ts',
            '**/*.workerd.test.ts',
            '**/*.e2e.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout,
          retry,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.test.ts'],
          testTimeout: 60_000,
          hookTimeout,
          retry,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'web',
          include: ['{packages,models,stories,test}/**/*.web.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout,
          retry,
          browser: {
            enabled: true,
            headless: true,
            provider: chromium(),
            instances: [{ browser: 'chromium' }],
            screenshotFailures: false,
          },
        },
      },
      {
        // Every story is a test: it renders, its play function passes, and axe finds nothing in it.
        plugins: [
          storybookTest({ configDir: fileURLToPath(new URL('../../stories/.storybook', import.meta.url)) }),
        ],
        test: {
          name: 'stories',
          exclude: ['**/node_modules/**', '**/*.mdx'],
          testTimeout: 60_000,
          hookTimeout,
          retry,
          browser: {
            enabled: true,
            headless: true,
            provider: chromium(),
            instances: [{ browser: 'chromium' }],
            screenshotFailures: false,
          },
        },
      },
    ],
  },
});
