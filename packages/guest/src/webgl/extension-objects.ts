/* Objects of extensions that have methods. */
import { GL } from '../gl-constants.ts';
import { VertexArrayObject } from '../objects/vertex-array.ts';
import { Dirty } from '../state/dirty.ts';
import { setClipControl } from './extension-state.ts';
import type { GetMethods } from './get-methods.ts';
import { type WebGLQuery, WebGLShader, WebGLVertexArrayObject } from './objects.ts';

/** A context of either version, with everything that both have. */
export type AnyContext = GetMethods;

type Counts = ArrayLike<number>;

/** What only WebGL 2 has. */
interface Stamps {
  stampQuery(query: WebGLQuery, target: number): void;
}

function drawBuffersConstants(): Record<string, number> {
  const out: Record<string, number> = {
    MAX_COLOR_ATTACHMENTS_WEBGL: GL.MAX_COLOR_ATTACHMENTS,
    MAX_DRAW_BUFFERS_WEBGL: GL.MAX_DRAW_BUFFERS,
  };
  for (let i = 0; i < 16; i++) {
    out[`COLOR_ATTACHMENT${i}_WEBGL`] = GL.COLOR_ATTACHMENT0 + i;
    out[`DRAW_BUFFER${i}_WEBGL`] = GL.DRAW_BUFFER0 + i;
  }
  return out;
}

/** Whether so many numbers are in each list from an offset on; an error otherwise. */
const listsFit =
  (gl: AnyContext) =>
  (count: number, ...lists: readonly (readonly [Counts, number])[]): boolean => {
    if (count >= 0 && lists.every(([list, offset]) => offset >= 0 && offset + count <= list.length)) return true;
    gl.fail(count < 0 ? GL.INVALID_VALUE : GL.INVALID_OPERATION, 'multiDraw');
    return false;
  };

/** Makes draws one by one; shaders see which it is as gl_DrawID. */
function drawEach(gl: AnyContext, draws: number, draw: (i: number) => void): void {
  const numbered = gl.core.program?.executable?.linked.builtins.some(({ name }) => name === 'gl_DrawID') === true;
  for (let i = 0; i < draws; i++) {
    if (numbered) numberDraw(gl, i);
    draw(i);
  }
  if (numbered && draws > 0) numberDraw(gl, 0);
}

function numberDraw(gl: AnyContext, number: number): void {
  gl.core.builtinValues.set('gl_DrawID', [number]);
  gl.core.dirty.mark(Dirty.PROGRAM);
}

/** The objects by extension. */
export const extensionObjects = {
  instancedArrays: (gl: AnyContext) => ({
    VERTEX_ATTRIB_ARRAY_DIVISOR_ANGLE: GL.VERTEX_ATTRIB_ARRAY_DIVISOR,
    drawArraysInstancedANGLE: (mode: number, first: number, count: number, instances: number) =>
      gl.drawVertices(mode, first, count, instances, true, 'drawArraysInstancedANGLE'),
    drawElementsInstancedANGLE: (mode: number, count: number, type: number, offset: number, instances: number) =>
      gl.drawIndices(mode, count, type, offset, instances, true, 'drawElementsInstancedANGLE'),
    vertexAttribDivisorANGLE: (index: number, divisor: number) => gl.setDivisor(index, divisor, 'vertexAttribDivisorANGLE'),
  }),

  vertexArrayObject: (gl: AnyContext) => ({
    VERTEX_ARRAY_BINDING_OES: GL.VERTEX_ARRAY_BINDING,
    createVertexArrayOES: () => gl.makeVertexArray(),
    deleteVertexArrayOES: (array: WebGLVertexArrayObject | null) => gl.dropVertexArray(array),
    isVertexArrayOES: (array: WebGLVertexArrayObject | null) => gl.exists(array) && array.object.bound,
    bindVertexArrayOES: (array: WebGLVertexArrayObject | null) => gl.useVertexArray(array),
  }),

  drawBuffers: (gl: AnyContext) => ({
    ...drawBuffersConstants(),
    drawBuffersWEBGL: (buffers: Counts) => gl.setDrawBuffers(Array.from(buffers), 'drawBuffersWEBGL'),
  }),

  loseContext: (gl: AnyContext) => ({
    loseContext: () => {
      if (gl.lostBy === null) gl.lose('extension');
      else gl.record(GL.INVALID_OPERATION, 'loseContext');
    },
    restoreContext: () => gl.restore(),
  }),

  clipControl: (gl: AnyContext) => ({
    LOWER_LEFT_EXT: 0x8ca1,
    UPPER_LEFT_EXT: 0x8ca2,
    NEGATIVE_ONE_TO_ONE_EXT: 0x935e,
    ZERO_TO_ONE_EXT: 0x935f,
    CLIP_ORIGIN_EXT: 0x935c,
    CLIP_DEPTH_MODE_EXT: 0x935d,
    clipControlEXT: (origin: number, depth: number) => {
      if (gl.isLost()) return;
      if (!setClipControl(gl.core.raster, origin, depth)) return gl.fail(GL.INVALID_ENUM, 'clipControlEXT');
      gl.core.dirty.mark(Dirty.RASTERIZER | Dirty.VIEWPORT | Dirty.SCISSOR);
    },
  }),

  polygonMode: (gl: AnyContext) => ({
    POLYGON_MODE_WEBGL: 0x0b40,
    POLYGON_OFFSET_LINE_WEBGL: 0x2a02,
    LINE_WEBGL: 0x1b01,
    FILL_WEBGL: 0x1b02,
    polygonModeWEBGL: (face: number, mode: number) => {
      if (gl.isLost()) return;
      if (face !== GL.FRONT_AND_BACK || (mode !== 0x1b01 && mode !== 0x1b02)) return gl.fail(GL.INVALID_ENUM, 'polygonModeWEBGL');
      gl.core.raster.polygonMode = mode;
      gl.core.dirty.mark(Dirty.RASTERIZER);
    },
  }),

  polygonOffsetClamp: (gl: AnyContext) => ({
    POLYGON_OFFSET_CLAMP_EXT: 0x8e1b,
    polygonOffsetClampEXT: (factor: number, units: number, clamp: number) => {
      if (gl.isLost()) return;
      const { raster, dirty } = gl.core;
      raster.polygonOffsetFactor = Math.fround(factor);
      raster.polygonOffsetUnits = Math.fround(units);
      raster.polygonOffsetClamp = Math.fround(clamp);
      dirty.mark(Dirty.RASTERIZER);
    },
  }),

  timerQuery: (gl: AnyContext) => ({
    QUERY_COUNTER_BITS_EXT: 0x8864,
    TIME_ELAPSED_EXT: 0x88bf,
    TIMESTAMP_EXT: 0x8e28,
    GPU_DISJOINT_EXT: 0x8fbb,
    queryCounterEXT: (query: WebGLQuery, target: number) => (gl as AnyContext & Stamps).stampQuery(query, target),
  }),

  debugShaders: (gl: AnyContext) => ({
    getTranslatedShaderSource: (shader: WebGLShader) =>
      gl.owns(shader, WebGLShader, 'getTranslatedShaderSource') && shader.object.compiled?.ok === true ? shader.object.compiledSource : '',
  }),

  drawBuffersIndexed: (gl: AnyContext) => {
    const target = (index: number, method: string) => {
      const found = gl.core.raster.blend[index];
      if (found === undefined) gl.fail(GL.INVALID_VALUE, method);
      else {
        gl.core.raster.independentBlend = true;
        gl.core.dirty.mark(Dirty.BLEND);
      }
      return found;
    };
    const enable = (cap: number, index: number, on: boolean, method: string): void => {
      if (cap !== GL.BLEND) return gl.fail(GL.INVALID_ENUM, method);
      const t = target(index, method);
      if (t !== undefined) t.enabled = on;
    };
    const equation = (buf: number, rgb: number, alpha: number): void => {
      if (!gl.isEquation(rgb) || !gl.isEquation(alpha)) return gl.fail(GL.INVALID_ENUM, 'blendEquationiOES');
      const t = target(buf, 'blendEquationiOES');
      if (t === undefined) return;
      t.equationRgb = rgb;
      t.equationAlpha = alpha;
    };
    const func = (buf: number, srcRGB: number, dstRGB: number, srcAlpha: number, dstAlpha: number): void => {
      if (!gl.areFactors(srcRGB, dstRGB, srcAlpha, dstAlpha, 'blendFunciOES')) return;
      const t = target(buf, 'blendFunciOES');
      if (t === undefined) return;
      t.sourceRgb = srcRGB;
      t.destinationRgb = dstRGB;
      t.sourceAlpha = srcAlpha;
      t.destinationAlpha = dstAlpha;
    };
    return {
      enableiOES: (cap: number, index: number) => enable(cap, index, true, 'enableiOES'),
      disableiOES: (cap: number, index: number) => enable(cap, index, false, 'disableiOES'),
      blendEquationiOES: (buf: number, mode: number) => equation(buf, mode, mode),
      blendEquationSeparateiOES: equation,
      blendFunciOES: (buf: number, src: number, dst: number) => func(buf, src, dst, src, dst),
      blendFuncSeparateiOES: func,
      colorMaskiOES: (buf: number, r: boolean, g: boolean, b: boolean, a: boolean) => {
        const t = target(buf, 'colorMaskiOES');
        if (t !== undefined) t.mask = (r ? 1 : 0) | (g ? 2 : 0) | (b ? 4 : 0) | (a ? 8 : 0);
      },
    };
  },

  baseVertexBaseInstance: (gl: AnyContext) => ({
    drawArraysInstancedBaseInstanceWEBGL: (mode: number, first: number, count: number, instances: number, baseInstance: number) =>
      gl.drawVertices(mode, first, count, instances, true, 'drawArraysInstancedBaseInstanceWEBGL', baseInstance >>> 0),
    drawElementsInstancedBaseVertexBaseInstanceWEBGL: (
      mode: number,
      count: number,
      type: number,
      offset: number,
      instances: number,
      baseVertex: number,
      baseInstance: number,
    ) =>
      gl.drawIndices(
        mode,
        count,
        type,
        offset,
        instances,
        true,
        'drawElementsInstancedBaseVertexBaseInstanceWEBGL',
        baseVertex | 0,
        baseInstance >>> 0,
      ),
  }),

  multiDrawBaseVertexBaseInstance: (gl: AnyContext) => {
    const fits = listsFit(gl);
    return {
      multiDrawArraysInstancedBaseInstanceWEBGL: (
        mode: number,
        firsts: Counts,
        f: number,
        counts: Counts,
        c: number,
        instances: Counts,
        n: number,
        baseInstances: Counts,
        b: number,
        draws: number,
      ) => {
        if (!fits(draws, [firsts, f], [counts, c], [instances, n], [baseInstances, b])) return;
        const method = 'multiDrawArraysInstancedBaseInstanceWEBGL';
        drawEach(gl, draws, (i) =>
          gl.drawVertices(mode, firsts[f + i]!, counts[c + i]!, instances[n + i]!, true, method, baseInstances[b + i]! >>> 0),
        );
      },
      multiDrawElementsInstancedBaseVertexBaseInstanceWEBGL: (
        mode: number,
        counts: Counts,
        c: number,
        type: number,
        offsets: Counts,
        o: number,
        instances: Counts,
        n: number,
        baseVertices: Counts,
        v: number,
        baseInstances: Counts,
        b: number,
        draws: number,
      ) => {
        if (!fits(draws, [counts, c], [offsets, o], [instances, n], [baseVertices, v], [baseInstances, b])) return;
        const method = 'multiDrawElementsInstancedBaseVertexBaseInstanceWEBGL';
        drawEach(gl, draws, (i) => {
          const [vertex, instance] = [baseVertices[v + i]! | 0, baseInstances[b + i]! >>> 0];
          gl.drawIndices(mode, counts[c + i]!, type, offsets[o + i]!, instances[n + i]!, true, method, vertex, instance);
        });
      },
    };
  },

  multiDraw: (gl: AnyContext) => {
    const fits = listsFit(gl);
    return {
      multiDrawArraysWEBGL: (mode: number, firsts: Counts, f: number, counts: Counts, c: number, draws: number) => {
        if (!fits(draws, [firsts, f], [counts, c])) return;
        drawEach(gl, draws, (i) => gl.drawVertices(mode, firsts[f + i]!, counts[c + i]!, 1, false, 'multiDrawArraysWEBGL'));
      },
      multiDrawElementsWEBGL: (mode: number, counts: Counts, c: number, type: number, offsets: Counts, o: number, draws: number) => {
        if (!fits(draws, [counts, c], [offsets, o])) return;
        drawEach(gl, draws, (i) => gl.drawIndices(mode, counts[c + i]!, type, offsets[o + i]!, 1, false, 'multiDrawElementsWEBGL'));
      },
      multiDrawArraysInstancedWEBGL: (
        mode: number,
        firsts: Counts,
        f: number,
        counts: Counts,
        c: number,
        instances: Counts,
        n: number,
        draws: number,
      ) => {
        if (!fits(draws, [firsts, f], [counts, c], [instances, n])) return;
        drawEach(gl, draws, (i) =>
          gl.drawVertices(mode, firsts[f + i]!, counts[c + i]!, instances[n + i]!, true, 'multiDrawArraysInstancedWEBGL'),
        );
      },
      multiDrawElementsInstancedWEBGL: (
        mode: number,
        counts: Counts,
        c: number,
        type: number,
        offsets: Counts,
        o: number,
        instances: Counts,
        n: number,
        draws: number,
      ) => {
        if (!fits(draws, [counts, c], [offsets, o], [instances, n])) return;
        drawEach(gl, draws, (i) =>
          gl.drawIndices(mode, counts[c + i]!, type, offsets[o + i]!, instances[n + i]!, true, 'multiDrawElementsInstancedWEBGL'),
        );
      },
    };
  },
};

/** Makes a vertex array of a context. */
export function newVertexArray(gl: object, attributes: number): WebGLVertexArrayObject {
  return new WebGLVertexArrayObject(gl, new VertexArrayObject(attributes));
}
