/*
 * What some GL implementations do otherwise than they say, as data. A quirk is in force when its `when` says so for the
 * implementation at hand, or when it is forced: `+name` switches it on, `-name` off, separated by commas. The caller passes
 * that text (from VIRGLASS_QUIRKS where there is an environment).
 */
import type { FeatureName } from './feature-table.ts';
import type { Identity } from './features.ts';

/** What a quirk is about. */
export type QuirkCategory = 'environment' | 'feature' | 'transfer' | 'shader' | 'state';

/** One quirk. */
export interface Quirk {
  readonly name: string;
  readonly category: QuirkCategory;
  /** What is wrong and what is done about it. */
  readonly description: string;
  /** Whether the implementation has it. */
  when(identity: Identity): boolean;
  /** Features that are said not to be there while it is in force. */
  readonly disables?: readonly FeatureName[];
}

/** All quirks. */
export const quirks: readonly Quirk[] = [
  {
    name: 'host-is-virgl',
    category: 'environment',
    description:
      'The host GL is itself a virgl guest driver: right inside a VM, a mistake where it is our own server. Nothing changes; doctor warns.',
    when: (id) => /\bvirgl\b/i.test(id.renderer),
  },
  {
    name: 'host-is-software',
    category: 'environment',
    description: 'The host GL draws on the CPU. Nothing changes; doctor warns, and choices between copies and draws favour copies.',
    when: (id) => /llvmpipe|softpipe|swrast|SwiftShader|Microsoft Basic Render/i.test(id.renderer),
  },
  {
    name: 'edge-flags-are-one',
    category: 'state',
    description: 'Edge flags other than 0 and 1 are false where Mesa draws on the CPU. Flags that come as floats are turned into bytes.',
    when: (id) => /llvmpipe|softpipe/i.test(id.renderer),
  },
  {
    name: 'first-point-decides',
    category: 'state',
    description:
      'The first point of a context that has to be clipped decides for all later ones whether points outside the view volume are left out, ' +
      'where Mesa draws on the CPU. The renderer draws one, before any guest does, with which they are.',
    when: (id) => /llvmpipe|softpipe/i.test(id.renderer),
  },
  {
    name: 'no-buffer-storage',
    category: 'feature',
    description: 'Never use persistent mappings. Off unless forced: a means to find out whether they are the cause of a fault.',
    when: () => false,
    disables: ['bufferStorage'],
  },
  {
    name: 'no-texture-view',
    category: 'feature',
    description: 'Never make texture views. Off unless forced: a means to test the paths of contexts that have none.',
    when: () => false,
    disables: ['textureView'],
  },
  {
    name: 'no-copy-image',
    category: 'feature',
    description: 'Never call copyImageSubData. Off unless forced: a means to test the paths of contexts that have none.',
    when: () => false,
    disables: ['copyImage'],
  },
  {
    name: 'no-compatibility',
    category: 'feature',
    description: 'Use no more of a compatibility context than core contexts have. Off unless forced: a means to test their paths.',
    when: () => false,
    disables: ['compatibility'],
  },
  {
    name: 'no-vertex-attrib-binding',
    category: 'feature',
    description: 'Never use vertexAttribFormat. Off unless forced: a means to test the paths of GL 3.3, ES 3.0 and WebGL2.',
    when: () => false,
    disables: ['vertexAttribBinding'],
  },
  {
    name: 'no-base-vertex',
    category: 'feature',
    description: 'Never draw with a base vertex. Off unless forced: a means to test the paths of ES 3.0 and WebGL2.',
    when: () => false,
    disables: ['baseVertex'],
  },
  {
    name: 'no-base-instance',
    category: 'feature',
    description: 'Never draw with a base instance. Off unless forced: a means to test the paths of contexts that have none.',
    when: () => false,
    disables: ['baseInstance'],
  },
  {
    name: 'no-get-tex-image',
    category: 'transfer',
    description: 'Read textures back through framebuffers only. Off unless forced: a means to test the paths of ES and WebGL2.',
    when: () => false,
    disables: ['getTexImage', 'getTextureSubImage'],
  },
  {
    name: 'folded-casts-are-poison',
    category: 'shader',
    description:
      'LLVM makes a constant float that no integer holds (NaN, 1e30) an undefined integer, no clamp brings it back, and llvmpipe addresses ' +
      'texels and arrays with it: whatever is in a register. Shaders keep values that become integers from being known to the compiler.',
    when: (id) => /llvmpipe/i.test(id.renderer),
  },
  {
    name: 'no-robust-buffer-access',
    category: 'shader',
    description:
      'Shaders keep to their storage buffers by themselves. Off unless forced: a means to test the paths of contexts that are not robust.',
    when: () => false,
    disables: ['robustBufferAccess'],
  },
  {
    name: 'no-texture-swizzle',
    category: 'shader',
    description: 'Swizzle in shaders rather than by texture parameters. Off unless forced: a means to test the paths of WebGL2.',
    when: () => false,
    disables: ['textureSwizzle'],
  },
];

/**
 * Finds the quirks in force.
 *
 * @param identity - the implementation
 * @param forced - `+name,-name`, '' for none
 * @returns their names
 * @throws {RangeError} for a name that no quirk has or a sign that is neither + nor -
 */
export function findQuirks(identity: Identity, forced: string = ''): Set<string> {
  const inForce = new Set<string>();
  for (const quirk of quirks) if (quirk.when(identity)) inForce.add(quirk.name);
  for (const item of forced.split(',')) {
    const text = item.trim();
    if (text === '') continue;
    const name = text.slice(1);
    if (!quirks.some((quirk) => quirk.name === name))
      throw new RangeError(`no quirk '${name}': there are ${quirks.map((q) => q.name).join(', ')}`);
    if (text.startsWith('+')) inForce.add(name);
    else if (text.startsWith('-')) inForce.delete(name);
    else throw new RangeError(`'${text}': write +${text} or -${text}`);
  }
  return inForce;
}
