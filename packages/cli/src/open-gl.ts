import { createNullGl, type Gl, type GpuWatcher, type TextureExporter } from '@virglass/gl';
import { CliError, messageOf } from './errors.ts';

/** Which GL to draw with. */
export interface GlChoice {
  readonly gl: 'native' | 'null';
  /** A GPU's device file; absent: what EGL offers first. */
  readonly renderNode?: string;
  /** Desktop OpenGL or OpenGL ES; absent: the first that there is. */
  readonly api?: 'gl' | 'gles';
  /** Version times ten; absent: the highest. */
  readonly glVersion?: number;
}

/** A GL context, and where it comes from in a few words. */
export interface OpenedGl extends Disposable {
  readonly gl: Gl;
  readonly platform: string;
  /** Starts the thread that watches how long things take; null where there is none. At most once. */
  watch(): GpuWatcher | null;
  /** Makes what exports textures; null where there is none. To be called before a renderer is made. */
  exporter(): TextureExporter | null;
}

/**
 * Opens the GL that the command line asks for. The environment's VIRGLASS_QUIRKS (`+name,-name`) forces quirks on and off.
 *
 * @throws {CliError} that says what is missing
 */
export async function openGl(choice: GlChoice): Promise<OpenedGl> {
  if (choice.gl === 'null')
    return { gl: createNullGl(), platform: 'none', watch: () => null, exporter: () => null, [Symbol.dispose]: () => undefined };
  const { renderNode, api, glVersion } = choice;
  const quirks = process.env['VIRGLASS_QUIRKS'];
  try {
    const { createNativeGl } = await import('@virglass/gl/native');
    const gl = createNativeGl({
      ...(renderNode === undefined ? {} : { renderNode }),
      ...(api === undefined ? {} : { api }),
      ...(glVersion === undefined ? {} : { version: glVersion }),
      ...(quirks === undefined ? {} : { quirks }),
    });
    const device = gl.device === '' ? '' : ` on ${gl.device}`;
    return {
      gl,
      platform: `EGL of ${gl.eglVendor}, ${gl.platform}${device}`,
      watch: () => gl.createWatcher(),
      exporter: () => gl.createTextureExporter(),
      [Symbol.dispose]: () => gl[Symbol.dispose](),
    };
  } catch (error) {
    const place = renderNode === undefined ? 'on this machine' : `on ${renderNode}`;
    throw new CliError(`no OpenGL ${place}: ${messageOf(error)} (virglass doctor tells what is missing)`, undefined, error);
  }
}
