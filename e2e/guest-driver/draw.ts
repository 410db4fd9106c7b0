import { createContext, destroyContext, type OpenGLContext, type Transport, type WebGL2RenderingContext } from '@virglass/guest';
import { openglScenes } from './opengl-scenes.ts';
import { scenes } from './scenes.ts';

/** A picture as rows of RGBA, the lowest first. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Draws every scene, each in a new context of a transport. */
export async function drawScenes(transport: Transport): Promise<Map<string, Drawing>> {
  const drawings = new Map<string, Drawing>();
  for (const { name, width, height, smooth = false, draw } of scenes) {
    const gl = createContext(width, height, { transport, antialias: smooth, depth: !smooth, preserveDrawingBuffer: true });
    try {
      await draw(gl);
      drawings.set(name, readDrawing(name, gl, width, height));
    } finally {
      destroyContext(gl);
    }
  }
  for (const { name, width, height, draw } of openglScenes) {
    const gl = createContext(width, height, { api: 'opengl', transport });
    try {
      draw(gl);
      drawings.set(name, readDrawing(name, gl, width, height));
    } finally {
      destroyContext(gl);
    }
  }
  return drawings;
}

function readDrawing(name: string, gl: WebGL2RenderingContext | OpenGLContext, width: number, height: number): Drawing {
  const rgba = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
  const error = gl.getError();
  if (error !== gl.NO_ERROR) throw new Error(`${name}: GL error 0x${error.toString(16)}, ${gl.core.winsys.lost}`);
  return { width, height, rgba };
}
