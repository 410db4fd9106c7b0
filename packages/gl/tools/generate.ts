import { emitInterface } from './emit-interface.ts';
import { emitNames } from './emit-names.ts';
import { emitNative } from './emit-native.ts';
import { emitNull } from './emit-null.ts';
import { emitRecorder } from './emit-recorder.ts';
import { emitWebGl2 } from './emit-webgl2.ts';

/**
 * Generates every file of `packages/gl` that comes from the function table.
 *
 * @returns text of each file by its path from the repository's root; to be formatted by prettier before it is written
 */
export function generateGl(): Map<string, string> {
  return new Map([
    ['packages/gl/src/generated/functions.ts', emitInterface()],
    ['packages/gl/src/generated/function-names.ts', emitNames()],
    ['packages/gl/src/generated/null-functions.ts', emitNull()],
    ['packages/gl/src/generated/recorder-functions.ts', emitRecorder()],
    ['packages/gl/src/native/generated/calls.ts', emitNative()],
    ['packages/gl/src/webgl2/generated/webgl2-functions.ts', emitWebGl2()],
  ]);
}
