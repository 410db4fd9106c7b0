import type { BuildStep } from './options.ts';

/** A terminal is written to at most this often. */
const intervalMs = 100;

/**
 * Shows steps on a stream: on a terminal one line that changes, elsewhere a line for each text.
 *
 * @returns `show` for each step, and `end` before something else is written
 */
export function progressLine(stream: NodeJS.WriteStream): { readonly show: (step: BuildStep) => void; readonly end: () => void } {
  let text = '';
  let open = false;
  let shown = 0;
  const end = (): void => {
    if (open) stream.write('\n');
    open = false;
    text = '';
  };
  const show = (step: BuildStep): void => {
    const fresh = step.text !== text;
    if (!stream.isTTY) {
      if (fresh) stream.write(`${step.text}\n`);
      text = step.text;
      return;
    }
    const now = performance.now();
    if (!fresh && now - shown < intervalMs && step.done !== step.total) return;
    if (fresh && open) stream.write('\n');
    const part =
      step.done === undefined || step.total === undefined || step.total === 0 ? '' : ` ${Math.floor((100 * step.done) / step.total)}%`;
    stream.write(`\r\x1b[K${step.text}${part}`);
    text = step.text;
    open = true;
    shown = now;
  };
  return { show, end };
}
