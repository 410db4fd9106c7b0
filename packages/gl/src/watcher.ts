import type { WatchBoard } from './watch-board.ts';

/**
 * A second thread beside the one that owns GL. It sees when GL's work finishes, also while the owner is blocked inside GL, and stops what
 * takes too long.
 */
export interface GpuWatcher extends Disposable {
  /** What the two threads tell each other. */
  readonly board: WatchBoard;
  /** False when the thread could not begin or has failed; then nobody reports and nobody is stopped. */
  readonly alive: boolean;
  /** Called on the owner's event loop after marks that it wanted to hear of have signalled, and after verdicts. */
  onReport: (() => void) | null;
  /** Called on the owner's event loop when the thread has failed, with the cause. */
  onFailure: ((cause: string) => void) | null;
}
