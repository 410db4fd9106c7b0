/**
 * Bit fields, high products, packing and ldexp: functions of GLSL 4.00 and ESSL 3.10, with stand-ins written in plain integer
 * arithmetic for older hosts. A stand-in is a helper function on scalars, so everything here goes component by component.
 */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { components, operands } from './alu.ts';
import { fill, maskComponents, type Stored, typeName, vector } from './value.ts';
import type { Writer } from './writer.ts';

/** Opcode: result kind, builtin call, stand-in name and body. Sources are {0} ..., all scalars. */
type Row = { readonly kind: Stored; readonly call: string; readonly name: string; readonly source: string };

/* prettier-ignore */
const rows: Readonly<Record<string, Row>> = {
  UBFE: { kind: 'u', call: 'bitfieldExtract({0}, {1}, {2})', name: 'vg_extractBits',
    source: `uint vg_extractBits(uint value, int offset, int count) {
  return count <= 0 ? 0u : (value << (32 - count - offset)) >> (32 - count);
}` },
  IBFE: { kind: 'i', call: 'bitfieldExtract({0}, {1}, {2})', name: 'vg_extractSigned',
    source: `int vg_extractSigned(int value, int offset, int count) {
  return count <= 0 ? 0 : (value << (32 - count - offset)) >> (32 - count);
}` },
  BFI: { kind: 'u', call: 'bitfieldInsert({0}, {1}, {2}, {3})', name: 'vg_insertBits',
    source: `uint vg_insertBits(uint base, uint insert, int offset, int count) {
  uint mask = count >= 32 ? 0xffffffffu : ((1u << count) - 1u) << offset;
  return (base & ~mask) | ((insert << offset) & mask);
}` },
  BREV: { kind: 'u', call: 'bitfieldReverse({0})', name: 'vg_reverseBits',
    source: `uint vg_reverseBits(uint x) {
  x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
  x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
  x = ((x >> 4) & 0x0f0f0f0fu) | ((x & 0x0f0f0f0fu) << 4);
  x = ((x >> 8) & 0x00ff00ffu) | ((x & 0x00ff00ffu) << 8);
  return (x >> 16) | (x << 16);
}` },
  POPC: { kind: 'i', call: 'bitCount({0})', name: 'vg_countBits',
    source: `int vg_countBits(uint x) {
  x = x - ((x >> 1) & 0x55555555u);
  x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
  x = (x + (x >> 4)) & 0x0f0f0f0fu;
  return int((x * 0x01010101u) >> 24);
}` },
  LSB: { kind: 'i', call: 'findLSB({0})', name: 'vg_lowestBit',
    source: `int vg_lowestBit(uint x) {
  for (int i = 0; i < 32; i++) if (((x >> i) & 1u) != 0u) return i;
  return -1;
}` },
  UMSB: { kind: 'i', call: 'findMSB({0})', name: 'vg_highestBit',
    source: `int vg_highestBit(uint x) {
  for (int i = 31; i >= 0; i--) if (((x >> i) & 1u) != 0u) return i;
  return -1;
}` },
  IMSB: { kind: 'i', call: 'findMSB({0})', name: 'vg_highestSigned',
    source: `int vg_highestSigned(int x) {
  uint bits = uint(x < 0 ? ~x : x);
  for (int i = 31; i >= 0; i--) if (((bits >> i) & 1u) != 0u) return i;
  return -1;
}` },
};

const umulHigh = `uint vg_umulHigh(uint a, uint b) {
  uint al = a & 0xffffu, ah = a >> 16, bl = b & 0xffffu, bh = b >> 16;
  uint middle = ah * bl + ((al * bl) >> 16);
  uint other = al * bh + (middle & 0xffffu);
  return ah * bh + (middle >> 16) + (other >> 16);
}`;
const umulHighBuiltin = `uint vg_umulHigh(uint a, uint b) {
  uint high, low;
  umulExtended(a, b, high, low);
  return high;
}`;
const imulHigh = `int vg_imulHigh(int a, int b) {
  uint high = vg_umulHigh(uint(a), uint(b));
  return int(high - (a < 0 ? uint(b) : 0u) - (b < 0 ? uint(a) : 0u));
}`;
const packUnorm16 = `uint vg_packUnorm16(vec2 v) {
  uvec2 b = uvec2(roundEven(clamp(v, 0.0, 1.0) * 65535.0));
  return b.x | (b.y << 16);
}`;
const packUnorm8 = `uint vg_packUnorm8(vec4 v) {
  uvec4 b = uvec4(roundEven(clamp(v, 0.0, 1.0) * 255.0));
  return b.x | (b.y << 8) | (b.z << 16) | (b.w << 24);
}`;
const packSnorm8 = `uint vg_packSnorm8(vec4 v) {
  uvec4 b = uvec4(ivec4(roundEven(clamp(v, -1.0, 1.0) * 127.0))) & 255u;
  return b.x | (b.y << 8) | (b.z << 16) | (b.w << 24);
}`;

/** A helper for the high half of products, in whichever form the host has. */
const mulHigh = (w: Writer, signed: boolean): string => {
  const builtin = w.req.want('bitFunctions');
  w.helper('vg_umulHigh', builtin ? umulHighBuiltin : umulHigh);
  return signed ? w.helper('vg_imulHigh', imulHigh) : 'vg_umulHigh';
};

const packingOpcodes: ReadonlySet<string> = new Set(['PK2H', 'PK2US', 'PK4UB', 'PK4B']);

/** GLSL's and our packing functions by opcode. */
const pack = (w: Writer, inst: Instruction): boolean => {
  if (!packingOpcodes.has(inst.op)) return false;
  const src = inst.src[0] as Source;
  const wide = inst.op === 'PK4B' || inst.op === 'PK4UB';
  const value = w.opaque(w.read(src, 'f', wide ? [0, 1, 2, 3] : [0, 1]));
  switch (inst.op) {
    case 'PK2H':
      w.req.need('packHalf', 'PK2H');
      w.assignScalar(inst, 'u', `packHalf2x16(${value})`);
      return true;
    case 'PK2US':
      w.assignScalar(inst, 'u', `${w.req.want('packHalf') ? 'packUnorm2x16' : w.helper('vg_packUnorm16', packUnorm16)}(${value})`);
      return true;
    case 'PK4UB':
      w.assignScalar(inst, 'u', `${w.req.want('pack4x8') ? 'packUnorm4x8' : w.helper('vg_packUnorm8', packUnorm8)}(${value})`);
      return true;
    case 'PK4B':
      w.assignScalar(inst, 'u', `${w.req.want('pack4x8') ? 'packSnorm4x8' : w.helper('vg_packSnorm8', packSnorm8)}(${value})`);
      return true;
    default:
      return false;
  }
};

const unpackingOpcodes: ReadonlySet<string> = new Set(['UP2H', 'UP2US', 'UP4UB', 'UP4B']);

const unpack = (w: Writer, inst: Instruction): boolean => {
  if (!unpackingOpcodes.has(inst.op)) return false;
  const x = w.read(inst.src[0] as Source, 'u', [0]);
  const at = maskComponents((inst.dst[0] as Destination).mask);
  const pick = (parts: readonly string[]): void => components(w, inst, 'f', parts);
  switch (inst.op) {
    case 'UP2H': {
      w.req.need('packHalf', 'UP2H');
      const parts = ['x', 'y', 'x', 'y'].map((c) => `unpackHalf2x16(${x}).${c}`);
      if (at.length === 2 && at[0] === 0 && at[1] === 1) w.assign(inst, 'f', `unpackHalf2x16(${x})`);
      else pick(parts);
      return true;
    }
    case 'UP2US':
      pick([0, 16, 0, 16].map((shift) => `float((${x} >> ${shift}) & 0xffffu) / 65535.0`));
      return true;
    case 'UP4UB':
      pick([0, 8, 16, 24].map((shift) => `float((${x} >> ${shift}) & 0xffu) / 255.0`));
      return true;
    case 'UP4B':
      pick([24, 16, 8, 0].map((shift) => `clamp(float((int(${x}) << ${shift}) >> 24) / 127.0, -1.0, 1.0)`));
      return true;
    default:
      return false;
  }
};

/** Writes an instruction of this file; false when it is none. */
export const writeBits = (w: Writer, inst: Instruction): boolean => {
  const at = maskComponents(inst.dst[0]?.mask ?? 0);
  const row = rows[inst.op];
  if (row !== undefined) {
    const builtin = w.req.want('bitFunctions');
    const name = builtin ? '' : w.helper(row.name, row.source);
    const parts = at.map((c) => {
      const sources = operands(w, inst, [c]);
      return builtin ? fill(row.call, sources) : `${name}(${sources.join(', ')})`;
    });
    w.assign(inst, row.kind, vector(row.kind, parts));
    return true;
  }
  if (inst.op === 'UMUL_HI' || inst.op === 'IMUL_HI') {
    const signed = inst.op === 'IMUL_HI';
    const name = mulHigh(w, signed);
    const kind: Stored = signed ? 'i' : 'u';
    w.assign(
      inst,
      kind,
      vector(
        kind,
        at.map((c) => `${name}(${operands(w, inst, [c]).join(', ')})`),
      ),
    );
    return true;
  }
  if (inst.op === 'LDEXP') {
    const [value, exponent] = operands(w, inst, at) as [string, string];
    // The opcode's second operand is an int, stored as such.
    const text = w.req.want('gpuShader5') ? `ldexp(${value}, ${exponent})` : `${value} * exp2(${typeName('f', at.length)}(${exponent}))`;
    w.assign(inst, 'f', text);
    return true;
  }
  return pack(w, inst) || unpack(w, inst);
};
