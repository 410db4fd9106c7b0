import { GL } from '@virglass/gl';
import type { SubContext } from '../sub-context.ts';
import { compareFunc, stencilOp } from './translate.ts';

/** Emits depth and stencil tests (none where no state is bound); the alpha test is part of the fragment shader. */
export function syncDepthStencil(sub: SubContext): void {
  const { dsa } = sub;
  const { state } = sub.ctx.host;
  if (dsa === null) {
    state.disable(GL.DEPTH_TEST);
    state.disable(GL.STENCIL_TEST);
    return;
  }
  state.setEnabled(GL.DEPTH_TEST, dsa.depthEnable);
  if (dsa.depthEnable) {
    state.depthFunc(compareFunc(dsa.depthFunc));
    state.depthMask(dsa.depthWrite);
  }
  // Gallium's back face has a state of its own only where the front face has one.
  state.setEnabled(GL.STENCIL_TEST, dsa.stencilEnable[0] !== 0);
  if (dsa.stencilEnable[0] === 0) return;
  emitFace(sub, GL.FRONT, 0, sub.stencilRefFront);
  if (dsa.stencilEnable[1] !== 0) emitFace(sub, GL.BACK, 1, sub.stencilRefBack);
  else emitFace(sub, GL.BACK, 0, sub.stencilRefFront);
}

function emitFace(sub: SubContext, face: number, row: number, ref: number): void {
  const dsa = sub.dsa!;
  const { state } = sub.ctx.host;
  state.stencilFuncSeparate(face, compareFunc(dsa.stencilFunc[row]!), ref, dsa.valueMask[row]!);
  state.stencilOpSeparate(face, stencilOp(dsa.failOp[row]!), stencilOp(dsa.zFailOp[row]!), stencilOp(dsa.zPassOp[row]!));
  state.stencilMaskSeparate(face, dsa.writeMask[row]!);
}
