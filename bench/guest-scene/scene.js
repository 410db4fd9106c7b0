/*
 * A scene of three.js with many objects that all move: plain JavaScript, so that a browser and Node load the same file.
 */

/** Makes the scene on a context; `frame(i)` draws it. */
export function makeScene(THREE, canvas, gl, objects) {
  const renderer = new THREE.WebGLRenderer({ canvas, context: gl });
  renderer.setSize(gl.drawingBufferWidth, gl.drawingBufferHeight, false);
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(0x223344);
  const sun = new THREE.DirectionalLight(0xffffff, 3);
  sun.position.set(2, 4, 3);
  scene.add(sun, new THREE.AmbientLight(0x404060, 2));
  const camera = new THREE.PerspectiveCamera(50, gl.drawingBufferWidth / gl.drawingBufferHeight, 0.1, 200);
  camera.position.set(0, 12, 42);
  camera.lookAt(0, 0, 0);
  const geometries = [
    new THREE.BoxGeometry(0.8, 0.8, 0.8),
    new THREE.SphereGeometry(0.5, 10, 8),
    new THREE.ConeGeometry(0.5, 1, 8),
    new THREE.TorusGeometry(0.4, 0.15, 6, 12),
  ];
  const texture = new THREE.DataTexture(
    Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : 100 + ((i * 37) & 127))),
    4,
    4,
  );
  texture.needsUpdate = true;
  const materials = Array.from({ length: 8 }, (_, i) => {
    const color = new THREE.Color().setHSL(i / 8, 0.6, 0.6);
    return i % 2 === 0
      ? new THREE.MeshPhongMaterial({ color, map: i % 4 === 0 ? texture : null })
      : new THREE.MeshLambertMaterial({ color, map: i % 4 === 1 ? texture : null });
  });
  const meshes = Array.from({ length: objects }, (_, i) => {
    const mesh = new THREE.Mesh(geometries[i % geometries.length], materials[(i >> 2) % materials.length]);
    mesh.position.set((i % 10) * 3 - 13.5, (Math.floor(i / 10) % 10) * 2 - 9, Math.floor(i / 100) * 3 - 13.5);
    scene.add(mesh);
    return mesh;
  });
  return (frame) => {
    for (let i = 0; i < meshes.length; i++) meshes[i].rotation.set(frame * 0.03 + i, frame * 0.05 + i * 2, 0);
    renderer.render(scene, camera);
  };
}

const SYNC_FRAMES = 5;

/** Draws frames for some seconds; what it took. The host is never more than a few frames behind. */
export function timeFrames(gl, draw, first, seconds, now = () => performance.now()) {
  const pixel = new Uint8Array(4);
  const begin = now();
  let frames = 0;
  do {
    for (let i = 0; i < SYNC_FRAMES; i++) draw(first + frames++);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  } while (now() - begin < seconds * 1000);
  return { frames, seconds: (now() - begin) / 1000 };
}
