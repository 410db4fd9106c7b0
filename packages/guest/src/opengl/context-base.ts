/*
 * What every method of an OpenGL context needs.
 *
 * The contexts of OpenGL stand on those of WebGL 2, whose methods have OpenGL's names: what WebGL has as OpenGL has it is inherited, what
 * WebGL forbids or lacks is said again, one class for each area. Where WebGL asks whether an extension is enabled that is part of OpenGL,
 * the answer is yes.
 */
import { GL4 } from '../gl4-constants.ts';
import { ProgramMethods2 } from '../webgl/webgl2-program-methods.ts';
import type { OpenGLLimits } from './limits.ts';

/** Extensions of WebGL that are a part of OpenGL. */
const partOfOpenGL: ReadonlySet<string> = new Set([
  'ext_color_buffer_float',
  'ext_color_buffer_half_float',
  'ext_float_blend',
  'ext_texture_filter_anisotropic',
  'oes_draw_buffers_indexed',
  'oes_texture_float_linear',
]);

/** See above. */
export class OpenGLBase extends ProgramMethods2 {
  /** @internal */
  declare limits: OpenGLLimits;
  /** @internal Tens and ones of the version: 42 is OpenGL 4.2. */
  declare glVersion: number;

  override has(extension: string): boolean {
    return partOfOpenGL.has(extension);
  }

  /** @internal Makes ready what a draw runs; false where there is an error, which is recorded, or nothing to draw. */
  programForDraw(_method: string): boolean {
    return true;
  }

  /** @internal A context that has lost its host does not come back, and says so once. */
  override lose(by: 'host' | 'extension'): void {
    super.lose(by);
    this.pendingErrors = [GL4.CONTEXT_LOST];
  }

  /** GUILTY_CONTEXT_RESET and the like are not told apart: a host that has gone says nothing of why. */
  getGraphicsResetStatus(): number {
    return this.isContextLost() ? GL4.UNKNOWN_CONTEXT_RESET : GL4.NO_ERROR;
  }
}
