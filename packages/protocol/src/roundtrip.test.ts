import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitrary } from './arbitrary.ts';
import { decodeFields, numberOf } from './decode.ts';
import type { Value, Values } from './decode.ts';
import { encodeCommand, encodeFields } from './encode.ts';
import * as encoders from './generated/virgl-encoders.ts';
import * as vtestEncoders from './generated/vtest-encoders.ts';
import { pascalCase } from './names.ts';
import { virglSpecs } from './virgl/commands.ts';
import { commandLength, commandObject, commandOpcode } from './virgl/constants.ts';
import { vtestSpecs } from './vtest/commands.ts';
import { vtestRequestBytes } from './vtest/framing.ts';

type Encoder = (words: Uint32Array, floats: Float32Array, at: number, args?: unknown) => number;

/** A small generator of numbers (mulberry32), so that a failure repeats from its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What was encoded, without what the decoder adds: the other reading of a union. */
function matching(decoded: Values, args: Values): Values {
  const result: Record<string, Value> = {};
  for (const [name, value] of Object.entries(decoded)) if (name in args) result[name] = value;
  return result;
}

const words = new Uint32Array(4096);
const floats = new Float32Array(words.buffer);
const others = new Uint32Array(4096);
const otherFloats = new Float32Array(others.buffer);

test.each(virglSpecs.map((spec) => [spec.name, spec] as const))(
  '%s: generated encoder, table encoder and table decoder agree',
  (name, spec) => {
    const encode = (encoders as unknown as Record<string, Encoder>)[`encode${pascalCase(name)}`]!;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 9 }), (seed, at) => {
        const args = arbitrary(spec, randomFrom(seed));
        words.fill(0);
        others.fill(0);
        const end = encode(words, floats, at, args);
        const header = words[at] ?? 0;
        expect(commandOpcode(header)).toBe(spec.opcode);
        expect(commandObject(header)).toBe(spec.objectInHeader === true ? args['objectType'] : (spec.object ?? 0));
        expect(commandLength(header)).toBe(end - at - 1);
        expect(encodeCommand(spec, args, others, otherFloats, at)).toBe(end);
        expect(others.subarray(0, end)).toEqual(words.subarray(0, end));
        const decoded = decodeFields(spec.fields, words, floats, at + 1, end);
        expect(decoded.problem).toBeNull();
        expect(decoded.end).toBe(end);
        const { objectType: _, ...expected } = args;
        expect(matching(decoded.values, args)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  },
);

test.each(vtestSpecs.map((spec) => [spec.name, spec] as const))('vtest %s: generated encoder and tables agree', (name, spec) => {
  const encode = (vtestEncoders as unknown as Record<string, Encoder>)[`encodeVtest${pascalCase(name)}`]!;
  const sent = spec.fields.filter((field) => !('size' in field));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = randomFrom(seed);
      const args = arbitrary({ fields: sent }, random) as Record<string, Value>;
      if (name === 'TRANSFER_PUT') args['dataSize'] = Math.floor(random() * 100);
      if (name === 'SUBMIT_CMD2')
        for (const batch of args['batch'] as Record<string, Value>[]) batch['numInSyncobj'] = batch['numOutSyncobj'] = 0;
      if ('numHandles' in args) args['numHandles'] = Math.floor(random() * 5);
      words.fill(0);
      others.fill(0);
      const end = encode(words, floats, 0, args);
      expect(words[1]).toBe(spec.command);
      expect(encodeFields(sent, args, others, otherFloats, 2)).toBe(end);
      expect(others.subarray(2, end)).toEqual(words.subarray(2, end));
      expect(decodeFields(sent, words, floats, 2, end).values).toEqual(args);
      const handles = numberOf(args, 'numHandles');
      const tail = (spec.tail ?? []).reduce(
        (bytes, field) => bytes + handles * (field.kind === 'array' && field.of.kind === 'u64' ? 8 : 4),
        0,
      );
      const size = vtestRequestBytes(new Uint8Array(words.buffer, 0, end * 4), 0);
      if (name === 'CREATE_RENDERER') expect(size).toBe(8 + (args['name'] as string).length);
      else if (name === 'TRANSFER_PUT') expect(size).toBe(end * 4 + (args['dataSize'] as number));
      else expect(size).toBe(end * 4 + tail);
    }),
    { numRuns: 100 },
  );
});
