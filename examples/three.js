/*
 * three.js, unchanged: a knot and its shadow on a floor, and spheres around it.
 *
 *   virglass render examples/three.js -o three.png
 *   virglass render examples/three.js -o three.mp4 --frames 120 --fps 30
 *
 * The same file runs in a browser, in a page that has a <canvas> and an import map for three.
 */
import * as THREE from 'three';

const canvas = document.querySelector('canvas');
const renderer = new THREE.WebGLRenderer({ canvas, antialias: true });
renderer.setSize(canvas.width, canvas.height, false);
renderer.shadowMap.enabled = true;

const scene = new THREE.Scene();
scene.background = new THREE.Color(0x1b2430);
scene.fog = new THREE.Fog(0x1b2430, 8, 20);
const camera = new THREE.PerspectiveCamera(45, canvas.width / canvas.height, 0.1, 50);

const sun = new THREE.DirectionalLight(0xffeedd, 3);
sun.position.set(3, 6, 4);
sun.castShadow = true;
sun.shadow.mapSize.set(1024, 1024);
scene.add(sun, new THREE.HemisphereLight(0x8899ff, 0x443322, 1));

const knot = new THREE.Mesh(
  new THREE.TorusKnotGeometry(0.9, 0.28, 160, 24),
  new THREE.MeshStandardMaterial({ color: 0xdd7733, roughness: 0.35, metalness: 0.2 }),
);
knot.position.y = 1.6;
const floor = new THREE.Mesh(new THREE.PlaneGeometry(30, 30), new THREE.MeshStandardMaterial({ color: 0x667788 }));
floor.rotation.x = -Math.PI / 2;
const spheres = new THREE.InstancedMesh(
  new THREE.SphereGeometry(0.22, 24, 16),
  new THREE.MeshPhongMaterial({ color: 0x66aaff, shininess: 80 }),
  24,
);
for (const mesh of [knot, floor, spheres]) {
  mesh.castShadow = mesh !== floor;
  mesh.receiveShadow = true;
  scene.add(mesh);
}

const place = new THREE.Matrix4();

function draw(milliseconds) {
  const seconds = milliseconds / 1000;
  knot.rotation.set(seconds * 0.4, seconds * 0.7, 0);
  for (let i = 0; i < spheres.count; i++) {
    const angle = (i / spheres.count) * 2 * Math.PI + seconds * 0.5;
    place.setPosition(2.6 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle * 3 + seconds * 2), 2.6 * Math.sin(angle));
    spheres.setMatrixAt(i, place);
  }
  spheres.instanceMatrix.needsUpdate = true;
  camera.position.set(6 * Math.sin(seconds * 0.1), 3.6, 6 * Math.cos(seconds * 0.1));
  camera.lookAt(0, 1, 0);
  renderer.render(scene, camera);
  requestAnimationFrame(draw);
}

requestAnimationFrame(draw);
