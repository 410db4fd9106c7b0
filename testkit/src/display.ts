import type { Readable } from 'node:stream';
import { requireProgram, startProcess } from './processes.ts';

/** An X display that belongs to the test. */
export interface XDisplay extends AsyncDisposable {
  /** Value for DISPLAY, such as `:99`. */
  readonly name: string;
}

/**
 * Starts an X server without a screen on a free display number, which the server picks itself.
 * @throws {Error} when Xvfb is missing or does not come up within 15 s
 */
export async function startDisplay(size = '1280x1024x24'): Promise<XDisplay> {
  requireProgram('Xvfb', 'xvfb');
  const args = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset', '+extension', 'GLX'];
  const running = startProcess('Xvfb', args, { extraFds: ['pipe'] });
  let number = '';
  (running.child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
    number += chunk.toString('latin1');
  });
  if (!(await running.until(() => number.endsWith('\n'), 15_000))) {
    await running.stop();
    throw new Error(`Xvfb did not start: ${running.output}`);
  }
  return { name: `:${number.trim()}`, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}
