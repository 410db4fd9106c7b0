import { Ccmd, commandLength, commandOpcode } from '@virglass/protocol';
import { afterAll, expect, test } from 'vitest';
import { createContext } from '../create-context.ts';
import { handCompiler, programs } from '../testing/hand-compiler.ts';
import { localHost } from '../testing/local-host.ts';
import { RecorderWinsys, recording } from '../winsys/recorder.ts';

const host = localHost();
afterAll(() => host[Symbol.dispose]());

/** Names of the commands that were sent since the last call. */
function sent(winsys: RecorderWinsys): string[] {
  const names = Object.entries(Ccmd);
  const commands: string[] = [];
  for (const record of winsys.records.splice(0)) {
    if (record.kind !== 'submit') continue;
    for (let at = 0; at < record.words.length; at += 1 + commandLength(record.words[at]!)) {
      const opcode = commandOpcode(record.words[at]!);
      commands.push(names.find(([, value]) => value === opcode)![0]);
    }
  }
  return commands;
}

test('a draw sends what has changed since the last one, and nothing else', () => {
  const winsys = new RecorderWinsys(host.capset);
  const gl = createContext(8, 8, { transport: recording(winsys), compiler: handCompiler(programs), antialias: false });
  const program = gl.createProgram()!;
  for (const type of [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER]) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, 'x:flat');
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  const buffers = [gl.createBuffer(), gl.createBuffer()];
  const arrays = buffers.map((buffer) => {
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(64), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    return array;
  });
  const color = gl.getUniformLocation(program, 'color');
  const draw = (): string[] => {
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.flush();
    return sent(winsys);
  };
  draw();
  expect(draw()).toEqual(['DRAW_VBO']);
  gl.uniform4f(color, 1, 0, 0, 1);
  expect(draw()).toEqual(['SET_CONSTANT_BUFFER', 'DRAW_VBO']);
  gl.bindVertexArray(arrays[0]!);
  expect(draw()).toEqual(['SET_VERTEX_BUFFERS', 'DRAW_VBO']);
  gl.enable(gl.BLEND);
  expect(draw()).toEqual(['CREATE_OBJECT', 'BIND_OBJECT', 'DRAW_VBO']);
  gl.disable(gl.BLEND);
  gl.disable(gl.DITHER);
  gl.enable(gl.DITHER);
  expect(draw()).toEqual(['BIND_OBJECT', 'DRAW_VBO']);
  gl.useProgram(null);
  gl.useProgram(program);
  gl.viewport(0, 0, 8, 8);
  expect(draw()).toEqual(['DRAW_VBO']);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffers[0]!);
  gl.bufferSubData(gl.ARRAY_BUFFER, 0, new Float32Array(2));
  expect(draw()).toEqual(['RESOURCE_INLINE_WRITE', 'DRAW_VBO']);
  expect(gl.getError()).toBe(0);
});
