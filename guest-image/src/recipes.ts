import type { Wanted } from './apt/resolve.ts';

/** What an image is made of. */
export interface Recipe extends Wanted {
  /** For people, one line. */
  readonly summary: string;
  /** Parts of the packages that are not unpacked: patterns of tar. */
  readonly leftOut?: readonly string[];
}

/** Names of the images. */
export type ImageName = 'mini' | 'desktop' | 'tests';

const suite = 'trixie';
const kernel = 'linux-image-amd64';

/** OpenGL and programs that use it straight on a DRM device. */
const graphics: readonly string[] = [
  'busybox-static',
  'glmark2-data',
  'glmark2-drm',
  'glmark2-es2-drm',
  'kmscube',
  'libc6',
  'libdrm-tests',
  'libegl-mesa0',
  'libegl1',
  'libgbm1',
  'libgl1',
  'libgl1-mesa-dri',
  'libgles2',
  'libopengl0',
  'mesa-utils-bin',
];

/** A Wayland session: compositor, seat, input devices, fonts. */
const session: readonly string[] = ['fonts-dejavu-core', 'libc-bin', 'libseat1', 'seatd', 'udev', 'weston', 'xkb-data'];

/** What the graphics programs' packages depend on and their programs do without: names of languages, for videos. */
const withoutForGraphics: readonly string[] = ['iso-codes'];

/** What a session's packages depend on for parts that guests do not use: remote desktops, video streams, an init, logging in. */
const withoutForSession: readonly string[] = [
  ...withoutForGraphics,
  'debconf',
  'init-system-helpers',
  'libaml0t64',
  'libfreerdp-server3-3',
  'libfreerdp3-3',
  'libneatvnc0',
  'libpipewire-0.3-0t64',
  'libwinpr3-3',
  'mount',
  'shared-mime-info',
  'systemd',
];

/** The images that can be built. */
export const recipes: Readonly<Record<ImageName, Recipe>> = {
  mini: {
    summary: 'OpenGL test programs on DRM, no windows',
    suite,
    packages: graphics,
    alone: [kernel],
    without: withoutForGraphics,
  },
  desktop: {
    summary: 'Weston with a terminal and OpenGL programs',
    suite,
    packages: [...graphics, ...session, 'glmark2-es2-wayland', 'glmark2-wayland'],
    alone: [kernel],
    without: withoutForSession,
  },
  tests: {
    summary: 'mini with piglit, waffle and Weston',
    // 1.8 GB of piglit's 2: 18,000 shaders that differ in which of their vertex inputs are doubles.
    leftOut: [
      './usr/lib/x86_64-linux-gnu/piglit/generated_tests/spec/arb_vertex_attrib_64bit/execution/vs_in',
      './usr/lib/x86_64-linux-gnu/piglit/generated_tests/spec/glsl-4.20/execution/vs_in',
    ],
    suite,
    packages: [...graphics, ...session, 'piglit', 'waffle-utils'],
    alone: [kernel],
    without: withoutForSession,
  },
};

/** Source of the UML kernel: the same release as the guests' own kernel. */
export const umlSource: Wanted = { suite, packages: [], alone: ['linux-source-6.12'] };

/** Modules that the first root file system needs to find the disk. */
export const bootModules: readonly string[] = ['crc32c_generic', 'crc32c_intel', 'virtio_blk', 'erofs', 'overlay'];

/** Modules that the guest's init loads, in groups by what for. */
export const guestModules: Readonly<Record<string, readonly string[]>> = {
  gpu: ['virtio_gpu'],
  input: ['evdev', 'virtio_input', 'uinput'],
  share: ['9p', '9pnet_virtio'],
  config: ['qemu_fw_cfg'],
};

/** QEMUs that are fetched where the machine's own does not serve: from 10 on for vhost-user GPUs, 11 for shared memory regions. */
export const qemuPackages: Readonly<Record<'qemu10' | 'qemu11', Wanted>> = {
  qemu10: { suite: 'bookworm-backports', packages: ['qemu-system-x86'] },
  qemu11: { suite: 'trixie-backports', packages: ['qemu-system-x86'] },
};

/** Everything that has a lock file, by the file's name. */
export const everythingLocked: Readonly<Record<string, Wanted>> = { ...recipes, uml: umlSource, ...qemuPackages };
