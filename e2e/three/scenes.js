/*
 * Scenes of three.js, drawn alike by a browser and by the guest driver: plain JavaScript, so that both load the same file. Each gets
 * three, a renderer of a given size, and what is drawn is read from the renderer's canvas.
 */

function camera(THREE, { x, y, z }) {
  const made = new THREE.PerspectiveCamera(45, 4 / 3, 0.1, 50);
  made.position.set(x, y, z);
  made.lookAt(0, 0.4, 0);
  return made;
}

function checkers(THREE) {
  const data = new Uint8Array(64 * 64 * 4);
  for (let i = 0; i < 64 * 64; i++) data.set(((i >> 3) ^ (i >> 9)) & 1 ? [250, 200, 60, 255] : [70, 90, 200, 255], i * 4);
  const texture = new THREE.DataTexture(data, 64, 64);
  Object.assign(texture, { magFilter: THREE.LinearFilter, minFilter: THREE.LinearMipmapLinearFilter, generateMipmaps: true });
  Object.assign(texture, { colorSpace: THREE.SRGBColorSpace, needsUpdate: true });
  return texture;
}

function lit(THREE) {
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(0x223344);
  const sun = new THREE.DirectionalLight(0xffffff, 3);
  sun.position.set(2, 4, 3);
  scene.add(sun, new THREE.AmbientLight(0x404060, 2));
  return { scene, sun };
}

export const scenes = {
  textured(THREE, renderer) {
    const { scene } = lit(THREE);
    scene.fog = new THREE.Fog(0x223344, 4, 9);
    const material = new THREE.MeshPhongMaterial({ map: checkers(THREE), shininess: 40 });
    for (const x of [-1.2, 0, 1.2]) {
      const box = new THREE.Mesh(x === 0 ? new THREE.SphereGeometry(0.7, 32, 24) : new THREE.BoxGeometry(0.9, 0.9, 0.9), material);
      box.position.set(x, 0.4, -x);
      box.rotation.set(0.4, x, 0.2);
      scene.add(box);
    }
    renderer.render(scene, camera(THREE, { x: 1, y: 2, z: 4 }));
  },

  shadows(THREE, renderer) {
    renderer.shadowMap.enabled = true;
    renderer.shadowMap.type = THREE.PCFShadowMap;
    const { scene, sun } = lit(THREE);
    sun.castShadow = true;
    const knot = new THREE.Mesh(
      new THREE.TorusKnotGeometry(0.6, 0.2, 100, 24),
      new THREE.MeshStandardMaterial({ roughness: 0.4, color: 0xcc8844 }),
    );
    knot.position.y = 1;
    knot.castShadow = knot.receiveShadow = true;
    const ground = new THREE.Mesh(new THREE.PlaneGeometry(8, 8), new THREE.MeshStandardMaterial({ color: 0x999999 }));
    ground.rotation.x = -Math.PI / 2;
    ground.receiveShadow = true;
    scene.add(knot, ground);
    renderer.render(scene, camera(THREE, { x: 2.5, y: 2.5, z: 3.5 }));
  },

  skinned(THREE, renderer) {
    const { scene } = lit(THREE);
    const geometry = new THREE.CylinderGeometry(0.3, 0.5, 3, 16, 12);
    const { position } = geometry.attributes;
    const indices = [];
    const weights = [];
    for (let i = 0; i < position.count; i++) {
      const along = (position.getY(i) + 1.5) / 1.5;
      const bone = Math.min(1, Math.floor(along));
      indices.push(bone, bone + 1, 0, 0);
      weights.push(1 - (along - bone), along - bone, 0, 0);
    }
    geometry.setAttribute('skinIndex', new THREE.Uint16BufferAttribute(indices, 4));
    geometry.setAttribute('skinWeight', new THREE.Float32BufferAttribute(weights, 4));
    const bones = [0, 1, 2].map(() => new THREE.Bone());
    bones[0].position.y = -1.5;
    for (const i of [1, 2]) {
      bones[i].position.y = 1.5;
      bones[i - 1].add(bones[i]);
    }
    const mesh = new THREE.SkinnedMesh(geometry, new THREE.MeshStandardMaterial({ color: 0x66aa55, flatShading: true }));
    mesh.add(bones[0]);
    mesh.bind(new THREE.Skeleton(bones));
    bones[1].rotation.z = 0.7;
    bones[2].rotation.z = -1.2;
    mesh.position.y = 0.6;
    scene.add(mesh);
    renderer.render(scene, camera(THREE, { x: 0, y: 1, z: 6 }));
  },

  instanced(THREE, renderer) {
    const { scene } = lit(THREE);
    const mesh = new THREE.InstancedMesh(new THREE.IcosahedronGeometry(0.12, 1), new THREE.MeshLambertMaterial(), 300);
    const matrix = new THREE.Matrix4();
    for (let i = 0; i < 300; i++) {
      matrix.makeRotationY(i).setPosition(Math.sin(i * 2.4) * i * 0.006, (i % 20) * 0.1 - 0.6, Math.cos(i * 2.4) * i * 0.006);
      mesh.setMatrixAt(i, matrix);
      mesh.setColorAt(i, new THREE.Color().setHSL(i / 300, 0.8, 0.5));
    }
    scene.add(mesh);
    renderer.render(scene, camera(THREE, { x: 2, y: 2, z: 4 }));
  },

  postprocessed(THREE, renderer) {
    const { scene } = lit(THREE);
    scene.add(new THREE.Mesh(new THREE.TorusGeometry(0.8, 0.3, 24, 48), new THREE.MeshPhysicalMaterial({ color: 0x8866ff, clearcoat: 1 })));
    const { width, height } = renderer.domElement;
    const target = new THREE.WebGLRenderTarget(width, height, {
      type: THREE.HalfFloatType,
      depthTexture: new THREE.DepthTexture(width, height),
    });
    renderer.setRenderTarget(target);
    renderer.render(scene, camera(THREE, { x: 1, y: 1.5, z: 3 }));
    renderer.setRenderTarget(null);
    const material = new THREE.ShaderMaterial({
      uniforms: {
        color: { value: target.texture },
        depth: { value: target.depthTexture },
        texel: { value: new THREE.Vector2(1 / width, 1 / height) },
      },
      vertexShader: 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }',
      fragmentShader: `
        uniform sampler2D color, depth;
        uniform vec2 texel;
        varying vec2 at;
        void main() {
          vec3 sum = vec3(0.0);
          for (int y = -2; y <= 2; y++) for (int x = -2; x <= 2; x++) sum += texture2D(color, at + vec2(x, y) * texel * 2.0).rgb;
          gl_FragColor = vec4(mix(texture2D(color, at).rgb, sum / 25.0, smoothstep(0.9, 1.0, texture2D(depth, at).r)), 1.0);
          #include <tonemapping_fragment>
          #include <colorspace_fragment>
        }`,
      depthTest: false,
    });
    const whole = new THREE.Scene();
    whole.add(new THREE.Mesh(new THREE.PlaneGeometry(2, 2), material));
    renderer.render(whole, new THREE.OrthographicCamera());
  },

  feedback(THREE, renderer) {
    const gl = renderer.getContext();
    const program = gl.createProgram();
    for (const [type, source] of [
      [
        gl.VERTEX_SHADER,
        '#version 300 es\nout vec3 place; void main() { float i = float(gl_VertexID); place = vec3(sin(i), i * 0.006 - 0.5, cos(i)) * (1.0 + sin(i * 0.1) * 0.3); }',
      ],
      [gl.FRAGMENT_SHADER, '#version 300 es\nvoid main() {}'],
    ]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.transformFeedbackVaryings(program, ['place'], gl.INTERLEAVED_ATTRIBS);
    gl.linkProgram(program);
    gl.useProgram(program);
    const buffer = gl.createBuffer();
    gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
    gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 300 * 12, gl.DYNAMIC_COPY);
    gl.enable(gl.RASTERIZER_DISCARD);
    gl.beginTransformFeedback(gl.POINTS);
    gl.drawArrays(gl.POINTS, 0, 300);
    gl.endTransformFeedback();
    gl.disable(gl.RASTERIZER_DISCARD);
    gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, null);
    renderer.resetState();
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.GLBufferAttribute(buffer, gl.FLOAT, 3, 4, 300));
    geometry.boundingSphere = new THREE.Sphere(new THREE.Vector3(), 5);
    const scene = new THREE.Scene();
    scene.add(new THREE.Points(geometry, new THREE.PointsMaterial({ size: 8, sizeAttenuation: false, color: 0xffcc33 })));
    renderer.render(scene, camera(THREE, { x: 1, y: 1, z: 4 }));
  },
};

/** Draws a scene into a context, and reads it: rows of RGBA from the lowest. */
export function drawScene(THREE, name, canvas, gl) {
  const renderer = new THREE.WebGLRenderer({ canvas, context: gl });
  renderer.setSize(canvas.width, canvas.height, false);
  scenes[name](THREE, renderer);
  const pixels = new Uint8Array(canvas.width * canvas.height * 4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const error = gl.getError();
  renderer.dispose();
  return { pixels, error };
}
