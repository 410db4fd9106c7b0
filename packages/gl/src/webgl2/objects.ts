import { GlMissingError } from '../gl.ts';

/** WebGL objects by number: `Gl` names objects as GL does. Names are used again. */
export class NameTable<T extends object> {
  private readonly kind: string;
  private readonly objects: (T | null)[] = [null];
  private readonly free: number[] = [];

  /** @param kind - what the objects are, for messages */
  constructor(kind: string) {
    this.kind = kind;
  }

  /** Gives an object a name; 0 for null (WebGL's answer when the context is lost). */
  add(object: T | null): number {
    if (object === null) return 0;
    const name = this.free.pop() ?? this.objects.length;
    this.objects[name] = object;
    return name;
  }

  /** The object of a name, or null. */
  get(name: number): T | null {
    return this.objects[name] ?? null;
  }

  /**
   * The object of a name.
   *
   * @throws {RangeError} when there is none
   */
  need(name: number): T {
    const object = this.objects[name];
    if (object === null || object === undefined) throw new RangeError(`no ${this.kind} ${name}`);
    return object;
  }

  /** Takes a name back; returns its object, or null. */
  take(name: number): T | null {
    const object = this.objects[name] ?? null;
    if (object === null) return null;
    this.objects[name] = null;
    this.free.push(name);
    return object;
  }
}

/** The WebGL2 context and its objects by name; the root of the classes of this binding. */
export class WebGl2Objects {
  protected readonly gl: WebGL2RenderingContext;
  protected readonly textures = new NameTable<WebGLTexture>('texture');
  protected readonly framebuffers = new NameTable<WebGLFramebuffer>('framebuffer');
  protected readonly renderbuffers = new NameTable<WebGLRenderbuffer>('renderbuffer');
  protected readonly samplers = new NameTable<WebGLSampler>('sampler');
  protected readonly querys = new NameTable<WebGLQuery>('query');
  protected readonly vertexArrays = new NameTable<WebGLVertexArrayObject>('vertex array');
  protected readonly transformFeedbacks = new NameTable<WebGLTransformFeedback>('transform feedback');
  protected readonly shaders = new NameTable<WebGLShader>('shader');
  protected readonly programs = new NameTable<WebGLProgram>('program');
  protected readonly syncs = new NameTable<WebGLSync>('sync');

  /** @param gl - context to call */
  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** Throws: WebGL2 has no such function. */
  protected missing(functionName: string): never {
    throw new GlMissingError(functionName, 'WebGL2');
  }
}
