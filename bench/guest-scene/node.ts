/*
 * The scene of bench/guest-scene/scene.js by the guest driver.
 *
 *   node.ts SOCKET WIDTH HEIGHT OBJECTS WARM SECONDS
 *
 * Prints as JSON what frames took, on the clock and of this process's CPU.
 */
import { createContext } from '@virglass/guest';
import { vtest } from '@virglass/guest/vtest';
import { three } from '../guest-shaders/three-programs.ts';

const [socket = '', ...numbers] = process.argv.slice(2);
const [width = 640, height = 360, objects = 1000, warm = 1, seconds = 2] = numbers.map(Number);
const { makeScene, timeFrames } = (await import(new URL('scene.js', import.meta.url).href)) as {
  readonly makeScene: (three: unknown, canvas: unknown, gl: unknown, objects: number) => (frame: number) => void;
  readonly timeFrames: (gl: unknown, draw: (frame: number) => void, first: number, seconds: number) => { frames: number; seconds: number };
};
const gl = createContext(width, height, { transport: vtest(socket), antialias: false, preserveDrawingBuffer: true });
const draw = makeScene(await three(), gl.canvas, gl, objects);
const { frames } = timeFrames(gl, draw, 0, warm);
const before = process.cpuUsage();
const measured = timeFrames(gl, draw, frames, seconds);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ...measured, cpuUs: user + system, error: gl.getError() }));
// Whatever else would be said at the end is no part of the answer.
process.exit();
