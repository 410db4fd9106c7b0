/*
 * Sampler parameters: of textures and of sampler objects.
 *
 * What the host gets is a sampler state, cached by content; an object remembers its handle until a parameter changes.
 */
import { CompareFunc, encodeCreateSamplerState, MipFilter, TexCompare, TexFilter, TexWrap } from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';

/** Parameters as GL has them. */
export class SamplerParameters {
  minFilter: number = GL.NEAREST_MIPMAP_LINEAR;
  magFilter: number = GL.LINEAR;
  wrapS: number = GL.REPEAT;
  wrapT: number = GL.REPEAT;
  wrapR: number = GL.REPEAT;
  minLod = -1000;
  maxLod = 1000;
  compareMode: number = GL.NONE;
  compareFunc: number = GL.LEQUAL;
  anisotropy = 1;
  lodBias = 0;
  /** As in the state with the handle. */
  seamless = true;
  /** Four words: floats, or integers where the border was set as such. */
  readonly border = new Uint32Array(4);
  /** It was ever set. */
  hasBorder = false;
  deleted = false;
  /** Handle of the state that they are; 0 after a change. For linear and nearest filtering (of textures that cannot be filtered otherwise). */
  handle = 0;

  get usesMipmaps(): boolean {
    return this.minFilter !== GL.NEAREST && this.minFilter !== GL.LINEAR;
  }

  /** Whether texels are ever mixed. */
  get filters(): boolean {
    return this.magFilter === GL.LINEAR || (this.minFilter !== GL.NEAREST && this.minFilter !== GL.NEAREST_MIPMAP_NEAREST);
  }
}

const wraps = new Map<number, number>([
  [GL.REPEAT, TexWrap.REPEAT],
  [GL.CLAMP_TO_EDGE, TexWrap.CLAMP_TO_EDGE],
  [GL.MIRRORED_REPEAT, TexWrap.MIRROR_REPEAT],
  [GL4.CLAMP_TO_BORDER, TexWrap.CLAMP_TO_BORDER],
  [GL4.MIRROR_CLAMP_TO_EDGE, TexWrap.MIRROR_CLAMP_TO_EDGE],
]);

/** Number of a comparison on the wire: GL's are in the same order. */
export function compareFunc(func: number): number {
  return func - GL.NEVER + CompareFunc.NEVER;
}

/** The sampler states of a context. */
export class SamplerStates {
  readonly #stream: Stream;
  readonly #handles = new Map<string, number>();
  /** Faces of cubes are filtered across their edges: always but in OpenGL, where a program may choose. */
  seamless = true;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** The state with these parameters. */
  of(s: SamplerParameters): number {
    if (s.handle !== 0 && s.seamless === this.seamless) return s.handle;
    s.seamless = this.seamless;
    let key = `${s.minFilter},${s.magFilter},${s.wrapS},${s.wrapT},${s.wrapR},${s.minLod},${s.maxLod},${s.compareMode},${s.compareFunc},${s.anisotropy}`;
    if (s.lodBias !== 0 || !s.seamless || s.hasBorder) key += `,${s.lodBias},${Number(s.seamless)},${s.border.join()}`;
    let handle = this.#handles.get(key);
    if (handle === undefined) {
      if (this.#handles.size >= 1024) this.#forget();
      this.#handles.set(key, (handle = this.#create(s)));
    }
    s.handle = handle;
    return handle;
  }

  #create(s: SamplerParameters): number {
    const stream = this.#stream;
    const handle = stream.handle();
    const { minFilter } = s;
    const mip = !s.usesMipmaps
      ? MipFilter.NONE
      : minFilter === GL.NEAREST_MIPMAP_LINEAR || minFilter === GL.LINEAR_MIPMAP_LINEAR
        ? MipFilter.LINEAR
        : MipFilter.NEAREST;
    const linear = minFilter === GL.LINEAR || minFilter === GL.LINEAR_MIPMAP_NEAREST || minFilter === GL.LINEAR_MIPMAP_LINEAR;
    stream.at = encodeCreateSamplerState(stream.words, stream.floats, stream.room(10), {
      handle,
      wrapS: wraps.get(s.wrapS) ?? 0,
      wrapT: wraps.get(s.wrapT) ?? 0,
      wrapR: wraps.get(s.wrapR) ?? 0,
      minImgFilter: linear ? TexFilter.LINEAR : TexFilter.NEAREST,
      minMipFilter: mip,
      magImgFilter: s.magFilter === GL.LINEAR ? TexFilter.LINEAR : TexFilter.NEAREST,
      compareMode: s.compareMode === GL.NONE ? TexCompare.NONE : TexCompare.R_TO_TEXTURE,
      compareFunc: compareFunc(s.compareFunc),
      seamlessCubeMap: Number(s.seamless),
      maxAnisotropy: s.anisotropy > 1 ? Math.min(16, Math.floor(s.anisotropy)) : 0,
      lodBias: s.lodBias,
      // Gallium has levels from 0 on; a greatest level below the least one means the least one.
      minLod: Math.max(0, s.minLod),
      maxLod: Math.max(Math.max(0, s.minLod), s.maxLod),
      borderColor: [...s.border],
    });
    return handle;
  }

  /** Too many: handles that objects remember stay valid, because states are kept until the context goes. */
  #forget(): void {
    this.#handles.clear();
  }
}
