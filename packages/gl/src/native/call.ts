import koffi, { type TypeObject } from 'koffi';

/**
 * A C function as koffi gives it, or a wrapper of one. Arguments are what the prototype says: a missing or wrongly typed
 * one throws a TypeError, numbers are reduced modulo 2^32 like a cast in C.
 */
export type NativeFunction = (...args: any[]) => unknown;

/** A row of the generated table: method, symbol, symbol in ES, signature ('': hand-written), GL and ES version, extensions. */
export type NativeRow = readonly [
  name: string,
  symbol: string,
  symbolEs: string,
  signature: string,
  gl: number,
  es: number,
  extensions: string,
];

/** Memory that stays where it is, for the values that C takes or stores through pointers. One for each context. */
export interface Scratch {
  /** Address of the first byte. */
  readonly address: number;
  readonly byteLength: number;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
}

/** Bytes of a scratch: shader logs up to this length come through it. */
const SCRATCH_BYTES = 65536;

/** Allocates scratch memory; it lives as long as the process, like the functions that hold its address. */
export function createScratch(): Scratch {
  const pointer: unknown = koffi.alloc('uint8_t', SCRATCH_BYTES);
  const buffer = koffi.view(pointer, SCRATCH_BYTES);
  return {
    address: Number(koffi.address(pointer)),
    byteLength: SCRATCH_BYTES,
    u8: new Uint8Array(buffer),
    u32: new Uint32Array(buffer),
    i32: new Int32Array(buffer),
    f32: new Float32Array(buffer),
  };
}

const prototypes = new Map<string, TypeObject>();

/** The prototype of a signature such as `void(uint32_t,float)`; made once for all functions that have it. */
export function prototype(signature: string): TypeObject {
  let proto = prototypes.get(signature);
  if (proto === undefined) {
    const open = signature.indexOf('(');
    const list = signature.slice(open + 1, -1);
    proto = koffi.proto(signature.slice(0, open), list === '' ? [] : list.split(','));
    prototypes.set(signature, proto);
  }
  return proto;
}

/** Makes a JavaScript function of a C function's address. */
export function functionAt(address: number, signature: string): NativeFunction {
  return koffi.decode(BigInt(address), prototype(signature)) as NativeFunction;
}
