import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';

/** Kinds of GL object that are counted, by the ends of the names of the functions that make and delete them. */
export const objectKinds = [
  'Texture',
  'Buffer',
  'Sampler',
  'Framebuffer',
  'Renderbuffer',
  'VertexArray',
  'TransformFeedback',
  'Query',
  'Shader',
  'Program',
  'ProgramPipeline',
] as const;

/** A kind of GL object. */
export type ObjectKind = (typeof objectKinds)[number] | 'Sync' | 'memory blocks' | 'memory bytes';

type AnyFunction = (...args: unknown[]) => unknown;

/** Counts what is made and not deleted, from now on. */
export class GlObjects {
  readonly living: Record<ObjectKind, number>;

  /** @param gl - gets functions of its own that count and call the real ones */
  constructor(gl: NativeGl) {
    this.living = { Sync: 0, 'memory blocks': 0, 'memory bytes': 0 } as Record<ObjectKind, number>;
    const functions = gl as unknown as Record<string, AnyFunction>;
    for (const kind of objectKinds) {
      this.living[kind] = 0;
      this.#count(functions, `create${kind}`, `delete${kind}`, kind);
    }
    this.#count(functions, 'fenceSync', 'deleteSync', 'Sync');
    const [memory, freeMemory] = [gl.memory.bind(gl), gl.freeMemory.bind(gl)];
    const blocks = new Set<unknown>();
    gl.memory = (bytes) => {
      const block = memory(bytes);
      blocks.add(block);
      this.living['memory blocks']++;
      this.living['memory bytes'] += bytes;
      return block;
    };
    gl.freeMemory = (block) => {
      if (blocks.delete(block)) {
        this.living['memory blocks']--;
        this.living['memory bytes'] -= block.byteLength;
      }
      freeMemory(block);
    };
  }

  #count(functions: Record<string, AnyFunction>, create: string, remove: string, kind: ObjectKind): void {
    const [made, removed] = [functions[create], functions[remove]];
    if (made === undefined || removed === undefined) return;
    functions[create] = (...args) => {
      const name = made(...args);
      if (name !== 0) this.living[kind]++;
      return name;
    };
    functions[remove] = (name, ...args) => {
      if (name !== 0) this.living[kind]--;
      return removed(name, ...args);
    };
  }

  /** A copy of the counts. */
  snapshot(): Readonly<Record<ObjectKind, number>> {
    return { ...this.living };
  }
}

/** The pending GL errors, cleared. */
export function takeErrors(gl: NativeGl): number[] {
  const errors: number[] = [];
  for (let error = gl.getError(); error !== GL.NO_ERROR && errors.length < 16; error = gl.getError()) errors.push(error);
  return errors;
}
