export { WebGl2Gl, createWebGl2Gl } from './webgl2.ts';
