import { GL } from '@virglass/gl';
import * as p from '@virglass/protocol';
import { type Format, FormatKind } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import { compareFunc, minFilter, wrapMode } from '../state/translate.ts';
import { VirglObject } from './virgl-object.ts';

/**
 * What of a sampler the view decides that is sampled: a type of border colour words, plus where the storage has the channels,
 * plus whether there can be filtering. UNFILTERED: the host filters this format only where it is compared.
 */
export const BorderKind = { FLOAT: 0, SINT: 1, UINT: 2, ALPHA: 3, LUMINANCE_ALPHA: 6, UNFILTERED: 9 } as const;

const BORDER_KINDS = 18;

/** Word of the payload that the border colour begins at. */
const BORDER_WORD = 5;

/** Channels of the guest's border colour in the order of the storage: as they are; alpha in red; alpha in green. */
const borderChannels: readonly (readonly number[])[] = [
  [0, 1, 2, 3],
  [3, 0, 0, 0],
  [0, 3, 0, 0],
];

/** The `BorderKind` of views of a format. */
export function borderKind(format: Format, unfiltered: boolean): number {
  const { kind, swizzle } = format;
  const type =
    kind === FormatKind.SINT
      ? BorderKind.SINT
      : kind === FormatKind.UINT || kind === FormatKind.STENCIL
        ? BorderKind.UINT
        : BorderKind.FLOAT;
  const order = swizzle?.[3] === 1 ? BorderKind.LUMINANCE_ALPHA : swizzle?.[3] === 0 && swizzle[0] === 4 ? BorderKind.ALPHA : 0;
  return type + order + (unfiltered ? BorderKind.UNFILTERED : 0);
}

/**
 * A sampler state object. GL sampler objects are made on first use, one per way of reading the border colour: integer
 * views want integer words, alpha-only views (stored in the red channel) want the alpha word first. A texture that is to be
 * filtered and cannot be would read as black, so views of such formats have samplers that take the nearest texel.
 */
export class SamplerState extends VirglObject {
  readonly kind = p.ObjectType.SAMPLER_STATE;
  readonly #names = new Uint32Array(BORDER_KINDS);
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
    const filtered = border < BorderKind.UNFILTERED || compare !== 0;
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
    const wrap = wrapMode(mode, nearest, features.compatibility);
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
    const kind = border % BorderKind.UNFILTERED;
    const [r, g, b, a] = borderChannels[Math.trunc(kind / 3)]! as [number, number, number, number];
    const word = (channel: number): number => p.createSamplerStateBorderColor(this.words, -1, channel);
    switch (kind % 3) {
      case BorderKind.SINT:
        host.gl.samplerBorderColori(name, word(r) | 0, word(g) | 0, word(b) | 0, word(a) | 0);
        break;
      case BorderKind.UINT:
        host.gl.samplerBorderColorui(name, word(r), word(g), word(b), word(a));
        break;
      default: {
        // Floats lie where the words lie.
        const f = this.#floats.subarray(BORDER_WORD);
        host.gl.samplerBorderColorf(name, f[r]!, f[g]!, f[b]!, f[a]!);
      }
    }
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
