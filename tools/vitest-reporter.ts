import type { Reporter, TestModule } from 'vitest/node';

/** Prints one line at the very end: `12 passed, 0 failed, 1 skipped`. A module that cannot be loaded counts as one failure. */
export default class SummaryReporter implements Reporter {
  /** Called by vitest once, after everything ran. */
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      const before = failed;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
      }
      if (failed === before && module.state() === 'failed') failed++;
    }
    // After the other reporters' own end-of-run output.
    process.on('exit', () => process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`));
  }
}
