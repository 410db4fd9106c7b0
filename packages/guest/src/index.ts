export {
  type AnyContext,
  ContextError,
  createContext,
  destroyContext,
  endFrame,
  readPicture,
  resizeContext,
  type ContextOptions,
} from './create-context.ts';
export { RecorderWinsys, recording, type Recorded } from './winsys/recorder.ts';
export { inProcess, type InProcessDevice, type InProcessOptions, type SharedBlock } from './winsys/in-process.ts';
export type { ResourceShape, Staging, TransferBox, Transport, Winsys } from './winsys/winsys.ts';
export { WebGL2RenderingContext, WebGLRenderingContext } from './webgl/contexts.ts';
export { OpenGLContext } from './opengl/context.ts';
export type { DebugCallback, DebugMessage } from './opengl/debug-methods.ts';
export { WebGLProgramPipeline } from './opengl/pipeline-methods.ts';
export { HeadlessCanvas, type CanvasEvent } from './webgl/headless-canvas.ts';
export type { ImageSource } from './webgl/texture-upload-methods.ts';
export type { WebGLContextAttributes } from './webgl/context-base.ts';
export * from './webgl/objects.ts';
export type * from './program/linked.ts';
