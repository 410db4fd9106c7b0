/*
 * What each library is asked to draw: plain JavaScript, as their users write it. What is not here of a browser is handed to them in the
 * way that they have for it.
 */
import { HeadlessCanvas, WebGL2RenderingContext, WebGLRenderingContext } from '@virglass/guest';

/** Two triangles of instances into a framebuffer, and that onto the canvas. */
export async function drawWithRegl(gl) {
  const { default: createREGL } = await import('regl');
  const extensions = gl instanceof WebGL2RenderingContext ? [] : ['angle_instanced_arrays'];
  const regl = createREGL({ gl, extensions });
  const { width, height } = gl.canvas;
  const target = regl.framebuffer({ width, height, colorFormat: 'rgba', depth: true });
  const squares = regl({
    framebuffer: target,
    vert: `
      precision mediump float;
      attribute vec2 corner, place;
      attribute vec3 color;
      uniform float scale;
      varying vec3 shown;
      void main() { shown = color; gl_Position = vec4(corner * scale + place, 0, 1); }`,
    frag: `
      precision mediump float;
      varying vec3 shown;
      void main() { gl_FragColor = vec4(shown, 1); }`,
    attributes: {
      corner: [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ],
      ...(extensions.length === 0
        ? { place: regl.prop('place'), color: regl.prop('color') }
        : {
            place: {
              buffer: regl.buffer([
                [-0.5, 0],
                [0.5, 0],
              ]),
              divisor: 1,
            },
            color: {
              buffer: regl.buffer([
                [1, 0, 0],
                [0, 1, 0],
              ]),
              divisor: 1,
            },
          }),
    },
    uniforms: { scale: regl.prop('scale') },
    elements: [
      [0, 1, 2],
      [2, 1, 3],
    ],
    ...(extensions.length === 0 ? {} : { instances: 2 }),
    depth: { enable: true, func: '<=' },
  });
  const copy = regl({
    vert: 'precision mediump float; attribute vec2 at; varying vec2 uv; void main() { uv = at * 0.5 + 0.5; gl_Position = vec4(at, 0, 1); }',
    frag: 'precision mediump float; uniform sampler2D map; varying vec2 uv; void main() { gl_FragColor = texture2D(map, uv); }',
    attributes: { at: regl.buffer([-4, -4, 4, -4, 0, 4]) },
    uniforms: { map: target },
    depth: { enable: false },
    count: 3,
  });
  regl.clear({ framebuffer: target, color: [0.2, 0.4, 0.6, 1], depth: 1 });
  if (extensions.length > 0) squares({ scale: 0.3 });
  else
    squares([
      { scale: 0.3, place: { constant: [-0.5, 0] }, color: { constant: [1, 0, 0] } },
      { scale: 0.3, place: { constant: [0.5, 0] }, color: { constant: [0, 1, 0] } },
    ]);
  regl.clear({ color: [0, 0, 0, 1], depth: 1 });
  copy();
}

/** A model with a uniform buffer and a texture. */
export async function drawWithLuma(gl) {
  globalThis.WebGL2RenderingContext ??= WebGL2RenderingContext;
  const [{ luma }, { webgl2Adapter }, { Model, CubeGeometry }] = await Promise.all([
    import('@luma.gl/core'),
    import('@luma.gl/webgl'),
    import('@luma.gl/engine'),
  ]);
  const device = await luma.attachDevice(gl, { adapters: [webgl2Adapter], debug: false, debugWebGL: false });
  device.getDefaultCanvasContext().setDrawingBufferSize(gl.canvas.width, gl.canvas.height);
  const texture = device.createTexture({ width: 1, height: 1, format: 'rgba8unorm' });
  texture.writeData(new Uint8Array([255, 128, 255, 255]));
  const uniforms = device.createBuffer({ usage: 0x40 /* UNIFORM */, data: new Float32Array([0.8, 0.4, 0.4, 1]) });
  const model = new Model(device, {
    vs: `#version 300 es
      in vec3 positions;
      in vec2 texCoords;
      out vec2 uv;
      void main() { uv = texCoords; gl_Position = vec4(positions * 0.5, 1); }`,
    fs: `#version 300 es
      precision highp float;
      uniform appUniforms { vec4 tint; } app;
      uniform sampler2D map;
      in vec2 uv;
      out vec4 color;
      void main() { color = app.tint * texture(map, uv); }`,
    geometry: new CubeGeometry(),
    bindings: { appUniforms: uniforms, map: texture },
    parameters: { depthWriteEnabled: true, depthCompare: 'less-equal' },
  });
  const pass = device.beginRenderPass({ clearColor: [0.1, 0.1, 0.1, 1] });
  model.draw(pass);
  pass.end();
  device.submit();
}

/** Graphics, a filter, a texture and a mask. */
export async function drawWithPixi(gl) {
  await Promise.all([import('pixi.js/filters'), import('pixi.js/graphics')]);
  const { BlurFilter, BufferImageSource, Container, DOMAdapter, Graphics, Sprite, Texture, WebGLRenderer } = await import('pixi.js');
  // Its clock, which nothing here needs, asks for frames.
  globalThis.requestAnimationFrame ??= () => 0;
  globalThis.cancelAnimationFrame ??= () => undefined;
  DOMAdapter.set({
    createCanvas: (width, height) => new HeadlessCanvas(width, height),
    createImage: () => null,
    getCanvasRenderingContext2D: () => null,
    getWebGLRenderingContext: () => WebGLRenderingContext,
    getNavigator: () => ({ userAgent: 'node', gpu: null }),
    getBaseUrl: () => '.',
    getFontFaceSet: () => null,
    fetch,
    parseXML: () => null,
  });
  const { width, height } = gl.canvas;
  const renderer = new WebGLRenderer();
  await renderer.init({
    context: gl,
    canvas: gl.canvas,
    width,
    height,
    backgroundColor: 0x102030,
    preferWebGLVersion: 2,
    skipExtensionImports: true,
  });
  const stage = new Container();
  stage.addChild(new Graphics().rect(0, 0, 40, 30).fill(0xff0000));
  const circle = new Graphics().circle(60, 60, 20).fill(0x0000ff);
  circle.filters = [new BlurFilter({ strength: 2 })];
  stage.addChild(circle);
  const resource = new Uint8Array([0, 255, 0, 255]);
  const sprite = new Sprite(new Texture({ source: new BufferImageSource({ resource, width: 1, height: 1, format: 'rgba8unorm' }) }));
  sprite.position.set(90, 5);
  sprite.scale.set(40, 40);
  sprite.mask = new Graphics().circle(100, 20, 12).fill(0xffffff);
  stage.addChild(sprite, sprite.mask);
  renderer.render(stage);
}
