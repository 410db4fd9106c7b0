import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, RecordingGuest } from '@virglass/testkit';

/*
 * Guests whose work would take minutes or for ever, as everything that they send with protocol 0. `node -C virglass-source
 * e2e/endless-inputs.ts` writes them to corpus/hostile.
 */
const { PipeBind, PipeFormat, PipePrim, PipeShader } = p;
const SIDE = 1024;

/** Two loops, one in the other, that nothing ends; `ends` is a condition that is never true and that no compiler knows. */
const ENDLESS = `BGNLOOP
  BGNLOOP
    ADD TEMP[0], TEMP[0], IMM[0].yyyy
    FSLT TEMP[1].x, TEMP[0].xxxx, IMM[0].xxxx
    UIF TEMP[1].xxxx
      BRK
    ENDIF
  ENDLOOP
ENDLOOP`;

/** A loop that ends when the guest's constant says so: after 4 thousand million turns. */
const DATA_DEPENDENT = `BGNLOOP
  UADD TEMP[0].x, TEMP[0].xxxx, IMM[1].yyyy
  USGE TEMP[1].x, TEMP[0].xxxx, CONST[0].xxxx
  UIF TEMP[1].xxxx
    BRK
  ENDIF
ENDLOOP`;

const IMMEDIATES = `DCL TEMP[0..1]
IMM[0] FLT32 {0.0, 1.0, 0.0, 0.0}
IMM[1] UINT32 {0, 1, 64, 0}
MOV TEMP[0], IMM[0].xxxx`;

const fragment = (loop: string): string => `FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL OUT[0], COLOR
DCL CONST[0]
${IMMEDIATES}
${loop}
MOV OUT[0], TEMP[0]
END
`;

const vertex = (loop: string): string => `VERT
DCL IN[0]
DCL OUT[0], POSITION
${IMMEDIATES}
${loop}
ADD OUT[0], IN[0], TEMP[0]
END
`;

const GEOMETRY = `GEOM
PROPERTY GS_INPUT_PRIMITIVE POINTS
PROPERTY GS_OUTPUT_PRIMITIVE POINTS
PROPERTY GS_MAX_OUTPUT_VERTICES 1
PROPERTY GS_INVOCATIONS 1
DCL IN[][0], POSITION
DCL OUT[0], POSITION
${IMMEDIATES}
${ENDLESS}
ADD OUT[0], IN[0][0], TEMP[0]
EMIT IMM[1].xxxx
END
`;

const TESS_CONTROL = `TESS_CTRL
PROPERTY TCS_VERTICES_OUT 3
DCL IN[][0], POSITION
DCL SV[0], INVOCATIONID
DCL OUT[][0], POSITION
DCL OUT[1], TESSOUTER
DCL OUT[2].xy, TESSINNER
DCL ADDR[0]
IMM[0] FLT32 {64.0, 0.0, 0.0, 0.0}
UARL ADDR[0].x, SV[0].xxxx
MOV OUT[ADDR[0].x][0], IN[0][0]
MOV OUT[1], IMM[0].xxxx
MOV OUT[2].xy, IMM[0].xxxx
END
`;

const TESS_EVALUATION = `TESS_EVAL
PROPERTY TES_PRIM_MODE 4
PROPERTY TES_SPACING 2
PROPERTY TES_VERTEX_ORDER_CW 0
PROPERTY TES_POINT_MODE 0
DCL IN[][0], POSITION
DCL OUT[0], POSITION
${IMMEDIATES}
${ENDLESS}
ADD OUT[0], IN[0][0], TEMP[0]
END
`;

const COMPUTE = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 64
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], BLOCK_ID
DCL BUFFER[0]
${IMMEDIATES}
${ENDLESS}
STORE BUFFER[0].x, IMM[1].xxxx, TEMP[0].xxxx
END
`;

/** A fragment shader of as many turns as a host allows an honest one: some microseconds a pixel. */
const SLOW = (turns: number): string => `FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL OUT[0], COLOR
DCL TEMP[0..1]
IMM[0] FLT32 {0.0, 1.0, 0.5, 0.25}
IMM[1] UINT32 {0, 1, ${turns}, 0}
MOV TEMP[0], IMM[0].xxxx
MOV TEMP[1], IMM[1].xxxx
BGNLOOP
  SIN TEMP[0].x, TEMP[0].yyyy
  MAD TEMP[0].y, TEMP[0].xxxx, IMM[0].zzzz, IMM[0].wwww
  UADD TEMP[1].x, TEMP[1].xxxx, IMM[1].yyyy
  USGE TEMP[1].y, TEMP[1].xxxx, IMM[1].zzzz
  UIF TEMP[1].yyyy
    BRK
  ENDIF
ENDLOOP
MOV OUT[0], TEMP[0]
END
`;

/** A vertex shader that takes long without a loop that could be told to end: it ends by itself. */
const SLOW_VERTEX = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL TEMP[0..1]
IMM[0] FLT32 {0.0, 1.0, 0.5, 0.25}
IMM[1] UINT32 {0, 1, 100, 0}
MOV TEMP[0], IN[0]
MOV TEMP[1], IMM[1].xxxx
BGNLOOP
  SIN TEMP[0].x, TEMP[0].yyyy
  MAD TEMP[0].y, TEMP[0].xxxx, IMM[0].zzzz, IMM[0].wwww
  UADD TEMP[1].x, TEMP[1].xxxx, IMM[1].yyyy
  USGE TEMP[1].y, TEMP[1].xxxx, IMM[1].zzzz
  UIF TEMP[1].yyyy
    BRK
  ENDIF
ENDLOOP
MOV OUT[0], TEMP[0]
END
`;

/** Covers the picture. */
const TRIANGLE = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];

/** A guest with a picture of a size to draw to, which is asked for at the end. */
function painter(side: number, options: Parameters<typeof bindPipeline>[3], work: (guest: RecordingGuest) => void): RecordingGuest {
  const guest = new RecordingGuest();
  const picture = guest.resource({ width: side, height: side });
  guest.framebuffer(0, guest.surface(picture, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, side, side, options);
  bindPositions(guest, TRIANGLE);
  work(guest);
  guest.read(picture, 4, 4);
  return guest;
}

function bindShader(guest: RecordingGuest, type: number, text: string): void {
  const handle = makeShader(guest, type, text);
  guest.submit(command(p.encodeBindShader, { handle, type }));
}

/** A constant that ends no loop. */
function bindManyTurns(guest: RecordingGuest, shaderType: number): void {
  guest.submit(command(p.encodeSetConstantBuffer, { shaderType, index: 0, data: [0xffffffff, 0, 0, 0] }));
}

/** A vertex buffer of zeros for so many vertices. */
function bindVertices(guest: RecordingGuest, count: number): void {
  const id = guest.buffer(count * 16);
  guest.submit(command(p.encodeSetVertexBuffers, { buffer: [{ stride: 16, offset: 0, handle: id }] }));
}

function indirect(handle: number, draws = 1): Partial<p.DrawVboArgs> {
  return {
    tess: { verticesPerPatch: 0, drawid: 0 },
    indirect: {
      indirectHandle: handle,
      indirectOffset: 0,
      indirectStride: 16,
      indirectDrawCount: draws,
      indirectDrawCountOffset: 0,
      indirectDrawCountHandle: 0,
    },
  };
}

/** What an input is, and what becomes of its context. */
export interface EndlessInput {
  readonly name: string;
  readonly description: string;
  /** The line of the log that says why; null: nothing is wrong with it, it is only slow. */
  readonly cause: RegExp | null;
  readonly make: () => RecordingGuest;
}

const STOPPED = /stopped: .* busy for more than \d+ ms/;

/** All of them. */
export const endlessInputs: readonly EndlessInput[] = [
  {
    name: 'endless-fragment-shader',
    description: 'two nested loops without an end in a fragment shader, for a million pixels',
    cause: STOPPED,
    make: () => painter(SIDE, { fragment: fragment(ENDLESS) }, (guest) => void drawArrays(guest, PipePrim.TRIANGLES, 3)),
  },
  {
    name: 'endless-by-constant',
    description: 'a fragment shader whose loop ends after 2^32 turns, which only a constant of the guest says',
    cause: STOPPED,
    make: () =>
      painter(SIDE, { fragment: fragment(DATA_DEPENDENT) }, (guest) => {
        bindManyTurns(guest, PipeShader.FRAGMENT);
        drawArrays(guest, PipePrim.TRIANGLES, 3);
      }),
  },
  {
    name: 'endless-vertex-shader',
    description: 'the same in a vertex shader, for half a million points: on llvmpipe it runs on the thread that serves everybody',
    cause: STOPPED,
    make: () =>
      painter(64, { vertex: vertex(ENDLESS) }, (guest) => {
        bindVertices(guest, 1 << 19);
        drawArrays(guest, PipePrim.POINTS, 1 << 19);
      }),
  },
  {
    name: 'endless-geometry-shader',
    description: 'the same in a geometry shader',
    cause: STOPPED,
    make: () =>
      painter(64, {}, (guest) => {
        bindShader(guest, PipeShader.GEOMETRY, GEOMETRY);
        bindVertices(guest, 1 << 19);
        drawArrays(guest, PipePrim.POINTS, 1 << 19);
      }),
  },
  {
    name: 'endless-tessellation',
    description: 'the same in a tessellation evaluation shader, at the finest level',
    cause: STOPPED,
    make: () =>
      painter(64, {}, (guest) => {
        bindShader(guest, PipeShader.TESS_CTRL, TESS_CONTROL);
        bindShader(guest, PipeShader.TESS_EVAL, TESS_EVALUATION);
        bindVertices(guest, 126);
        for (let i = 0; i < 16; i++) {
          drawArrays(guest, PipePrim.PATCHES, 126, { tess: { verticesPerPatch: 3, drawid: 0 } });
        }
      }),
  },
  {
    name: 'endless-compute-shader',
    description: 'the same in a compute shader, for two million invocations',
    cause: /stopped: .* busy for more than|groups took \d+ ms, at most/,
    make: () =>
      painter(64, {}, (guest) => {
        bindShader(guest, PipeShader.COMPUTE, COMPUTE);
        const resHandle = guest.buffer(256, PipeBind.SHADER_BUFFER);
        guest.submit(
          command(p.encodeSetShaderBuffers, {
            shaderType: PipeShader.COMPUTE,
            startSlot: 0,
            buffer: [{ offset: 0, length: 256, resHandle }],
          }),
          command(p.encodeLaunchGrid, {
            blockX: 64,
            blockY: 1,
            blockZ: 1,
            gridX: 1024,
            gridY: 32,
            gridZ: 1,
            indirectHandle: 0,
            indirectOffset: 0,
          }),
        );
      }),
  },
  {
    name: 'many-vertices',
    description: 'twenty draws of 2^26 vertices each, points, strips and lists, in one submit, with a slow vertex shader',
    cause: /took \d+ ms, at most|in one piece/,
    make: () =>
      painter(64, { vertex: SLOW_VERTEX }, (guest) => {
        const draws = [PipePrim.POINTS, PipePrim.TRIANGLE_STRIP, PipePrim.LINES, PipePrim.TRIANGLES].flatMap((mode) =>
          Array.from({ length: 5 }, () => mode),
        );
        guest.submit(
          ...draws.map((mode) =>
            command(p.encodeDrawVbo, {
              start: 0,
              count: 1 << 26,
              mode,
              indexed: 0,
              instanceCount: 1,
              indexBias: 0,
              startInstance: 0,
              primitiveRestart: 0,
              restartIndex: 0,
              minIndex: 0,
              maxIndex: 0xffffffff,
              countFromSo: 0,
            }),
          ),
        );
      }),
  },
  {
    name: 'indirect-giant',
    description: 'an indirect draw of 2^31 vertices and 2^31 instances, and a million times none',
    cause: /2147483648 vertices/,
    make: () =>
      painter(64, {}, (guest) => {
        const buffer = guest.buffer(64, PipeBind.COMMAND_ARGS);
        guest.write(buffer, new Uint8Array(Uint32Array.of(2 ** 31, 2 ** 31, 0, 0).buffer), { width: 16 });
        drawArrays(guest, PipePrim.TRIANGLES, 0, indirect(buffer));
        const nothing = guest.buffer(1 << 24, PipeBind.COMMAND_ARGS);
        drawArrays(guest, PipePrim.TRIANGLES, 0, indirect(nothing, 1 << 20));
      }),
  },
  {
    name: 'ten-thousand-slow-draws',
    description: "ten thousand draws of the whole picture with a slow shader in one submit: not forbidden, but in others' way",
    cause: null,
    make: () =>
      painter(256, { fragment: SLOW(100) }, (guest) => {
        const encode = command(p.encodeDrawVbo, {
          start: 0,
          count: 3,
          mode: PipePrim.TRIANGLES,
          indexed: 0,
          instanceCount: 1,
          indexBias: 0,
          startInstance: 0,
          primitiveRestart: 0,
          restartIndex: 0,
          minIndex: 0,
          maxIndex: 0xffffffff,
          countFromSo: 0,
        });
        guest.submit(...Array.from({ length: 10_000 }, () => encode));
      }),
  },
];

/** A draw that takes long on the CPU, but has an end: it must be drawn. */
export function slowButLegal(turns: number): RecordingGuest {
  return painter(SIDE, { fragment: SLOW(turns) }, (guest) => void drawArrays(guest, PipePrim.TRIANGLES, 3));
}

/** Writes the inputs to corpus/hostile. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, cause, make } of endlessInputs) {
    // What is merely slow answers late, which is no regression.
    if (cause === null) continue;
    const folder = fileURLToPath(new URL(`../corpus/hostile/${name}/`, import.meta.url));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'client.vtest.gz'), gzipSync(make().bytes, { level: 9 }));
  }
}
