import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/*
 * Two projects: `node` runs everything that needs no browser, `browser` runs *.browser.test.ts in headless Chromium with its
 * software GPU. Both read the sources through the `virglass-source` condition, so nothing has to be built first.
 */
const sources = { resolve: { conditions: ['virglass-source'] }, ssr: { resolve: { conditions: ['virglass-source'] } } };
const exclude = ['**/node_modules/**', '**/dist/**'];

/** Debian's browser, or what the environment names; none at all leaves the browser project out with a notice. */
const chromium = [process.env['VIRGLASS_CHROMIUM'], '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path));
if (chromium === undefined) console.error('no /usr/bin/chromium (Debian package chromium): browser tests do not run');

export default defineConfig({
  test: {
    reporters: [process.env['CI'] === undefined ? 'default' : 'dot', './tools/vitest-reporter.ts'],
    // Two workers suit two cores; renderer tests hold a GL context and an llvmpipe thread pool each.
    maxWorkers: 2,
    projects: [
      {
        ...sources,
        test: {
          name: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'guest-image/src/**/*.test.ts',
            'testkit/**/*.test.ts',
            'tools/**/*.test.ts',
            'e2e/**/*.test.ts',
            'fuzz/**/*.test.ts',
          ],
          exclude: [...exclude, '**/*.browser.test.ts'],
          pool: 'forks',
          execArgv: ['-C', 'virglass-source'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      ...(chromium === undefined
        ? []
        : [
            {
              ...sources,
              test: {
                name: 'browser',
                include: ['packages/*/src/**/*.browser.test.ts', 'testkit/**/*.browser.test.ts', 'e2e/**/*.browser.test.ts'],
                exclude,
                testTimeout: 60_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  instances: [{ browser: 'chromium' as const }],
                  provider: playwright({
                    launchOptions: {
                      executablePath: chromium,
                      args: [
                        '--no-sandbox',
                        // VIRGLASS_ANGLE=gl-egl draws with this machine's OpenGL ES instead: the rasterizer of the other tests.
                        `--use-angle=${process.env['VIRGLASS_ANGLE'] ?? 'swiftshader'}`,
                        '--ignore-gpu-blocklist',
                        '--enable-unsafe-swiftshader',
                        '--disable-background-networking',
                        '--no-first-run',
                      ],
                    },
                  }),
                },
              },
            },
          ]),
    ],
  },
});
