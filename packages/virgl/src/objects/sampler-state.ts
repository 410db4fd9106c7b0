import { GL } from '@virglass/gl';
import * as p from '@virglass/protocol';
import type { VirglHost } from '../host.ts';
import { compareFunc, minFilter, wrapMode } from '../state/translate.ts';
import { VirglObject } from './virgl-object.ts';

/**
 * What of a sampler the view decides that is sampled: how the border colour's four words are read, and whether there can be
 * filtering. UNFILTERED: the host filters this format only where it is compared.
 */
export const BorderKind = { FLOAT: 0, SINT: 1, UINT: 2, ALPHA: 3, UNFILTERED: 4 } as const;

/**
 * A sampler state object. GL sampler objects are made on first use, one per way of reading the border colour: integer
 * views want integer words, alpha-only views (stored in the red channel) want the alpha word first. A texture that is to be
 * filtered and cannot be would read as black, so views of such formats have samplers that take the nearest texel.
 */
export class SamplerState extends VirglObject {
  readonly kind = p.ObjectType.SAMPLER_STATE;
  readonly #names = new Uint32Array(5);
  readonly #floats: Float32Array;

  constructor(handle: number, payload: Uint32Array) {
    super(handle, payload);
    this.#floats = new Float32Array(payload.buffer, payload.byteOffset, payload.length);
  }

  /** Why this state cannot be used, or '' when it can. */
  invalid(): string {
    const mip = p.createSamplerStateMinMipFilter(this.words, -1);
    return mip > 2 ? `min_mip_filter is ${mip}` : '';
  }

  /** The GL sampler whose border colour suits a view of this kind (`BorderKind`). */
  sampler(host: VirglHost, border: number): number {
    const name = this.#names[border]!;
    return name === 0 ? this.#make(host, border) : name;
  }

  #make(host: VirglHost, border: number): number {
    const gl = host.gl;
    const name = gl.createSampler();
    // The payload has no header word: accessors count from it, so it is at -1.
    const words = this.words;
    const floats = this.#floats;
    const at = -1;
    const compare = p.createSamplerStateCompareMode(words, at);
    const filtered = border !== BorderKind.UNFILTERED || compare !== 0;
    const minImage = filtered ? p.createSamplerStateMinImgFilter(words, at) : 0;
    const magImage = filtered ? p.createSamplerStateMagImgFilter(words, at) : 0;
    const mip = p.createSamplerStateMinMipFilter(words, at);
    const nearest = minImage === 0 && magImage === 0;
    gl.samplerParameteri(name, GL.TEXTURE_WRAP_S, this.#wrap(host, p.createSamplerStateWrapS(words, at), nearest));
    gl.samplerParameteri(name, GL.TEXTURE_WRAP_T, this.#wrap(host, p.createSamplerStateWrapT(words, at), nearest));
    gl.samplerParameteri(name, GL.TEXTURE_WRAP_R, this.#wrap(host, p.createSamplerStateWrapR(words, at), nearest));
    gl.samplerParameteri(name, GL.TEXTURE_MIN_FILTER, minFilter(minImage, filtered || mip === 2 ? mip : 0));
    gl.samplerParameteri(name, GL.TEXTURE_MAG_FILTER, magImage === 1 ? GL.LINEAR : GL.NEAREST);
    gl.samplerParameterf(name, GL.TEXTURE_MIN_LOD, p.createSamplerStateMinLod(floats, at));
    gl.samplerParameterf(name, GL.TEXTURE_MAX_LOD, p.createSamplerStateMaxLod(floats, at));
    gl.samplerParameteri(name, GL.TEXTURE_COMPARE_MODE, compare === 0 ? GL.NONE : GL.COMPARE_REF_TO_TEXTURE);
    gl.samplerParameteri(name, GL.TEXTURE_COMPARE_FUNC, compareFunc(p.createSamplerStateCompareFunc(words, at)));
    const features = gl.features;
    if (!features.isGles) gl.samplerParameterf(name, GL.TEXTURE_LOD_BIAS, p.createSamplerStateLodBias(floats, at));
    if (features.seamlessCubePerTexture) {
      gl.samplerParameteri(name, GL.TEXTURE_CUBE_MAP_SEAMLESS, p.createSamplerStateSeamlessCubeMap(words, at));
    }
    const anisotropy = p.createSamplerStateMaxAnisotropy(words, at);
    if (features.anisotropic && anisotropy > 1) gl.samplerParameterf(name, GL.TEXTURE_MAX_ANISOTROPY, anisotropy);
    if (features.textureBorderClamp) this.#border(host, name, border);
    this.#names[border] = name;
    return name;
  }

  #wrap(host: VirglHost, mode: number, nearest: boolean): number {
    const { features } = host.gl;
    const wrap = wrapMode(mode, nearest);
    switch (wrap) {
      case GL.CLAMP_TO_BORDER:
        return features.textureBorderClamp ? wrap : GL.CLAMP_TO_EDGE;
      case GL.MIRROR_CLAMP_TO_BORDER_EXT:
        if (features.mirrorClampToBorder) return wrap;
        break;
      case GL.MIRROR_CLAMP_EXT:
        if (features.mirrorClamp) return wrap;
        break;
      case GL.MIRROR_CLAMP_TO_EDGE:
        break;
      default:
        return wrap;
    }
    return features.mirrorClampToEdge ? GL.MIRROR_CLAMP_TO_EDGE : GL.MIRRORED_REPEAT;
  }

  #border(host: VirglHost, name: number, border: number): void {
    const w = this.words;
    const f = this.#floats;
    const c = p.createSamplerStateBorderColor;
    if (border === BorderKind.SINT) host.gl.samplerBorderColori(name, c(w, -1, 0) | 0, c(w, -1, 1) | 0, c(w, -1, 2) | 0, c(w, -1, 3) | 0);
    else if (border === BorderKind.UINT) host.gl.samplerBorderColorui(name, c(w, -1, 0), c(w, -1, 1), c(w, -1, 2), c(w, -1, 3));
    else if (border === BorderKind.ALPHA) host.gl.samplerBorderColorf(name, f[8]!, 0, 0, 0);
    else host.gl.samplerBorderColorf(name, f[5]!, f[6]!, f[7]!, f[8]!);
  }

  protected override free(host: VirglHost): void {
    for (let i = 0; i < this.#names.length; i++) {
      const name = this.#names[i]!;
      if (name === 0) continue;
      host.state.forgetSampler(name);
      host.gl.deleteSampler(name);
    }
  }
}
