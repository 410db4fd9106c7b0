/*
 * Textures as DMA buffers (EGL_MESA_image_dma_buf_export).
 *
 * A driver may have the extension and yet export nothing, or end the process when it is asked where it has not said that it can: so
 * the extension is required, and a small texture is tried before anything is promised. llvmpipe exports where the kernel has
 * /dev/udmabuf.
 */
import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { GL } from '../constants.ts';
import type { Gl } from '../gl.ts';
import type { ExportedTexture, TextureExporter } from '../texture-export.ts';
import type { EglContext } from './context.ts';
import type { EglDisplay, EglLibrary } from './egl.ts';

const GL_TEXTURE_2D = 0x30b1;
/** Side of the texture that is tried. */
const TRIAL_PIXELS = 64;

/**
 * Exports textures of a context.
 *
 * @param gl - the same context, current, its state as it is when made
 * @returns null where the driver cannot
 */
export function createTextureExporter(egl: EglLibrary, display: EglDisplay, context: EglContext, gl: Gl): TextureExporter | null {
  if (!display.extensions.has('EGL_MESA_image_dma_buf_export') || !display.extensions.has('EGL_KHR_gl_texture_2D_image')) return null;
  const exporter = bind(egl, display, context);
  return exporter !== null && works(exporter, gl) ? exporter : null;
}

function bind(egl: EglLibrary, display: EglDisplay, context: EglContext): TextureExporter | null {
  const find = (
    name: string,
    result: string,
    parameters: (string | ReturnType<typeof koffi.out>)[],
  ): ((...args: unknown[]) => number) | null => {
    const address = egl.getProcAddress(name);
    return address === 0 ? null : (koffi.decode(BigInt(address), koffi.proto(result, parameters)) as never);
  };
  const handle = 'uintptr_t';
  const i32Out = koffi.out(koffi.pointer('int32_t'));
  const u64Out = koffi.out(koffi.pointer('uint64_t'));
  const createImage = find('eglCreateImageKHR', handle, [handle, handle, 'uint32_t', handle, handle]);
  const destroyImage = find('eglDestroyImageKHR', 'uint32_t', [handle, handle]);
  const query = find('eglExportDMABUFImageQueryMESA', 'uint32_t', [handle, handle, i32Out, i32Out, u64Out]);
  const exportImage = find('eglExportDMABUFImageMESA', 'uint32_t', [handle, handle, i32Out, i32Out, i32Out]);
  if (createImage === null || destroyImage === null || query === null || exportImage === null) return null;
  const fourcc = new Int32Array(1);
  const planes = new Int32Array(1);
  // The driver writes as many as there are planes, four at most.
  const modifiers = new BigUint64Array(4);
  const fds = new Int32Array(4);
  const strides = new Int32Array(4);
  const offsets = new Int32Array(4);

  const describe = (image: number): ExportedTexture | null => {
    if (query(display.handle, image, fourcc, planes, modifiers) === 0 || planes[0] !== 1) return null;
    fds.fill(-1);
    if (exportImage(display.handle, image, fds, strides, offsets) === 0 || fds[0]! < 0) return null;
    if (offsets[0] !== 0) {
      closeSync(fds[0]!);
      return null;
    }
    const modifier = modifiers[0]!;
    return {
      fd: fds[0]!,
      fourcc: fourcc[0]! >>> 0,
      strideBytes: strides[0]!,
      modifierLow: Number(modifier & 0xffffffffn),
      modifierHigh: Number(modifier >> 32n),
    };
  };

  return {
    export(texture) {
      const image = createImage(display.handle, context.handle, GL_TEXTURE_2D, texture, 0);
      if (image === 0) {
        egl.getError();
        return null;
      }
      try {
        return describe(image);
      } finally {
        destroyImage(display.handle, image);
        egl.getError();
      }
    },
  };
}

/** Tries a texture like those that guests show. */
function works(exporter: TextureExporter, gl: Gl): boolean {
  const texture = gl.createTexture();
  gl.bindTexture(GL.TEXTURE_2D, texture);
  gl.texStorage2D(GL.TEXTURE_2D, 1, GL.RGBA8, TRIAL_PIXELS, TRIAL_PIXELS);
  gl.bindTexture(GL.TEXTURE_2D, 0);
  const exported = exporter.export(texture);
  if (exported !== null) closeSync(exported.fd);
  gl.deleteTexture(texture);
  return exported !== null;
}
