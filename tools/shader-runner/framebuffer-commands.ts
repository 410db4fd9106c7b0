/** `fb` and `blit`: what is drawn to and read. */
import type { WebGLFramebuffer } from '@virglass/guest';
import type { Command, TestState } from './state.ts';
import { targetOf } from './texture-commands.ts';
import { TestFailure } from './values.ts';

type Size = readonly [number, number];

const use = (state: TestState, which: string, framebuffer: WebGLFramebuffer | null, size: Size): void => {
  const { gl } = state;
  const target = targetFor(state, which);
  const status = gl.checkFramebufferStatus(target);
  if (status !== gl.FRAMEBUFFER_COMPLETE) throw new TestFailure(`the framebuffer is incomplete: 0x${status.toString(16)}`);
  if (which !== 'read') state.drawSize = size;
  if (which !== 'draw') {
    state.readSize = size;
    state.readFramebuffer = framebuffer;
  }
};

const targetFor = (state: TestState, which: string): number => {
  const { gl } = state;
  return which === 'draw' ? gl.DRAW_FRAMEBUFFER : which === 'read' ? gl.READ_FRAMEBUFFER : gl.FRAMEBUFFER;
};

/** Makes and binds a framebuffer; `attach` gives it its picture. */
const make = (state: TestState, which: string, attach: (target: number) => Size): void => {
  const { gl } = state;
  const target = targetFor(state, which);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(target, framebuffer);
  use(state, which, framebuffer, attach(target));
};

const planes = (state: TestState, which: string, units: string): void =>
  make(state, which, (target) => {
    const { gl } = state;
    const list = units.trim().split(/\s+/).map(Number);
    list.forEach((unit, i) => gl.framebufferTexture2D(target, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, state.texture(unit).object, 0));
    if (which !== 'read') gl.drawBuffers(list.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
    const { width, height } = state.texture(list.at(-1) ?? 0);
    return [width, height];
  });

const slice = (state: TestState, which: string, kind: string, unit: string, level: string, layer: string): void =>
  make(state, which, (target) => {
    const { gl } = state;
    const { object, width, height } = state.texture(Number(unit));
    const textureTarget = targetOf(state, kind);
    if (kind === '1D') gl.framebufferTexture1D(target, gl.COLOR_ATTACHMENT0, textureTarget, object, Number(level));
    else if (kind === 'Cube')
      gl.framebufferTexture2D(target, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_POSITIVE_X + Number(layer), object, Number(level));
    else if (['2D', 'Rect', '2DMS'].includes(kind))
      gl.framebufferTexture2D(target, gl.COLOR_ATTACHMENT0, textureTarget, object, Number(level));
    else gl.framebufferTextureLayer(target, gl.COLOR_ATTACHMENT0, object, Number(level), Number(layer));
    return [Math.max(1, width >> Number(level)), Math.max(1, height >> Number(level))];
  });

const layered = (state: TestState, which: string, unit: string): void =>
  make(state, which, (target) => {
    const { gl } = state;
    const { object, width, height } = state.texture(Number(unit));
    gl.framebufferTexture(target, gl.COLOR_ATTACHMENT0, object, 0);
    return [width, height];
  });

const multisampled = (state: TestState, which: string, format: string, w: string, h: string, samples: string): void =>
  make(state, which, (target) => {
    const { gl } = state;
    const renderbuffer = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, Number(samples), state.enum(format), Number(w), Number(h));
    gl.framebufferRenderbuffer(target, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, renderbuffer);
    return [Number(w), Number(h)];
  });

const windowed = (state: TestState, which: string): void => {
  state.gl.bindFramebuffer(targetFor(state, which), null);
  use(state, which, null, state.test.size);
};

const blit = (state: TestState, buffer: string, filter: string): void => {
  const { gl } = state;
  const mask = { color: gl.COLOR_BUFFER_BIT, depth: gl.DEPTH_BUFFER_BIT, stencil: gl.STENCIL_BUFFER_BIT }[buffer] ?? 0;
  const [from, to] = [state.readSize, state.drawSize];
  gl.blitFramebuffer(0, 0, from[0], from[1], 0, 0, to[0], to[1], mask, filter === 'linear' ? gl.LINEAR : gl.NEAREST);
};

const which = String.raw`^fb (draw |read |)`;
const trimmed =
  (run: (state: TestState, which: string, ...rest: string[]) => void) =>
  (state: TestState, first = '', ...rest: string[]): void =>
    run(state, first.trim(), ...rest);

/** See above. */
export const framebufferCommands: readonly Command[] = [
  [new RegExp(`${which}tex 2d (.*)$`), trimmed(planes)],
  [new RegExp(`${which}tex slice (\\S+) (\\d+) (\\d+) (\\d+)`), trimmed(slice)],
  [new RegExp(`${which}tex layered (\\d+)`), trimmed(layered)],
  [new RegExp(`${which}ms (\\S+) (\\d+) (\\d+) (\\d+)`), trimmed(multisampled)],
  [new RegExp(`${which}winsys`), trimmed(windowed)],
  [/^blit (color|depth|stencil) (linear|nearest)/, blit],
];
