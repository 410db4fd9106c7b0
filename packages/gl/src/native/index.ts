export type { EglPlatform } from './egl.ts';
export { type NativeGl, type NativeGlOptions, createNativeGl } from './native.ts';
