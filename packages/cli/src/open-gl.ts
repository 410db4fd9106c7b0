import { createNullGl, type Gl } from '@virglass/gl';
import { CliError, messageOf } from './errors.ts';

/** Which GL to draw with. */
export interface GlChoice {
  readonly gl: 'native' | 'null';
  /** A GPU's device file; absent: what EGL offers first. */
  readonly renderNode?: string;
}

/** A GL context, and where it comes from in a few words. */
export interface OpenedGl extends Disposable {
  readonly gl: Gl;
  readonly platform: string;
}

/**
 * Opens the GL that the command line asks for. The environment's VIRGLASS_QUIRKS (`+name,-name`) forces quirks on and off.
 *
 * @throws {CliError} that says what is missing
 */
export async function openGl(choice: GlChoice): Promise<OpenedGl> {
  if (choice.gl === 'null') return { gl: createNullGl(), platform: 'none', [Symbol.dispose]: () => undefined };
  const { renderNode } = choice;
  const quirks = process.env['VIRGLASS_QUIRKS'];
  try {
    const { createNativeGl } = await import('@virglass/gl/native');
    const gl = createNativeGl({ ...(renderNode === undefined ? {} : { renderNode }), ...(quirks === undefined ? {} : { quirks }) });
    const device = gl.device === '' ? '' : ` on ${gl.device}`;
    return { gl, platform: `EGL of ${gl.eglVendor}, ${gl.platform}${device}`, [Symbol.dispose]: () => gl[Symbol.dispose]() };
  } catch (error) {
    const place = renderNode === undefined ? 'on this machine' : `on ${renderNode}`;
    throw new CliError(`no OpenGL ${place}: ${messageOf(error)} (virglass doctor tells what is missing)`, undefined, error);
  }
}
