import { createContext, destroyContext, type Transport } from '@virglass/guest';
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
      const rgba = new Uint8Array(width * height * 4);
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
      const error = gl.getError();
      if (error !== gl.NO_ERROR) throw new Error(`${name}: GL error 0x${error.toString(16)}, ${gl.core.winsys.lost}`);
      drawings.set(name, { width, height, rgba });
    } finally {
      destroyContext(gl);
    }
  }
  return drawings;
}
