/**
 * A TGSI module as GLSL or ESSL text.
 *
 * The text has this order: version, extensions, the system block, constant blocks, inputs, outputs and samplers, helper functions,
 * subroutines, main. Main declares the registers, prepares inputs (prolog), runs the program and hands outputs over (epilog).
 * With subroutines or an early return the registers are global and the program is a function of its own. In a geometry shader they are
 * global, too, and what would be the end of main is a function that each EMIT calls.
 *
 * Choices that matter:
 * - constants are std140 blocks of `vec4`, or of `uvec4` where integers are read from them: the same bytes either way;
 * - temporaries are floats or bits, never both (`passes/infer-kinds.ts`);
 * - whatever a guest could leave undefined starts as zero, and every index into an array is clamped: neither another guest's data nor
 *   the host's memory can be read that way;
 * - what the host lacks fails with its name, unless an exact stand-in exists.
 */
import type { TgsiModule } from '../../ir/module.ts';
import { limits } from '../../limits.ts';
import { Unwritable } from './code.ts';
import { setupCompute } from './compute.ts';
import { setupFragment } from './fragment.ts';
import { emitFunctions, setupGeometry } from './geometry.ts';
import { uintLiteral } from './literal.ts';
import { setupMemory } from './memory.ts';
import type { GlslOptions, GlslPlainConstants, GlslResult, GlslShader, GlslUniformBlock } from './options.ts';
import { declareRegisters, type Program, writeProgram } from './program.ts';
import { sharedBytesOf } from './storage.ts';
import { systemBlockSource, systemUniformsSource } from './system-block.ts';
import { setupTessControl } from './tess-control.ts';
import { setupTessEval } from './tess-eval.ts';
import { setupVertex } from './vertex.ts';
import { Writer } from './writer.ts';

/** Declares the constant buffers: uniform blocks, and the first as plain uniforms where it is small enough for them. */
const constants = (w: Writer, plainRows: number, out: string[]): Pick<GlslShader, 'uniformBlocks' | 'plainConstants'> => {
  const uniformBlocks: GlslUniformBlock[] = [];
  let plainConstants: GlslPlainConstants | null = null;
  for (const { slot, size } of w.module.info.constBuffers) {
    const kind = w.constantKind(slot) === 'u' ? 'u' : 'f';
    const name = `${w.prefix}_k${slot}`;
    const array = `${w.req.essl ? 'highp ' : ''}${kind === 'u' ? 'uvec4' : 'vec4'} ${name}[${size}];`;
    if (slot === 0 && size <= plainRows) {
      out.push(`uniform ${array}`);
      plainConstants = { name, rows: size, kind };
      continue;
    }
    const block = `${w.prefix}_c${slot}`;
    out.push(`layout(std140) uniform ${block} { ${array} };`);
    uniformBlocks.push({ slot, name: block, size: size * 16 });
  }
  return { uniformBlocks, plainConstants };
};

const immediateArray = (w: Writer): string => {
  const rows = w.module.immediates.map(({ bits }) => `uvec4(${[...bits].map(uintLiteral).join(', ')})`);
  return `const uvec4 immediates[${rows.length}] = uvec4[${rows.length}](\n  ${rows.join(',\n  ')}\n);`;
};

/** Adds a declarator to the line before, if that declares the same type and is short. */
const addDeclarator = (lines: string[], type: string, declarator: string): void => {
  const last = lines.at(-1) ?? '';
  if (last.startsWith(`${type} `) && last.endsWith(';') && last.length + declarator.length < 130 && !last.includes('gl_'))
    lines[lines.length - 1] = `${last.slice(0, -1)}, ${declarator};`;
  else lines.push(`${type} ${declarator};`);
};

/** Declarations and first values of the locals, in main or apart. */
const localLines = (w: Writer, global: boolean): { readonly declarations: string[]; readonly inits: string[] } => {
  const declarations: string[] = [];
  const inits: string[] = [];
  for (const { type, name, size, init, precise } of w.locals) {
    const full = `${precise ? 'precise ' : ''}${type}`;
    if (init === '' || size > 0 || global) addDeclarator(declarations, full, size > 0 ? `${name}[${size}]` : name);
    else addDeclarator(inits, full, `${name} = ${init}`);
    if (init === '') continue;
    if (size > 0) inits.push(`for (int i = 0; i < ${size}; i++) ${name}[i] = ${init};`);
    else if (global) inits.push(`${name} = ${init};`);
  }
  return { declarations, inits };
};

/** Puts the parts together. */
const assemble = (w: Writer, program: Program, blocks: readonly string[], plainSystem: boolean): string => {
  const geometry = w.module.stage === 'geometry';
  const global = geometry || program.subroutines.length > 0 || program.returns;
  const { declarations, inits } = localLines(w, global);
  const indent = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));
  const { dialect } = w.req;
  const out: string[] = ['essl' in dialect ? `#version ${dialect.essl} es` : `#version ${dialect.glsl}`];
  for (const extension of w.req.extensions) out.push(`#extension ${extension} : require`);
  if (w.req.essl) out.push('precision highp float;', 'precision highp int;');
  if (w.usesSystemBlock) out.push(plainSystem ? systemUniformsSource : systemBlockSource);
  if (w.usesZero) out.push(`uniform ${w.req.essl ? 'highp ' : ''}int vg_zero;`);
  out.push(...blocks, ...w.head.lines);
  if (w.usesImmediateArray) out.push(immediateArray(w));
  out.push(...w.helpers.values());
  if (global) out.push(...declarations);
  if (geometry) out.push(...emitFunctions(w));
  for (const { lines } of program.subroutines) out.push(...lines);
  if (program.returns) out.push('void program() {', ...w.body.lines, '}');
  out.push('void main() {');
  if (!global) out.push(...indent(declarations));
  out.push(...indent(inits), ...indent(w.prolog.lines));
  if (program.returns) out.push('  program();');
  else out.push(...w.body.lines);
  if (!geometry) out.push(...indent(w.epilog.lines));
  out.push('}', '');
  const source = out.join('\n');
  if (source.length > limits.sourceLength) w.fail(`more than ${limits.sourceLength} characters of GLSL`);
  return source;
};

const write = (module: TgsiModule, options: GlslOptions): GlslResult => {
  const w = new Writer(module, options);
  w.req.need('shaderBitEncoding', 'every shader');
  if (module.stage === 'vertex') setupVertex(w);
  else if (module.stage === 'fragment') setupFragment(w);
  else if (module.stage === 'geometry') setupGeometry(w);
  else if (module.stage === 'tess-control') setupTessControl(w);
  else if (module.stage === 'tess-eval') setupTessEval(w);
  else setupCompute(w);
  setupMemory(w);
  w.inferKinds();
  const program = writeProgram(w);
  declareRegisters(w);
  const blockLines: string[] = [];
  const { uniformBlocks, plainConstants } = constants(w, options.plainConstants ?? 0, blockLines);
  const plainSystem = w.usesSystemBlock && uniformBlocks.length >= (options.maxUniformBlocks ?? Number.POSITIVE_INFINITY);
  return {
    ok: true,
    source: assemble(w, program, blockLines, plainSystem),
    uniformBlocks,
    plainConstants,
    samplers: [...w.samplers.values()].sort((a, b) => a.unit - b.unit),
    attributes: w.attributes,
    fragmentOutputs: w.fragmentOutputs,
    locationsInText: w.req.has('explicitAttribLocation'),
    feedbackVaryings: w.feedbackVaryings,
    feedbackMode: w.feedbackMode,
    usesSystemBlock: w.usesSystemBlock && !plainSystem,
    usesSystemUniforms: plainSystem,
    usesGridUniform: w.usesGridUniform,
    clipDistances: w.clipDistances,
    writesPointSize: w.writesPointSize,
    images: w.images,
    storageBlocks: w.storageBlocks,
    atomicBuffers: w.atomicBuffers,
    workgroup: module.info.workgroup,
    sharedBytes: sharedBytesOf(w),
    guarded: w.guarded,
    ignored: w.ignored,
  };
};

/**
 * Writes a module for a host.
 *
 * @returns the text and what to bind, or the reason it cannot be written; never throws
 */
export const writeGlsl = (module: TgsiModule, options: GlslOptions): GlslResult => {
  try {
    return write(module, options);
  } catch (error) {
    if (error instanceof Unwritable) return { ok: false, message: error.message };
    return { ok: false, message: `internal error: ${error instanceof Error ? error.message : String(error)}` };
  }
};
