/*
 * Pictures that a web page draws with WebGL 2, one function each, the same at every call. Runs in the page; nothing is loaded.
 * `drawScene(name)` returns a PNG as a data URL, `sceneNames` lists them, `describeGl()` says who draws.
 */
'use strict';
(() => {
  const SIZE = 256;

  /** Repeatable numbers from 0 to 1. */
  function numbers(seed) {
    let state = seed >>> 0;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
  }

  function program(gl, vertex, fragment, varyings) {
    const made = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment],
    ]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, `#version 300 es\nprecision highp float;\nprecision highp int;\n${text}`);
      gl.compileShader(shader);
      gl.attachShader(made, shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    }
    if (varyings) gl.transformFeedbackVaryings(made, varyings, gl.INTERLEAVED_ATTRIBS);
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made));
    return made;
  }

  function buffer(gl, target, data, usage) {
    const made = gl.createBuffer();
    gl.bindBuffer(target, made);
    gl.bufferData(target, data, usage ?? gl.STATIC_DRAW);
    return made;
  }

  /** A triangle that covers the picture; the fragment shader gets `uv` from 0 to 1. */
  const COVER = `out vec2 uv; void main() { uv = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; gl_Position = vec4(uv * 2.0 - 1.0, 0, 1); }`;
  const TURN = `mat3 turn(float y, float x) { float a = cos(y), b = sin(y), c = cos(x), d = sin(x);
    return mat3(1, 0, 0, 0, c, d, 0, -d, c) * mat3(a, 0, -b, 0, 1, 0, b, 0, a); }
    vec4 project(vec3 p) { return vec4(p.xy * 1.8, (p.z + 4.0) * 1.1 - 1.0, p.z + 4.0); }`;
  const CUBE = `const vec3 corners[4] = vec3[4](vec3(-1, -1, 1), vec3(1, -1, 1), vec3(-1, 1, 1), vec3(1, 1, 1));
    vec3 face(int side, vec3 p) { return side == 0 ? p : side == 1 ? vec3(p.z, p.y, -p.x) : side == 2 ? vec3(-p.x, p.y, -p.z)
      : side == 3 ? vec3(-p.z, p.y, p.x) : side == 4 ? vec3(p.x, p.z, -p.y) : vec3(p.x, -p.z, p.y); }
    int corner(int i) { return i < 3 ? i : i == 3 ? 2 : i == 4 ? 1 : 3; }`;

  function texels(size, seed) {
    const next = numbers(seed);
    const data = new Uint8Array(size * size * 4);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const light = ((x >> 3) ^ (y >> 3)) & 1 ? 230 : 90;
        data.set([light, light - 60 + next() * 60, 255 - light, 255], (y * size + x) * 4);
      }
    return data;
  }

  function texture(gl, target, set) {
    const made = gl.createTexture();
    gl.bindTexture(target, made);
    set();
    return made;
  }

  const scenes = {
    /** Depth test, mipmaps, an element buffer less draw by vertex number. */
    cube(gl) {
      const p = program(
        gl,
        `${TURN} ${CUBE} out vec2 uv; out vec3 normal; void main() { int side = gl_VertexID / 6; vec3 c = corners[corner(gl_VertexID % 6)];
         mat3 m = turn(0.7, 0.5); uv = c.xy * 0.5 + 0.5; normal = m * face(side, vec3(0, 0, 1)); gl_Position = project(m * face(side, c)); }`,
        `uniform sampler2D image; in vec2 uv; in vec3 normal; out vec4 color;
         void main() { float light = 0.25 + max(dot(normalize(normal), normalize(vec3(-1, 1, -2))), 0.0); color = vec4(texture(image, uv * 3.0).rgb * light, 1); }`,
      );
      texture(gl, gl.TEXTURE_2D, () => {
        gl.texStorage2D(gl.TEXTURE_2D, 7, gl.SRGB8_ALPHA8, 64, 64);
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 64, 64, gl.RGBA, gl.UNSIGNED_BYTE, texels(64, 1));
        gl.generateMipmap(gl.TEXTURE_2D);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
      });
      gl.useProgram(p);
      gl.enable(gl.DEPTH_TEST);
      gl.clearColor(0.1, 0.1, 0.2, 1);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      gl.drawArrays(gl.TRIANGLES, 0, 36);
    },

    /** Instances from attributes with a divisor, a uniform block, blending. */
    instances(gl) {
      const next = numbers(2);
      const p = program(
        gl,
        `layout(location = 0) in vec2 corner; layout(location = 1) in vec4 place; layout(location = 2) in vec4 tint;
         layout(std140) uniform World { mat4 turn; vec4 scale[4]; }; out vec4 color;
         void main() { vec4 s = scale[gl_InstanceID & 3]; gl_Position = turn * vec4(place.xy + corner * s.xy * place.z, 0, 1); color = tint * s.w; }`,
        `in vec4 color; out vec4 result; void main() { result = color; }`,
      );
      gl.useProgram(p);
      gl.uniformBlockBinding(p, gl.getUniformBlockIndex(p, 'World'), 2);
      const world = new Float32Array(32);
      world.set([0.9, 0.3, 0, 0, -0.3, 0.9, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
      for (let i = 0; i < 4; i++) world.set([0.02 + 0.02 * i, 0.08 - 0.015 * i, 0, 0.4 + 0.15 * i], 16 + 4 * i);
      gl.bindBufferBase(gl.UNIFORM_BUFFER, 2, buffer(gl, gl.UNIFORM_BUFFER, world));
      const attribute = (index, size, data, divisor) => {
        buffer(gl, gl.ARRAY_BUFFER, data);
        gl.enableVertexAttribArray(index);
        gl.vertexAttribPointer(index, size, data instanceof Uint8Array ? gl.UNSIGNED_BYTE : gl.FLOAT, data instanceof Uint8Array, 0, 0);
        gl.vertexAttribDivisor(index, divisor);
      };
      attribute(0, 2, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 0);
      attribute(
        1,
        4,
        Float32Array.from({ length: 4000 }, (_, i) => (i % 4 < 2 ? next() * 2.4 - 1.2 : next() + 0.4)),
        1,
      );
      attribute(
        2,
        4,
        Uint8Array.from({ length: 4000 }, () => next() * 255),
        1,
      );
      gl.enable(gl.BLEND);
      gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE);
      gl.clearColor(0, 0, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      buffer(gl, gl.ELEMENT_ARRAY_BUFFER, new Uint16Array([0, 1, 2, 2, 1, 3]));
      gl.drawElementsInstanced(gl.TRIANGLES, 6, gl.UNSIGNED_SHORT, 0, 1000);
    },

    /** Several targets of different formats, read by texelFetch: a deferred light. */
    deferred(gl) {
      if (!gl.getExtension('EXT_color_buffer_float')) throw new Error('no float targets');
      const formats = [gl.RGBA8, gl.RGBA16F, gl.R32UI];
      const targets = formats.map((format) =>
        texture(gl, gl.TEXTURE_2D, () => {
          gl.texStorage2D(gl.TEXTURE_2D, 1, format, SIZE, SIZE);
          gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
          gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
        }),
      );
      gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
      targets.forEach((made, i) => gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, made, 0));
      gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT1, gl.COLOR_ATTACHMENT2]);
      gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 0]);
      gl.clearBufferfv(gl.COLOR, 1, [0, 0, 0, 0]);
      gl.clearBufferuiv(gl.COLOR, 2, [7, 0, 0, 0]);
      const first = program(
        gl,
        COVER,
        `in vec2 uv; layout(location = 0) out vec4 albedo; layout(location = 1) out vec4 normal; layout(location = 2) out uint id;
         void main() { ivec2 cell = ivec2(uv * 5.0); vec2 q = fract(uv * 5.0) * 2.0 - 1.0; float r = dot(q, q); if (r > 0.9) discard;
         albedo = vec4(fract(vec3(cell, cell.x + cell.y) * vec3(0.37, 0.61, 0.23)) * 0.8 + 0.2, 1);
         normal = vec4(q, sqrt(1.0 - r), r); id = uint(cell.x * 16 + cell.y) * 2654435761u; }`,
      );
      gl.useProgram(first);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      const second = program(
        gl,
        COVER,
        `uniform sampler2D albedo, normal; uniform highp usampler2D id; in vec2 uv; out vec4 color;
         void main() { ivec2 at = ivec2(gl_FragCoord.xy); vec3 n = texelFetch(normal, at, 0).xyz; uint key = texelFetch(id, at, 0).r;
         vec3 light = vec3(0.1); for (int i = 0; i < 6; i++) { vec3 l = normalize(vec3(sin(float(i) * 1.7), cos(float(i) * 2.3), 0.6));
         light += max(dot(n, l), 0.0) * vec3(float(i & 1), 0.5, float(2 - i % 3)) * 0.4; }
         color = vec4(texelFetch(albedo, at, 0).rgb * light + vec3(float((key >> 24u) & 63u) / 512.0), 1); }`,
      );
      gl.useProgram(second);
      ['albedo', 'normal', 'id'].forEach((name, unit) => {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, targets[unit]);
        gl.uniform1i(gl.getUniformLocation(second, name), unit);
      });
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },

    /** Particles moved by transform feedback, in two buffers by turns. */
    feedback(gl) {
      const next = numbers(3);
      const COUNT = 2000;
      const step = program(
        gl,
        `layout(location = 0) in vec2 place; layout(location = 1) in vec2 speed; out vec2 newPlace; out vec2 newSpeed;
         void main() { newSpeed = (speed - place * 0.01) * 0.995 + vec2(-place.y, place.x) * 0.002; newPlace = place + newSpeed; }`,
        `out vec4 color; void main() { color = vec4(0); }`,
        ['newPlace', 'newSpeed'],
      );
      const show = program(
        gl,
        `layout(location = 0) in vec2 place; layout(location = 1) in vec2 speed; out float heat;
         void main() { gl_Position = vec4(place, 0, 1); gl_PointSize = 3.0; heat = length(speed) * 25.0; }`,
        `in float heat; out vec4 color; void main() { color = vec4(heat, 0.4, 1.0 - heat, 1) * 0.5; }`,
      );
      const data = Float32Array.from({ length: COUNT * 4 }, (_, i) => (i % 4 < 2 ? next() * 1.6 - 0.8 : (next() - 0.5) * 0.04));
      const sides = [buffer(gl, gl.ARRAY_BUFFER, data, gl.DYNAMIC_COPY), buffer(gl, gl.ARRAY_BUFFER, data, gl.DYNAMIC_COPY)];
      const arrays = sides.map((side) => {
        const made = gl.createVertexArray();
        gl.bindVertexArray(made);
        gl.bindBuffer(gl.ARRAY_BUFFER, side);
        for (const index of [0, 1]) {
          gl.enableVertexAttribArray(index);
          gl.vertexAttribPointer(index, 2, gl.FLOAT, false, 16, index * 8);
        }
        return made;
      });
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
      const feedback = gl.createTransformFeedback();
      gl.bindTransformFeedback(gl.TRANSFORM_FEEDBACK, feedback);
      gl.useProgram(step);
      gl.enable(gl.RASTERIZER_DISCARD);
      for (let i = 0; i < 30; i++) {
        gl.bindVertexArray(arrays[i & 1]);
        gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, sides[1 - (i & 1)]);
        gl.beginTransformFeedback(gl.POINTS);
        gl.drawArrays(gl.POINTS, 0, COUNT);
        gl.endTransformFeedback();
      }
      gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, null);
      gl.disable(gl.RASTERIZER_DISCARD);
      gl.useProgram(show);
      gl.bindVertexArray(arrays[0]);
      gl.clearColor(0, 0, 0.1, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE);
      gl.drawArrays(gl.POINTS, 0, COUNT);
    },

    /** A volume texture marched through, an array texture and a sampler object beside it. */
    volume(gl) {
      const N = 32;
      const data = new Uint8Array(N * N * N);
      for (let z = 0; z < N; z++)
        for (let y = 0; y < N; y++)
          for (let x = 0; x < N; x++) {
            const [a, b, c] = [x - N / 2, y - N / 2, z - N / 2];
            data[(z * N + y) * N + x] = Math.max(
              0,
              255 - Math.abs(Math.hypot(a, b, c) - 9 - 3 * Math.sin(a * 0.6) * Math.cos(b * 0.5)) * 70,
            );
          }
      texture(gl, gl.TEXTURE_3D, () => {
        gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8, N, N, N, 0, gl.RED, gl.UNSIGNED_BYTE, data);
        gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
        for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R])
          gl.texParameteri(gl.TEXTURE_3D, wrap, gl.CLAMP_TO_EDGE);
      });
      gl.activeTexture(gl.TEXTURE1);
      texture(gl, gl.TEXTURE_2D_ARRAY, () => {
        gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, 32, 32, 4);
        for (let i = 0; i < 4; i++)
          gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, i, 32, 32, 1, gl.RGBA, gl.UNSIGNED_BYTE, texels(32, i + 5));
      });
      const sampler = gl.createSampler();
      gl.samplerParameteri(sampler, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      gl.samplerParameteri(sampler, gl.TEXTURE_WRAP_S, gl.MIRRORED_REPEAT);
      gl.bindSampler(1, sampler);
      const p = program(
        gl,
        COVER,
        `uniform highp sampler3D volume; uniform highp sampler2DArray images; in vec2 uv; out vec4 color;
         void main() { vec3 at = vec3(uv, 0), way = normalize(vec3((uv - 0.5) * 0.3, 1)) / 48.0; vec4 sum = vec4(0);
         for (int i = 0; i < 48 && sum.a < 0.98; i++) { float d = textureLod(volume, at, 0.0).r; vec3 c = mix(vec3(0.1, 0.4, 0.9), vec3(1, 0.7, 0.2), at.z);
         sum += vec4(c * d, d) * (1.0 - sum.a) * 0.25; at += way; }
         vec3 back = texture(images, vec3(uv * 4.0, float(int(uv.x * 2.0) + 2 * int(uv.y * 2.0)))).rgb;
         color = vec4(sum.rgb + back * 0.5 * (1.0 - sum.a), 1); }`,
      );
      gl.useProgram(p);
      gl.uniform1i(gl.getUniformLocation(p, 'images'), 1);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },

    /** Multisampled lines and triangles with a stencil, resolved by a blit. */
    samples(gl) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
      const renderbuffer = (format, attachment) => {
        const made = gl.createRenderbuffer();
        gl.bindRenderbuffer(gl.RENDERBUFFER, made);
        gl.renderbufferStorageMultisample(gl.RENDERBUFFER, 4, format, SIZE, SIZE);
        gl.framebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, made);
      };
      renderbuffer(gl.RGBA8, gl.COLOR_ATTACHMENT0);
      renderbuffer(gl.DEPTH24_STENCIL8, gl.DEPTH_STENCIL_ATTACHMENT);
      if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) throw new Error('incomplete');
      const p = program(
        gl,
        `uniform float turns; out vec3 tint; void main() { float a = float(gl_VertexID) * turns; float r = gl_VertexID % 2 == 0 ? 0.95 : 0.35;
         tint = fract(vec3(a * 0.3, a * 0.7, r)); gl_Position = vec4(cos(a) * r, sin(a) * r, 0, 1); }`,
        `in vec3 tint; out vec4 color; void main() { color = vec4(tint, 1); }`,
      );
      gl.useProgram(p);
      const turns = gl.getUniformLocation(p, 'turns');
      gl.clearColor(0.9, 0.9, 0.85, 1);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.STENCIL_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      gl.enable(gl.STENCIL_TEST);
      gl.stencilFunc(gl.ALWAYS, 1, 255);
      gl.stencilOp(gl.KEEP, gl.KEEP, gl.INVERT);
      gl.colorMask(false, false, false, false);
      gl.uniform1f(turns, 0.4);
      gl.drawArrays(gl.TRIANGLE_FAN, 0, 17);
      gl.colorMask(true, true, true, true);
      gl.stencilOp(gl.KEEP, gl.KEEP, gl.KEEP);
      gl.stencilFunc(gl.EQUAL, 255, 255);
      gl.uniform1f(turns, 0.2);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 40);
      gl.disable(gl.STENCIL_TEST);
      gl.uniform1f(turns, 2.4);
      gl.drawArrays(gl.LINE_STRIP, 0, 60);
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
      gl.blitFramebuffer(0, 0, SIZE, SIZE, 0, 0, SIZE, SIZE, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    },

    /** A shadow map: depth texture, comparison, polygon offset. */
    shadow(gl) {
      const map = texture(gl, gl.TEXTURE_2D, () => {
        gl.texStorage2D(gl.TEXTURE_2D, 1, gl.DEPTH_COMPONENT24, SIZE, SIZE);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_COMPARE_FUNC, gl.LEQUAL);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      });
      gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, map, 0);
      const caster = program(
        gl,
        `${TURN} ${CUBE} uniform vec2 angles; uniform vec3 place; void main() { vec3 c = corners[corner(gl_VertexID % 6)];
         gl_Position = project(turn(angles.x, angles.y) * face(gl_VertexID / 6, c) * 0.45 + place); }`,
        `void main() {}`,
      );
      gl.useProgram(caster);
      gl.enable(gl.DEPTH_TEST);
      gl.enable(gl.POLYGON_OFFSET_FILL);
      gl.polygonOffset(2, 4);
      gl.clear(gl.DEPTH_BUFFER_BIT);
      const next = numbers(9);
      for (let i = 0; i < 8; i++) {
        gl.uniform2f(gl.getUniformLocation(caster, 'angles'), next() * 6, next() * 6);
        gl.uniform3f(gl.getUniformLocation(caster, 'place'), next() * 2.4 - 1.2, next() * 2.4 - 1.2, next() - 0.5);
        gl.drawArrays(gl.TRIANGLES, 0, 36);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.disable(gl.DEPTH_TEST);
      const floor = program(
        gl,
        COVER,
        `uniform highp sampler2DShadow shadows; in vec2 uv; out vec4 color; void main() { float light = 0.0;
         for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) light += texture(shadows, vec3(uv * vec2(1, 0.9) + vec2(x, y) / 200.0, 0.9 + uv.y * 0.06));
         color = vec4(mix(vec3(0.2, 0.2, 0.4), vec3(1, 0.95, 0.8), light / 9.0), 1); }`,
      );
      gl.useProgram(floor);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },

    /** A cube map with levels, drawn into by faces, mirrored in a ball; integers and packing on the way. */
    reflections(gl) {
      const sky = texture(gl, gl.TEXTURE_CUBE_MAP, () => {
        gl.texStorage2D(gl.TEXTURE_CUBE_MAP, 6, gl.RGBA8, 32, 32);
        gl.texParameteri(gl.TEXTURE_CUBE_MAP, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
      });
      const paint = program(
        gl,
        COVER,
        `uniform int side; in vec2 uv; out vec4 color; void main() { uint bits = packHalf2x16(uv) ^ uint(side * 77); vec2 back = unpackHalf2x16(packHalf2x16(uv));
         color = vec4(back, float(bitCountOf(bits)) / 32.0, 1); }`.replace(
          'void main',
          'int bitCountOf(uint v) { int n = 0; for (; v != 0u; v &= v - 1u) n++; return n; } void main',
        ),
      );
      gl.useProgram(paint);
      gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
      gl.viewport(0, 0, 32, 32);
      for (let side = 0; side < 6; side++) {
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_POSITIVE_X + side, sky, 0);
        gl.uniform1i(gl.getUniformLocation(paint, 'side'), side);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, SIZE, SIZE);
      gl.generateMipmap(gl.TEXTURE_CUBE_MAP);
      const ball = program(
        gl,
        COVER,
        `uniform samplerCube sky; in vec2 uv; out vec4 color; void main() { vec2 q = uv * 2.0 - 1.0; float r = dot(q, q);
         if (r > 0.8) { color = textureLod(sky, vec3(q, -1), 2.0); return; }
         vec3 n = vec3(q, sqrt(1.0 - r)); color = texture(sky, reflect(vec3(0, 0, -1), n)) * (0.6 + 0.4 * n.z); }`,
      );
      gl.useProgram(ball);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
  };

  globalThis.sceneNames = Object.keys(scenes);

  globalThis.drawScene = (name) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIZE;
    const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error('no WebGL 2');
    gl.viewport(0, 0, SIZE, SIZE);
    scenes[name](gl);
    const error = gl.getError();
    if (error !== 0) throw new Error(`${name}: GL error ${error}`);
    const url = canvas.toDataURL('image/png');
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return url;
  };

  globalThis.describeGl = () => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const info = gl?.getExtension('WEBGL_debug_renderer_info');
    return gl ? String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : 'no WebGL 2';
  };
})();
