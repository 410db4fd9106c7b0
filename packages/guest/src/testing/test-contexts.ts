import { afterAll, afterEach, expect } from 'vitest';
import { destroyContext } from '../create-context.ts';
import type { OpenGLContext } from '../opengl/context.ts';
import { localHost, type LocalHost } from './local-host.ts';

/** A host for the tests of a file, and contexts on it that end with their test. A test fails when the host has complained. */
export function testContexts<A extends unknown[]>(
  make: (host: LocalHost, ...choices: A) => OpenGLContext,
): {
  readonly host: LocalHost;
  readonly context: (...choices: A) => OpenGLContext;
} {
  const host = localHost();
  const made: OpenGLContext[] = [];
  afterEach(() => {
    for (const gl of made.splice(0)) destroyContext(gl);
    expect(host.log.splice(0)).toEqual([]);
  });
  afterAll(() => host[Symbol.dispose]());
  return {
    host,
    context: (...choices) => {
      const gl = make(host, ...choices);
      made.push(gl);
      return gl;
    },
  };
}
