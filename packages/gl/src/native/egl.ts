/*
 * EGL without a window system: from nothing to a context that is current and has no surface.
 *
 * A display is found on one of three platforms, none of which needs X or Wayland:
 *
 * - surfaceless (EGL_MESA_platform_surfaceless): Mesa chooses the device, llvmpipe where there is none;
 * - device (EGL_EXT_platform_device): one of the devices that EGL lists, also those of other vendors' drivers;
 * - gbm (EGL_KHR_platform_gbm): a render node that the caller names.
 *
 * `auto` takes a device with hardware behind it when there is one, else surfaceless, else a software device. On NVIDIA only
 * the device platform works: surfaceless would reach Mesa beside it and draw on the CPU.
 *
 * libglvnd answers with a stub for any function name, so symbols are asked for by version and extension only, and client
 * extensions are the union over all vendors: each platform is tried and may fail.
 */
import { closeSync, openSync } from 'node:fs';
import koffi, { type LibraryHandle, type TypeObject } from 'koffi';
import { GlHostError } from '../gl.ts';

/** Platforms that a display can be on. */
export type EglPlatform = 'surfaceless' | 'device' | 'gbm';

/** An initialised display. */
export interface EglDisplay {
  readonly handle: number;
  readonly platform: EglPlatform;
  readonly extensions: ReadonlySet<string>;
  readonly vendor: string;
  /** The device's DRM node or name, where known. */
  readonly device: string;
  /** Frees what only this display uses; EGL itself keeps the display until the process ends. */
  close(): void;
}

const PLATFORM_DEVICE_EXT = 0x313f;
const PLATFORM_GBM = 0x31d7;
const PLATFORM_SURFACELESS = 0x31dd;
const EXTENSIONS = 0x3055;
const VENDOR = 0x3053;
const DRM_DEVICE_FILE = 0x3233;
const DRM_RENDER_NODE_FILE = 0x3377;
/** More devices than a machine has. */
const MAX_DEVICES = 64;

/** The EGL functions used here. */
export interface EglLibrary {
  getProcAddress(name: string): number;
  bindApi(api: number): number;
  createContext(display: number, config: number, share: number, attributes: Int32Array): number;
  destroyContext(display: number, context: number): number;
  makeCurrent(display: number, draw: number, read: number, context: number): number;
  getCurrentContext(): number;
  chooseConfig(display: number, attributes: Int32Array, configs: BigUint64Array, size: number, count: Int32Array): number;
  createPbufferSurface(display: number, config: number, attributes: Int32Array): number;
  destroySurface(display: number, surface: number): number;
  queryString(display: number, name: number): string | null;
  getPlatformDisplay(platform: number, native: number, attributes: number): number;
  initialize(display: number, major: number, minor: number): number;
  getError(): number;
}

let library: EglLibrary | null = null;
let libraryName = '';

/**
 * Loads libEGL; once for the process.
 *
 * @throws {GlHostError} LIBRARY_MISSING
 */
export function loadEgl(name: string): EglLibrary {
  if (library !== null && libraryName === name) return library;
  const lib = loadLibrary(name, 'libegl1');
  const bind = (declaration: string): never => lib.func(declaration) as never;
  try {
    library = {
      getProcAddress: bind('uintptr_t eglGetProcAddress(str name)'),
      bindApi: bind('uint32_t eglBindAPI(uint32_t api)'),
      createContext: bind('uintptr_t eglCreateContext(uintptr_t display, uintptr_t config, uintptr_t share, int32_t *attributes)'),
      destroyContext: bind('uint32_t eglDestroyContext(uintptr_t display, uintptr_t context)'),
      makeCurrent: bind('uint32_t eglMakeCurrent(uintptr_t display, uintptr_t draw, uintptr_t read, uintptr_t context)'),
      getCurrentContext: bind('uintptr_t eglGetCurrentContext()'),
      chooseConfig: bind(
        'uint32_t eglChooseConfig(uintptr_t display, int32_t *attributes, _Out_ uint64_t *configs, int32_t size, _Out_ int32_t *count)',
      ),
      createPbufferSurface: bind('uintptr_t eglCreatePbufferSurface(uintptr_t display, uintptr_t config, int32_t *attributes)'),
      destroySurface: bind('uint32_t eglDestroySurface(uintptr_t display, uintptr_t surface)'),
      queryString: bind('str eglQueryString(uintptr_t display, int32_t name)'),
      getPlatformDisplay: bind('uintptr_t eglGetPlatformDisplay(uint32_t platform, uintptr_t native, uintptr_t attributes)'),
      initialize: bind('uint32_t eglInitialize(uintptr_t display, uintptr_t major, uintptr_t minor)'),
      getError: bind('int32_t eglGetError()'),
    };
  } catch (cause) {
    throw new GlHostError('LIBRARY_TOO_OLD', `${name} lacks functions of EGL 1.5: a newer Debian package libegl1 is needed`, cause);
  }
  libraryName = name;
  return library;
}

function loadLibrary(name: string, debianPackage: string): LibraryHandle {
  try {
    return koffi.load(name);
  } catch (cause) {
    throw new GlHostError('LIBRARY_MISSING', `cannot load ${name}: install the Debian package ${debianPackage}`, cause);
  }
}

function words(text: string | null): Set<string> {
  return new Set((text ?? '').split(' ').filter((word) => word !== ''));
}

/** Extensions of the library itself. */
export function clientExtensions(egl: EglLibrary): ReadonlySet<string> {
  const extensions = words(egl.queryString(0, EXTENSIONS));
  egl.getError();
  return extensions;
}

function initialize(egl: EglLibrary, handle: number, platform: EglPlatform, device: string, close: () => void): EglDisplay | null {
  if (handle === 0 || egl.initialize(handle, 0, 0) === 0) {
    egl.getError();
    close();
    return null;
  }
  return {
    handle,
    platform,
    device,
    close,
    extensions: words(egl.queryString(handle, EXTENSIONS)),
    vendor: egl.queryString(handle, VENDOR) ?? '',
  };
}

/** A device that EGL lists. */
interface EglDevice {
  readonly handle: number;
  readonly node: string;
  readonly software: boolean;
}

function listDevices(egl: EglLibrary): EglDevice[] {
  const extensions = clientExtensions(egl);
  if (!extensions.has('EGL_EXT_device_base') && !extensions.has('EGL_EXT_device_enumeration')) return [];
  const at = (name: string, prototype: TypeObject): ((...args: unknown[]) => unknown) =>
    koffi.decode(BigInt(egl.getProcAddress(name)), prototype) as never;
  const queryDevices = at(
    'eglQueryDevicesEXT',
    koffi.proto('uint32_t', ['int32_t', koffi.out(koffi.pointer('uint64_t')), koffi.out(koffi.pointer('int32_t'))]),
  );
  const queryDeviceString = at('eglQueryDeviceStringEXT', koffi.proto('str', ['uintptr_t', 'int32_t']));
  const handles = new BigUint64Array(MAX_DEVICES);
  const count = new Int32Array(1);
  if (queryDevices(MAX_DEVICES, handles, count) === 0) {
    egl.getError();
    return [];
  }
  const devices: EglDevice[] = [];
  for (let i = 0; i < (count[0] ?? 0); i++) {
    const handle = Number(handles[i]);
    const known = words(queryDeviceString(handle, EXTENSIONS) as string | null);
    const ask = (extension: string, name: number): string | null =>
      known.has(extension) ? (queryDeviceString(handle, name) as string | null) : null;
    const node = ask('EGL_EXT_device_drm_render_node', DRM_RENDER_NODE_FILE) ?? ask('EGL_EXT_device_drm', DRM_DEVICE_FILE) ?? '';
    devices.push({ handle, node, software: known.has('EGL_MESA_device_software') });
  }
  egl.getError();
  return devices;
}

const nothing = (): void => {};

function openSurfaceless(egl: EglLibrary): EglDisplay | null {
  if (!clientExtensions(egl).has('EGL_MESA_platform_surfaceless')) return null;
  return initialize(egl, egl.getPlatformDisplay(PLATFORM_SURFACELESS, 0, 0), 'surfaceless', '', nothing);
}

function openDevice(egl: EglLibrary, device: EglDevice): EglDisplay | null {
  if (!clientExtensions(egl).has('EGL_EXT_platform_device')) return null;
  return initialize(egl, egl.getPlatformDisplay(PLATFORM_DEVICE_EXT, device.handle, 0), 'device', device.node, nothing);
}

function openGbm(egl: EglLibrary, node: string, gbmLibrary: string): EglDisplay | null {
  const gbm = loadLibrary(gbmLibrary, 'libgbm1');
  const createDevice = gbm.func('uintptr_t gbm_create_device(int fd)') as (fd: number) => number;
  const destroyDevice = gbm.func('void gbm_device_destroy(uintptr_t device)') as (device: number) => void;
  let fd: number;
  try {
    fd = openSync(node, 'r+');
  } catch (cause) {
    throw new GlHostError('NO_RENDER_NODE', `cannot open ${node}: does it exist, and is this user in the group render?`, cause);
  }
  const device = createDevice(fd);
  if (device === 0) {
    closeSync(fd);
    throw new GlHostError('NO_RENDER_NODE', `no GBM device on ${node}: install the Debian package libgl1-mesa-dri`);
  }
  return initialize(egl, egl.getPlatformDisplay(PLATFORM_GBM, device, 0), 'gbm', node, () => {
    destroyDevice(device);
    closeSync(fd);
  });
}

/**
 * Opens displays in the order of preference, each when the one before would not do.
 *
 * @param platform - `auto` or the only one to try
 * @param renderNode - DRM node that the device must have, '' for any
 * @yields displays that are initialised; the caller closes those that it does not keep
 */
export function* openDisplays(
  egl: EglLibrary,
  platform: EglPlatform | 'auto',
  renderNode: string,
  gbmLibrary: string,
): Generator<EglDisplay> {
  const attempts: (() => EglDisplay | null)[] = [];
  const devices = platform === 'auto' || platform === 'device' ? listDevices(egl) : [];
  const wanted = renderNode === '' ? devices : devices.filter((device) => device.node === renderNode);
  if (platform !== 'gbm' && platform !== 'surfaceless') {
    for (const device of wanted) if (!device.software) attempts.push(() => openDevice(egl, device));
  }
  if (platform === 'gbm' || (platform === 'auto' && renderNode !== '')) {
    attempts.push(() => openGbm(egl, renderNode === '' ? '/dev/dri/renderD128' : renderNode, gbmLibrary));
  }
  if (platform === 'surfaceless' || (platform === 'auto' && renderNode === '')) attempts.push(() => openSurfaceless(egl));
  if (platform !== 'gbm' && platform !== 'surfaceless') {
    for (const device of wanted) if (device.software) attempts.push(() => openDevice(egl, device));
  }
  for (const attempt of attempts) {
    const display = attempt();
    if (display !== null) yield display;
  }
}
