/*
 * Guests for tests: User Mode Linux on our back end, with a camera in the guest's hands.
 *
 * A guest's command calls `virglass-screenshot NAME [SCREEN]`; the picture, and what the back end knows of its screens at that
 * moment, are handed to the test. Images and kernels come from the cache; the first run of all builds them, which takes minutes.
 */
import { join } from 'node:path';
import { type GuestImage, guestImage, type ImageName, umlKernel } from '@virglass/guest-image';
import { type Image, readPng, removeScratchFolder, scratchFolder, virglassArguments } from '@virglass/testkit';
import { Qmp, type QmpScreen, runVm, startBackEnd, type VmResult } from '@virglass/vm';

/** How long bringing an image and a kernel may take where there are none yet. */
export const BUILD_MILLISECONDS = 30 * 60_000;

/** How a guest is run. */
export interface GuestRun {
  readonly command: string;
  readonly image?: ImageName;
  /** Such as '640x480,800x600'. */
  readonly screens?: string;
  readonly session?: 'desktop';
  /** A folder that the guest sees as /share. */
  readonly share?: string;
  /** More arguments for `virglass vhost-user`. */
  readonly backEnd?: readonly string[];
  readonly timeoutMs?: number;
  /** Whether a picture shows what it was asked for; until then it is taken again, and the guest waits. Default: always. */
  readonly ready?: (name: string, shot: Shot) => boolean;
}

/** How long a picture may take to show what it was asked for: machines that test are loaded. */
const READY_MILLISECONDS = 30_000;

/** A picture that the guest asked for. */
export interface Shot {
  readonly image: Image;
  readonly screens: readonly QmpScreen[];
}

/** What came out of a guest. */
export interface GuestOutcome extends VmResult {
  readonly output: string;
  readonly shots: ReadonlyMap<string, Shot>;
  /** What the back end wrote to its log. */
  readonly log: string;
}

/** Tells people who wait for the first run what it is doing: each step once, for two things are brought at a time and tell in turns. */
export function progress({ text }: { readonly text: string }): void {
  if (told.has(text)) return;
  told.add(text);
  process.stderr.write(`${text}\n`);
}
const told = new Set<string>();

/** What guests are made of, brought once. */
export async function guestParts(image: ImageName = 'mini'): Promise<{ readonly image: GuestImage; readonly kernel: string }> {
  return { image: await guestImage(image, { progress }), kernel: await umlKernel({ progress }) };
}

/** Runs a command in a new guest to its end. */
export async function inGuest(run: GuestRun): Promise<GuestOutcome> {
  const { image, kernel } = await guestParts(run.image);
  const folder = scratchFolder();
  const [socket, control] = [join(folder, 'gpu'), join(folder, 'control')];
  const screens = run.screens ?? '1280x800';
  const stop = new AbortController();
  const options = ['--control', control, '--screen', screens, '--shader-cache', 'off', ...(run.backEnd ?? [])];
  // The back end's own GL must be software, whatever the caller's environment says: every machine has that.
  const env = { LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };
  await using backEnd = await startBackEnd(
    { command: [process.execPath, ...virglassArguments(), 'vhost-user', ...options], env, socket },
    stop.signal,
  );
  using qmp = await Qmp.connect(control);
  const shots = new Map<string, Shot>();
  let output = '';
  try {
    const result = await runVm({
      monitor: { machine: 'uml', kernel },
      image,
      gpu: {
        socket,
        control,
        screens: screens.split(',').map((one) => ({ width: Number(one.split('x')[0]), height: Number(one.split('x')[1]) })),
        gone: backEnd.exit.then(({ reason }) => `${reason}\n${backEnd.log}`),
      },
      command: run.command,
      session: run.session ?? null,
      memoryBytes: 2 ** 30,
      processors: 1,
      share: run.share ?? null,
      extraArguments: [],
      timeoutMilliseconds: run.timeoutMs ?? 60_000,
      signal: stop.signal,
      listener: {
        output: (bytes) => (output += Buffer.from(bytes).toString('latin1')),
        screenshot: async (_, wish) => {
          const [name = '', screen = '0'] = wish.split(' ');
          const filename = join(folder, `${shots.size}.png`);
          const end = performance.now() + READY_MILLISECONDS;
          for (;;) {
            // A picture of a cursor is one with it. Asked together, both answers are about the same moment.
            const [state, dumped] = await Promise.allSettled([
              qmp.execute('query-screens'),
              qmp.execute('screendump', { filename, format: 'png', head: Number(screen), cursor: name.includes('cursor') }),
            ]);
            if (state.status === 'fulfilled' && dumped.status === 'fulfilled') {
              const shot = { image: readPng(filename), screens: state.value.screens };
              shots.set(name, shot);
              if (run.ready === undefined || run.ready(name, shot)) return;
            }
            if (performance.now() > end) throw new Error(`${name} does not come`);
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        },
      },
    });
    return { ...result, output, shots, log: backEnd.log };
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\n${'details' in (error as object) ? (error as { details: string }).details : ''}\n${output}\n${backEnd.log}`,
      { cause: error },
    );
  } finally {
    removeScratchFolder(folder);
  }
}

/** The colour of a pixel as [red, green, blue]. */
export function pixel({ width, rgb }: Image, x: number, y: number): number[] {
  return [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}
