import { startServer, type ServerKind } from '@virglass/testkit';
import { expect, test } from 'vitest';
import { createContext, destroyContext } from '../create-context.ts';
import { handCompiler, programs } from '../testing/hand-compiler.ts';
import { vtest } from './vtest.ts';

const kinds: readonly ServerKind[] = ['virglass', 'peer'];

test.each(kinds)('draws on %s', async (kind) => {
  await using server = await startServer(kind);
  const gl = createContext(64, 64, { transport: vtest(server.socket), compiler: handCompiler(programs), antialias: false });
  const program = gl.createProgram()!;
  for (const type of [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER]) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, 'x:textured');
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  for (const [location, values] of [
    [-1, -1, 1, -1, -1, 1, 1, 1],
    [0, 0, 1, 0, 0, 1, 1, 1],
  ].entries()) {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(values), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, 2, gl.FLOAT, false, 0, 0);
  }
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  const size = 2048;
  const bytes = new Uint8Array(size * size * 4);
  // More than the staging memory holds, so that it comes round; the last upload is the one to see.
  for (let round = 1; round <= 3; round++) {
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i + round) & 255;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, size, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  }
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  const out = new Uint8Array(64 * 64 * 4);
  gl.readPixels(0, 0, 64, 64, gl.RGBA, gl.UNSIGNED_BYTE, out);
  expect(gl.getError()).toBe(0);
  for (const [x, y] of [
    [0, 0],
    [63, 0],
    [17, 40],
    [63, 63],
  ] as const) {
    const at = ((y * 32 + 16) * size + x * 32 + 16) * 4;
    expect([...out.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 4)]).toEqual([...bytes.subarray(at, at + 4)]);
  }
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)!;
  gl.finish();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(gl.getSyncParameter(sync, gl.SYNC_STATUS)).toBe(gl.SIGNALED);
  destroyContext(gl);
});

test('a host that goes away loses the context', async () => {
  const server = await startServer('virglass');
  const gl = createContext(4, 4, { transport: vtest(server.socket), compiler: handCompiler(programs) });
  expect(gl.isContextLost()).toBe(false);
  await server.stop();
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.finish();
  expect(gl.isContextLost()).toBe(true);
  expect(gl.getError()).toBe(gl.CONTEXT_LOST_WEBGL);
  expect(gl.getError()).toBe(0);
  expect(gl.isBuffer(gl.createBuffer())).toBe(false);
  destroyContext(gl);
});
