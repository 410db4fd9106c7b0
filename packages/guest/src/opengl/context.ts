/*
 * The OpenGL context itself: everything of the class chain, the constants, and how it begins.
 */
import { GL4 } from '../gl4-constants.ts';
import type { ContextParts } from '../webgl/context-base.ts';
import { begin, begin2 } from '../webgl/contexts.ts';
import { converted } from '../webgl/idl.ts';
import { ProgramMethods2 } from '../webgl/webgl2-program-methods.ts';
import { beginOpenGL } from './begin.ts';
import { GetMethods4 } from './get-methods.ts';
import { openglParameters } from './idl.ts';
import type { OpenGLLimits } from './limits.ts';

/** Constants as members of a context. */
type Constants4 = typeof GL4;

/** What an OpenGL context is made of. */
export interface OpenGLParts extends ContextParts {
  readonly limits: OpenGLLimits;
  /** Tens and ones: 42 is 4.2. */
  readonly glVersion: number;
}

/** An OpenGL context, core profile: OpenGL's functions without their prefix, objects and arrays as WebGL 2 has them. */
// eslint-disable-next-line typescript/no-unsafe-declaration-merging
export class OpenGLContext extends GetMethods4 {
  /** @internal */
  constructor(parts: OpenGLParts) {
    super(parts);
    begin(this);
    begin2(this);
    beginOpenGL(this, parts.glVersion);
  }
}

/** The constants of OpenGL's core profile up to 4.6. */
export interface OpenGLContext extends Constants4 {}

/** Methods of a chain of classes, up to one that has its own already, get their arguments converted. */
function convert(first: object, end: object): void {
  for (let prototype = first; prototype !== end; prototype = Object.getPrototypeOf(prototype) as object) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || typeof property.value !== 'function') continue;
      const value = converted(name, property.value as (this: unknown, ...args: unknown[]) => unknown, openglParameters);
      if (value !== property.value) Object.defineProperty(prototype, name, { ...property, value });
    }
  }
}

convert(OpenGLContext.prototype, ProgramMethods2.prototype);
for (const [name, value] of Object.entries(GL4)) {
  const property = { value, enumerable: true, writable: false, configurable: false };
  Object.defineProperty(OpenGLContext, name, property);
  Object.defineProperty(OpenGLContext.prototype, name, property);
}
