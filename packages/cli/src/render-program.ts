import { type Command, Option } from 'commander';
import type { Output } from './program.ts';

/** How options are read; program.ts has these. */
export interface RenderParsers {
  readonly count: (text: string) => number;
  readonly screens: (text: string) => { width: number; height: number }[];
}

/** Adds `virglass render` to the command line. */
export function addRenderCommand(program: Command, output: Output, { count, screens }: RenderParsers): void {
  program
    .command('render')
    .summary('run a WebGL script without a browser, write pictures')
    .description(
      'Runs a JavaScript or TypeScript module that draws as in a page (canvas, document.createElement, requestAnimationFrame, Image of PNG ' +
        'files), on the guest driver of this package, and writes what its canvas shows. Libraries such as three are found where the ' +
        "script's folder has them installed. Time goes by frames, so that every run gives the same pictures.",
    )
    .argument('<script>', 'the module')
    .requiredOption('-o, --output <file>', 'a .png, a .png for each frame (frame-%04d.png), or a .mp4 (by ffmpeg)')
    .addOption(new Option('--size <size>', 'size of the canvas').argParser(screens).default([{ width: 640, height: 480 }], '640x480'))
    .option('--frames <count>', 'frames to draw (default: 1; 4 seconds for a film)', count)
    .addOption(new Option('--fps <count>', 'frames in a second of the time that the script sees').argParser(count).default(60))
    .option('--vtest <socket>', 'draw on the vtest server that listens there (default: in this process)')
    .option('--drm [node]', "draw on the host of the virtual machine that this runs in, by the kernel's virtio_gpu driver")
    .option('--render-node <path>', 'GPU to draw on in this process, such as /dev/dri/renderD128')
    .addHelpText(
      'after',
      `
Examples:
  virglass render examples/gears.js -o gears.png --size 800x600
  virglass render examples/gears.js -o gears.mp4 --fps 30 --frames 120
  npm install three && virglass render scene.js -o frame-%03d.png --frames 10
  virglass render scene.js -o out.png --drm         # in a virtual machine`,
    )
    .action(async (script, options) => {
      const { render } = await import('./commands/render.ts');
      await render(script, options, output);
    });
}
