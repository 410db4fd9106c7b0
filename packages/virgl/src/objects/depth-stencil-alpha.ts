import * as p from '@virglass/protocol';
import { VirglObject } from './virgl-object.ts';

/** A depth, stencil and alpha-test state object; functions and operations are the guest's (pipe) values. */
export class DepthStencilAlpha extends VirglObject {
  readonly kind = p.ObjectType.DSA;
  readonly depthEnable: boolean;
  readonly depthWrite: boolean;
  readonly depthFunc: number;
  readonly alphaEnable: boolean;
  readonly alphaFunc: number;
  readonly alphaRef: number;
  /** Stencil state per face, front first; the back face follows the front when `stencilEnable[1]` is 0. */
  readonly stencilEnable = new Uint8Array(2);
  readonly stencilFunc = new Uint8Array(2);
  readonly failOp = new Uint8Array(2);
  readonly zPassOp = new Uint8Array(2);
  readonly zFailOp = new Uint8Array(2);
  readonly valueMask = new Uint8Array(2);
  readonly writeMask = new Uint8Array(2);

  constructor(handle: number, payload: Uint32Array, words: Uint32Array, floats: Float32Array, at: number) {
    super(handle, payload);
    this.depthEnable = p.createDsaDepthEnable(words, at) !== 0;
    this.depthWrite = p.createDsaDepthWritemask(words, at) !== 0;
    this.depthFunc = p.createDsaDepthFunc(words, at);
    this.alphaEnable = p.createDsaAlphaEnabled(words, at) !== 0;
    this.alphaFunc = p.createDsaAlphaFunc(words, at);
    this.alphaRef = p.createDsaAlphaRef(floats, at);
    for (let face = 0; face < 2; face++) {
      this.stencilEnable[face] = p.createDsaStencilEnabled(words, at, face);
      this.stencilFunc[face] = p.createDsaStencilFunc(words, at, face);
      this.failOp[face] = p.createDsaStencilFailOp(words, at, face);
      this.zPassOp[face] = p.createDsaStencilZpassOp(words, at, face);
      this.zFailOp[face] = p.createDsaStencilZfailOp(words, at, face);
      this.valueMask[face] = p.createDsaStencilValuemask(words, at, face);
      this.writeMask[face] = p.createDsaStencilWritemask(words, at, face);
    }
  }
}
