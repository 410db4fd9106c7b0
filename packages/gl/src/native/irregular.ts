import koffi, { type TypeObject } from 'koffi';
import { GL } from '../constants.ts';
import type { DebugCallback } from '../debug.ts';
import type { GlFunctions } from '../generated/functions.ts';
import type { Memory } from '../memory.ts';
import type { NativeFunction, Scratch } from './call.ts';
import type { IrregularFunctions } from './generated/calls.ts';
import { NativeMemory } from './memory.ts';

/** What the hand-written functions are made from. */
export interface IrregularParts {
  readonly isGles: boolean;
  readonly scratch: Scratch;
  /**
   * The C function `symbol` for the method `name` of the table, with the suffix of the extension that brings the method.
   * Where the context does not have it, a function that throws.
   */
  readonly find: (name: keyof GlFunctions, symbol: string, signature: string) => NativeFunction;
}

const SYNC_TIMEOUT_IGNORED = 0xffffffffffffffffn;
const utf8 = new TextDecoder();
const strings = 'str *';

/**
 * Makes the functions that no row of the table can express, for one context. What C takes or stores through pointers goes
 * through the scratch memory; nothing here allocates per call except strings.
 */
export function createIrregular(parts: IrregularParts): IrregularFunctions {
  const { scratch: s, find } = parts;
  const at = s.address;
  return {
    ...createMappings(parts),
    ...createTexts(parts),
    ...createMultiDraws(parts),
    texSwizzle: texSwizzle(parts),
    getInternalformat: ((f) => (target: number, format: number, pname: number) => {
      s.i32[0] = 0;
      f(target, format, pname, 1, at);
      return s.i32[0];
    })(find('getInternalformat', 'glGetInternalformativ', 'void(uint32_t,uint32_t,uint32_t,int32_t,uintptr_t)')),
    samplerBorderColorf: ((f) => (name: number, r: number, g: number, b: number, a: number) => {
      put4(s.f32, r, g, b, a);
      f(name, GL.TEXTURE_BORDER_COLOR, at);
    })(find('samplerBorderColorf', 'glSamplerParameterfv', 'void(uint32_t,uint32_t,uintptr_t)')),
    samplerBorderColori: ((f) => (name: number, r: number, g: number, b: number, a: number) => {
      put4(s.i32, r, g, b, a);
      f(name, GL.TEXTURE_BORDER_COLOR, at);
    })(find('samplerBorderColori', 'glSamplerParameterIiv', 'void(uint32_t,uint32_t,uintptr_t)')),
    samplerBorderColorui: ((f) => (name: number, r: number, g: number, b: number, a: number) => {
      put4(s.u32, r, g, b, a);
      f(name, GL.TEXTURE_BORDER_COLOR, at);
    })(find('samplerBorderColorui', 'glSamplerParameterIuiv', 'void(uint32_t,uint32_t,uintptr_t)')),
    drawBuffers: ((f) => (count: number, attachmentMask: number) => {
      for (let i = 0; i < count && i < 32; i++) s.u32[i] = (attachmentMask >>> i) & 1 ? GL.COLOR_ATTACHMENT0 + i : GL.NONE;
      f(Math.min(count, 32), at);
    })(find('drawBuffers', 'glDrawBuffers', 'void(int32_t,uintptr_t)')),
    invalidateFramebuffer: ((f) => (target: number, colorMask: number, depth: boolean, stencil: boolean) => {
      let count = 0;
      for (let i = 0; i < 32; i++) if ((colorMask >>> i) & 1) s.u32[count++] = GL.COLOR_ATTACHMENT0 + i;
      if (depth) s.u32[count++] = GL.DEPTH_ATTACHMENT;
      if (stencil) s.u32[count++] = GL.STENCIL_ATTACHMENT;
      f(target, count, at);
    })(find('invalidateFramebuffer', 'glInvalidateFramebuffer', 'void(uint32_t,int32_t,uintptr_t)')),
    getQueryObject: getQueryObject(parts),
    waitSync: ((f) => (sync: number) => {
      f(sync, 0, SYNC_TIMEOUT_IGNORED);
    })(find('waitSync', 'glWaitSync', 'void(uintptr_t,uint32_t,uint64_t)')),
    getSyncSignaled: ((f) => (sync: number) => {
      f(sync, GL.SYNC_STATUS, 1, 0, at);
      return s.i32[0] === GL.SIGNALED;
    })(find('getSyncSignaled', 'glGetSynciv', 'void(uintptr_t,uint32_t,int32_t,uintptr_t,uintptr_t)')),
    getMultisamplef: ((f) => (pname: number, index: number, component: number) => {
      f(pname, index, at);
      return s.f32[component] ?? 0;
    })(find('getMultisamplef', 'glGetMultisamplefv', 'void(uint32_t,uint32_t,uintptr_t)')),
    getFloatComponent: ((f) => (pname: number, component: number) => {
      f(pname, at);
      return s.f32[component] ?? 0;
    })(find('getFloatComponent', 'glGetFloatv', 'void(uint32_t,uintptr_t)')),
    getIntegerComponent: ((f) => (pname: number, component: number) => {
      f(pname, at);
      return s.i32[component] ?? 0;
    })(find('getIntegerComponent', 'glGetIntegerv', 'void(uint32_t,uintptr_t)')),
    getBoolean: ((f) => (pname: number) => {
      f(pname, at);
      return s.u8[0] !== 0;
    })(find('getBoolean', 'glGetBooleanv', 'void(uint32_t,uintptr_t)')),
    ...createProgramQueries(parts),
  };
}

function put4(view: Float32Array | Int32Array | Uint32Array, a: number, b: number, c: number, d: number): void {
  view[0] = a;
  view[1] = b;
  view[2] = c;
  view[3] = d;
}

function texSwizzle({ isGles, scratch: s, find }: IrregularParts): IrregularFunctions['texSwizzle'] {
  if (isGles) {
    const f = find('texSwizzle', 'glTexParameteri', 'void(uint32_t,uint32_t,uint32_t)');
    return (target, r, g, b, a) => {
      f(target, GL.TEXTURE_SWIZZLE_R, r);
      f(target, GL.TEXTURE_SWIZZLE_G, g);
      f(target, GL.TEXTURE_SWIZZLE_B, b);
      f(target, GL.TEXTURE_SWIZZLE_A, a);
    };
  }
  const f = find('texSwizzle', 'glTexParameteriv', 'void(uint32_t,uint32_t,uintptr_t)');
  return (target, r, g, b, a) => {
    put4(s.u32, r, g, b, a);
    f(target, GL.TEXTURE_SWIZZLE_RGBA, s.address);
  };
}

function getQueryObject({ isGles, scratch: s, find }: IrregularParts): IrregularFunctions['getQueryObject'] {
  if (isGles) {
    const f = find('getQueryObject', 'glGetQueryObjectuiv', 'void(uint32_t,uint32_t,uintptr_t)');
    const f64 = find('queryCounter', 'glGetQueryObjectui64v', 'void(uint32_t,uint32_t,uintptr_t)');
    const has64 = f64.name !== 'missing';
    return (query, pname) => {
      s.u32[1] = 0;
      if (has64 && pname === GL.QUERY_RESULT) f64(query, pname, s.address);
      else f(query, pname, s.address);
      return s.u32[1] * 0x100000000 + (s.u32[0] as number);
    };
  }
  const f = find('getQueryObject', 'glGetQueryObjectui64v', 'void(uint32_t,uint32_t,uintptr_t)');
  return (query, pname) => {
    f(query, pname, s.address);
    return (s.u32[1] as number) * 0x100000000 + (s.u32[0] as number);
  };
}

/**
 * Mapping. A mapped range is a `Memory` whose JavaScript view must be emptied when GL takes the range back, so the ranges
 * that are mapped are remembered by their address.
 */
function createMappings({
  isGles,
  scratch: s,
  find,
}: IrregularParts): Pick<IrregularFunctions, 'mapBufferRange' | 'unmapBuffer' | 'getBufferSubData'> {
  const mapped = new Map<number, NativeMemory>();
  const map = find('mapBufferRange', 'glMapBufferRange', 'uintptr_t(uint32_t,intptr_t,intptr_t,uint32_t)');
  const unmap = find('unmapBuffer', 'glUnmapBuffer', 'bool(uint32_t)');
  const pointer = find('unmapBuffer', 'glGetBufferPointerv', 'void(uint32_t,uint32_t,uintptr_t)');
  const BUFFER_MAP_POINTER = 0x88bd;
  const get = isGles ? null : find('getBufferSubData', 'glGetBufferSubData', 'void(uint32_t,intptr_t,intptr_t,uintptr_t)');
  return {
    mapBufferRange(target, offset, size, access) {
      const address = map(target, offset, size, access) as number;
      if (address === 0) return null;
      const memory = new NativeMemory(address, size, null);
      mapped.set(address, memory);
      return memory;
    },
    unmapBuffer(target) {
      s.u32[0] = 0;
      s.u32[1] = 0;
      pointer(target, BUFFER_MAP_POINTER, s.address);
      const address = s.u32[1] * 0x100000000 + s.u32[0];
      mapped.get(address)?.release();
      mapped.delete(address);
      return unmap(target) as boolean;
    },
    getBufferSubData(target: number, srcOffset: number, size: number, mem: Memory, offset: number) {
      if (get !== null) {
        get(target, srcOffset, size, mem.address + offset);
        return;
      }
      const address = map(target, srcOffset, size, GL.MAP_READ_BIT) as number;
      if (address === 0) return;
      const range = new NativeMemory(address, size, null);
      mem.bytes.set(range.bytes, offset);
      range.release();
      unmap(target);
    },
  };
}

/** Draws whose parameters are in lists; `functions.ts` says where each list is. */
function createMultiDraws({ find }: IrregularParts): Pick<IrregularFunctions, 'multiDrawArrays' | 'multiDrawElements'> {
  const arrays = find('multiDrawArrays', 'glMultiDrawArrays', 'void(uint32_t,uintptr_t,uintptr_t,int32_t)');
  const elements = find('multiDrawElements', 'glMultiDrawElements', 'void(uint32_t,uintptr_t,uint32_t,uintptr_t,int32_t)');
  const biasedElements = find(
    'multiDrawElements',
    'glMultiDrawElementsBaseVertex',
    'void(uint32_t,uintptr_t,uint32_t,uintptr_t,int32_t,uintptr_t)',
  );
  return {
    multiDrawArrays(mode, lists, offset, capacity, draws) {
      const counts = lists.address + offset + capacity * 8;
      arrays(mode, counts + capacity * 4, counts, draws);
    },
    multiDrawElements(mode, type, lists, offset, capacity, draws, biased) {
      const offsets = lists.address + offset;
      const counts = offsets + capacity * 8;
      if (biased) biasedElements(mode, counts, type, offsets, draws, counts + capacity * 4);
      else elements(mode, counts, type, offsets, draws);
    },
  };
}

/** Functions with strings: sources, logs, names, messages. */
function createTexts({
  scratch: s,
  find,
}: IrregularParts): Pick<
  IrregularFunctions,
  | 'shaderSource'
  | 'getShaderInfoLog'
  | 'getProgramInfoLog'
  | 'getProgramPipelineInfoLog'
  | 'transformFeedbackVaryings'
  | 'debugMessageCallback'
> {
  const source = find('shaderSource', 'glShaderSource', `void(uint32_t,int32_t,${strings},uintptr_t)`);
  const varyings = find('transformFeedbackVaryings', 'glTransformFeedbackVaryings', `void(uint32_t,int32_t,${strings},uint32_t)`);
  const logger =
    (f: NativeFunction) =>
    (name: number): string => {
      s.i32[0] = 0;
      f(name, s.byteLength - 8, s.address, s.address + 8);
      return utf8.decode(s.u8.subarray(8, 8 + s.i32[0]));
    };
  const logSignature = 'void(uint32_t,int32_t,uintptr_t,uintptr_t)';
  const debug = find('debugMessageCallback', 'glDebugMessageCallback', 'void(uintptr_t,uintptr_t)');
  const enable = find('enable', 'glEnable', 'void(uint32_t)');
  let registered: bigint | null = null;
  return {
    shaderSource(name, text) {
      source(name, 1, [text], 0);
    },
    transformFeedbackVaryings(program, names, mode) {
      varyings(program, names.length, names, mode);
    },
    getShaderInfoLog: logger(find('getShaderInfoLog', 'glGetShaderInfoLog', logSignature)),
    getProgramInfoLog: logger(find('getProgramInfoLog', 'glGetProgramInfoLog', logSignature)),
    getProgramPipelineInfoLog: logger(find('getProgramPipelineInfoLog', 'glGetProgramPipelineInfoLog', logSignature)),
    debugMessageCallback(callback: DebugCallback | null) {
      const old = registered;
      registered = null;
      if (callback === null) debug(0, 0);
      else {
        registered = koffi.register(callbackFor(callback), koffi.pointer(debugPrototype()));
        debug(Number(registered), 0);
        enable(GL.DEBUG_OUTPUT);
        // Another thread of the driver must not call into this one.
        enable(GL.DEBUG_OUTPUT_SYNCHRONOUS);
      }
      if (old !== null) koffi.unregister(old);
    },
  };
}

let debugProto: TypeObject | null = null;

function debugPrototype(): TypeObject {
  debugProto ??= koffi.proto('void', ['uint32_t', 'uint32_t', 'uint32_t', 'uint32_t', 'int32_t', 'str', 'uintptr_t']);
  return debugProto;
}

function callbackFor(callback: DebugCallback) {
  return (source: number, type: number, id: number, severity: number, _length: number, message: string): void => {
    callback(source, type, id, severity, message);
  };
}

/** Queries of linked programs that store more than one value. */
function createProgramQueries({
  scratch: s,
  find,
}: IrregularParts): Pick<IrregularFunctions, 'getProgramBinary' | 'getProgramBinaryFormat' | 'getProgramResource'> {
  const binary = find('getProgramBinary', 'glGetProgramBinary', 'void(uint32_t,int32_t,uintptr_t,uintptr_t,uintptr_t)');
  const resource = find(
    'getProgramResource',
    'glGetProgramResourceiv',
    'void(uint32_t,uint32_t,uint32_t,int32_t,uintptr_t,int32_t,uintptr_t,uintptr_t)',
  );
  let format = 0;
  return {
    getProgramBinary(program, size, mem, offset) {
      s.u32[0] = 0;
      binary(program, size, s.address, s.address + 4, mem.address + offset);
      format = s.u32[1] as number;
      return s.u32[0];
    },
    getProgramBinaryFormat: () => format,
    getProgramResource(program, kind, index, property) {
      s.u32[0] = property;
      s.i32[1] = -1;
      resource(program, kind, index, 1, s.address, 1, 0, s.address + 4);
      return s.i32[1];
    },
  };
}
