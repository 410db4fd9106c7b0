import { isAbsolute } from 'node:path';
import { QmpServer } from '@virglass/vm';
import type { Screens } from './screens.ts';

/**
 * Answers on a Unix socket, in QEMU's machine protocol, for a back end that runs:
 * `screendump` with QEMU's arguments (`filename`, absolute; `head`; `format`, png alone) and `cursor` (true: draw it too), and
 * `query-screens`.
 *
 * @throws {VmError} when the socket cannot be made
 */
export function listenForControl(path: string, screens: Screens): Promise<QmpServer> {
  return QmpServer.listen(path, {
    'query-screens': () => ({ screens: screens.states }),
    screendump: ({ filename, head = 0, format = 'png', cursor = false }) => {
      if (typeof filename !== 'string' || !isAbsolute(filename)) throw new Error("'filename' must be an absolute path");
      if (format !== 'png') throw new Error("the only 'format' is png");
      if (typeof head !== 'number') throw new Error("'head' must be a number");
      screens.photograph(head, filename, cursor === true);
    },
  });
}
