/* WebGL's objects: what a program holds. Each belongs to a context. */
import type { BufferObject } from '../objects/buffer.ts';
import type { Attachment, FramebufferObject } from '../objects/framebuffer.ts';
import type { ProgramObject, ShaderObject } from '../objects/program.ts';
import type { QueryObject } from '../objects/query.ts';
import type { RenderbufferObject } from '../objects/renderbuffer.ts';
import type { SamplerParameters } from '../objects/sampler.ts';
import type { TextureObject } from '../objects/texture.ts';
import type { TransformFeedbackObject } from '../objects/transform-feedback.ts';
import type { VertexArrayObject } from '../objects/vertex-array.ts';

/** An object of a context, and the core's object that it stands for. */
export class WebGLObject<T extends { deleted: boolean }> {
  /** @internal */
  readonly owner: object;
  /** @internal */
  readonly object: T;
  /** A name that tools may set. */
  label = '';

  constructor(owner: object, object: T) {
    if (owner === undefined) throw new TypeError('Illegal constructor');
    this.owner = owner;
    this.object = object;
    Object.defineProperty(this, 'owner', { enumerable: false });
    Object.defineProperty(this, 'object', { enumerable: false });
  }
}

/** WebGL's buffer; `kind` says whether it was first bound as element array, which no other target may share. */
export class WebGLBuffer extends WebGLObject<BufferObject> {
  /** @internal */
  kind: 'none' | 'element' | 'other' = 'none';
}
/** WebGL's framebuffer. */
export class WebGLFramebuffer extends WebGLObject<FramebufferObject> {
  /** @internal By attachment point: what the program attached. */
  readonly attached = new Map<number, { readonly object: WebGLTexture | WebGLRenderbuffer; readonly attachment: Attachment }>();
}
/** WebGL's program. */
export class WebGLProgram extends WebGLObject<ProgramObject> {
  /** @internal Shaders as the program gave them. */
  readonly shaders: WebGLShader[] = [];
  /** @internal Counts linkings: locations of earlier ones are not valid. */
  links = 0;
}
/** WebGL's query. */
export class WebGLQuery extends WebGLObject<QueryObject> {
  /** @internal The result may be asked for: not before control went back to the event loop. */
  settled = false;
}
/** WebGL's renderbuffer. */
export class WebGLRenderbuffer extends WebGLObject<RenderbufferObject> {
  /** @internal */
  bound = false;
}
/** WebGL's sampler. */
export class WebGLSampler extends WebGLObject<SamplerParameters> {}
/** WebGL's shader. */
export class WebGLShader extends WebGLObject<ShaderObject> {}
/** WebGL's fence. */
export class WebGLSync extends WebGLObject<{ deleted: boolean; fence: number; signalled: boolean; settled: boolean }> {}
/** WebGL's texture. */
export class WebGLTexture extends WebGLObject<TextureObject> {}
/** WebGL's transform feedback. */
export class WebGLTransformFeedback extends WebGLObject<TransformFeedbackObject> {
  /** @internal By index: buffers as the program gave them. */
  readonly buffers: (WebGLBuffer | null)[] = [];
}
/** WebGL's vertex array. */
export class WebGLVertexArrayObject extends WebGLObject<VertexArrayObject> {
  /** @internal Buffers as the program gave them. */
  readonly buffers: (WebGLBuffer | null)[] = [];
  /** @internal */
  elementBuffer: WebGLBuffer | null = null;
}

/** A uniform variable or attribute of a program. */
export class WebGLActiveInfo {
  readonly name: string;
  readonly size: number;
  readonly type: number;

  constructor(name: string, size: number, type: number) {
    if (name === undefined) throw new TypeError('Illegal constructor');
    this.name = name;
    this.size = size;
    this.type = type;
  }
}

/** Range and precision of numbers in shaders. */
export class WebGLShaderPrecisionFormat {
  readonly rangeMin: number;
  readonly rangeMax: number;
  readonly precision: number;

  constructor(rangeMin: number, rangeMax: number, precision: number) {
    if (rangeMin === undefined) throw new TypeError('Illegal constructor');
    this.rangeMin = rangeMin;
    this.rangeMax = rangeMax;
    this.precision = precision;
  }
}

/** Where a uniform of a program is. */
export class WebGLUniformLocation {
  /** @internal */
  readonly program: WebGLProgram;
  /** @internal */
  readonly links: number;
  /** @internal */
  readonly location: number;

  constructor(program: WebGLProgram, links: number, location: number) {
    if (program === undefined) throw new TypeError('Illegal constructor');
    this.program = program;
    this.links = links;
    this.location = location;
    for (const name of ['program', 'links', 'location']) Object.defineProperty(this, name, { enumerable: false });
  }
}

// What `Object.prototype.toString` says of them.
const named = {
  WebGLBuffer, WebGLFramebuffer, WebGLProgram, WebGLQuery, WebGLRenderbuffer, WebGLSampler, WebGLShader, WebGLSync, WebGLTexture,
  WebGLTransformFeedback, WebGLVertexArrayObject, WebGLActiveInfo, WebGLShaderPrecisionFormat, WebGLUniformLocation,
}; // prettier-ignore
for (const [name, type] of Object.entries(named))
  Object.defineProperty(type.prototype, Symbol.toStringTag, { value: name, configurable: true });
