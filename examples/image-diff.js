/*
 * A test that compares pictures: a disc is drawn in two ways, both are read back, and what differs is shown in red.
 *
 *   virglass render examples/image-diff.js -o diff.png && echo the same
 *
 * It fails, with a message and an exit status, when more than so many pixels differ. The same file runs in a browser.
 */
const TOLERANCE = 24;
const MOST_PER_CENT = 1;

const canvas = document.querySelector('canvas');
const gl = canvas.getContext('webgl2', { antialias: false });
const { width, height } = canvas;

const shaders = {
  // A triangle over everything; the edge of the disc is found in each pixel.
  byDistance: [
    `#version 300 es
    void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }`,
    `#version 300 es
    precision highp float;
    uniform vec2 size;
    out vec4 color;
    void main() {
      float radius = 0.4 * min(size.x, size.y);
      float inside = clamp(radius - distance(gl_FragCoord.xy, size * 0.5) + 0.5, 0.0, 1.0);
      color = vec4(mix(vec3(0.1, 0.2, 0.3), vec3(1, 0.8, 0.2), inside), 1);
    }`,
  ],
  // A fan of thin triangles.
  byTriangles: [
    `#version 300 es
    uniform vec2 size;
    void main() {
      float angle = float(gl_VertexID - 1) * 6.28318530718 / 256.0;
      vec2 at = gl_VertexID == 0 ? vec2(0) : 0.8 * min(size.x, size.y) * vec2(cos(angle), sin(angle)) / size;
      gl_Position = vec4(at, 0, 1);
    }`,
    `#version 300 es
    precision highp float;
    out vec4 color;
    void main() { color = vec4(1, 0.8, 0.2, 1); }`,
  ],
};

function program([vertex, fragment]) {
  const made = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source.trimStart());
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made));
  gl.useProgram(made);
  gl.uniform2f(gl.getUniformLocation(made, 'size'), width, height);
  return made;
}

/** Draws to four samples a pixel, so that both ways have smooth edges; the pixels. */
function picture(draw) {
  const framebuffers = [4, 0].map((samples) => {
    const target = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, target);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, gl.RGBA8, width, height);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, target);
    return framebuffer;
  });
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffers[0]);
  gl.clearColor(0.1, 0.2, 0.3, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  draw();
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, framebuffers[1]);
  gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffers[1]);
  const pixels = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return pixels;
}

const wanted = picture(() => {
  program(shaders.byDistance);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
});
const found = picture(() => {
  program(shaders.byTriangles);
  gl.drawArrays(gl.TRIANGLE_FAN, 0, 258);
});

let different = 0;
const shown = new Uint8Array(wanted.length);
for (let i = 0; i < wanted.length; i += 4) {
  const most = Math.max(...[0, 1, 2].map((c) => Math.abs(wanted[i + c] - found[i + c])));
  if (most > TOLERANCE) different++;
  const grey = (wanted[i] + wanted[i + 1] + wanted[i + 2]) / 6;
  shown.set(most > TOLERANCE ? [255, 0, 0, 255] : [grey, grey, grey, 255], i);
}

// What differs becomes the picture.
const texture = gl.createTexture();
gl.bindTexture(gl.TEXTURE_2D, texture);
gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, shown);
gl.bindFramebuffer(gl.READ_FRAMEBUFFER, gl.createFramebuffer());
gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);

const perCent = (100 * different) / (width * height);
console.log(`${different} of ${width * height} pixels differ`);
if (perCent > MOST_PER_CENT) throw new Error(`${perCent.toFixed(2)} % of the pixels differ, ${MOST_PER_CENT} % may`);
