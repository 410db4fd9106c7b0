import { GL, type Gl } from '@virglass/gl';
import type { GlState } from '@virglass/gl';
import type { StoredPrograms } from '../programs/stored-programs.ts';
import { blitFragmentShader, blitShaderKey, type BlitShaderCase, blitVertexShader } from './blit-shaders.ts';

/** A linked blit program and where its uniforms are. */
export interface BlitProgram {
  readonly name: number;
  readonly tex: number;
  readonly map: number;
  readonly size: number;
  readonly slice: number;
  /** -1 where the case has none. */
  readonly bit: number;
}

/** Blit programs by case, made when first needed and kept: there are as many as there are kinds of blits. */
export class BlitPrograms implements Disposable {
  readonly #gl: Gl;
  readonly #state: GlState;
  readonly #stored: StoredPrograms | null;
  readonly #programs = new Map<number, BlitProgram | null>();
  #vertexShader = 0;

  /** @param stored - keeps programs between runs, or null */
  constructor(gl: Gl, state: GlState, stored: StoredPrograms | null) {
    this.#gl = gl;
    this.#state = state;
    this.#stored = stored;
  }

  /** The program for a case; null when the host's compiler does not take it. */
  get(shaderCase: BlitShaderCase): BlitProgram | null {
    const key = blitShaderKey(shaderCase);
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const program = this.#link(shaderCase);
    this.#programs.set(key, program);
    return program;
  }

  #link(shaderCase: BlitShaderCase): BlitProgram | null {
    const gl = this.#gl;
    const { features } = gl;
    const vertexText = blitVertexShader(features);
    const fragmentText = blitFragmentShader(features, shaderCase);
    const key = `${vertexText}\n${fragmentText}`;
    const stored = this.#stored?.load(key, () => true) ?? null;
    if (stored !== null) return this.#program(stored.glName);
    if (this.#vertexShader === 0) this.#vertexShader = this.#compile(GL.VERTEX_SHADER, vertexText);
    const fragmentShader = this.#compile(GL.FRAGMENT_SHADER, fragmentText);
    const name = gl.createProgram();
    gl.attachShader(name, this.#vertexShader);
    gl.attachShader(name, fragmentShader);
    this.#stored?.beforeLink(name);
    gl.linkProgram(name);
    const linked = gl.getProgramParameter(name, GL.LINK_STATUS) !== 0;
    gl.deleteShader(fragmentShader);
    if (!linked) {
      gl.deleteProgram(name);
      return null;
    }
    this.#stored?.save(key, name, null);
    return this.#program(name);
  }

  #program(name: number): BlitProgram {
    const gl = this.#gl;
    return {
      name,
      tex: gl.getUniformLocation(name, 'tex'),
      map: gl.getUniformLocation(name, 'map'),
      size: gl.getUniformLocation(name, 'size'),
      slice: gl.getUniformLocation(name, 'slice'),
      bit: gl.getUniformLocation(name, 'bit'),
    };
  }

  #compile(type: number, source: string): number {
    const gl = this.#gl;
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }

  [Symbol.dispose](): void {
    for (const program of this.#programs.values()) {
      if (program === null) continue;
      this.#stored?.forget(program.name);
      this.#state.deleteProgram(program.name);
    }
    this.#programs.clear();
    if (this.#vertexShader !== 0) this.#gl.deleteShader(this.#vertexShader);
    this.#vertexShader = 0;
  }
}
