/*
 * Shaders that three.js writes: what its renderer hands to a context for materials and lights as programs have them.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { createContext, destroyContext, type Transport } from '@virglass/guest';

/** The two texts of a program. */
export interface ProgramText {
  readonly name: string;
  readonly vertex: string;
  readonly fragment: string;
}

// three brings no types.

/** Loads three, which is a dependency of the workspace's tests. */
export async function three(): Promise<any> {
  const path = createRequire(import.meta.url)
    .resolve('three')
    .replace(/three\.cjs$/, 'three.module.js');
  return import(pathToFileURL(path).href);
}

const surfaces = ['Basic', 'Lambert', 'Phong', 'Toon', 'Matcap', 'Normal', 'Depth', 'Distance', 'Standard', 'Physical'] as const;

/** What programs ask of materials, by name. */
function options(T: any): Readonly<Record<string, any>> {
  const map = new T.DataTexture(new Uint8Array(4), 1, 1);
  const environment = new T.DataTexture(new Uint8Array(4), 1, 1);
  environment.mapping = T.EquirectangularReflectionMapping;
  return {
    plain: {},
    textured: { map, alphaTest: 0.5, vertexColors: true },
    mapped: { map, normalMap: map, aoMap: map, emissiveMap: map, roughnessMap: map, metalnessMap: map },
    displaced: { map, displacementMap: map, bumpMap: map, alphaMap: map, lightMap: map },
    coated: { clearcoat: 1, clearcoatNormalMap: map, sheen: 1, iridescence: 1, anisotropy: 0.5, envMap: null },
    glass: { transmission: 1, thickness: 1, dispersion: 1, specularIntensityMap: map, map },
  };
}

/** The programs that a renderer compiles for some scenes; the same every time. */
export async function threePrograms(transport: Transport): Promise<ProgramText[]> {
  const T = await three();
  const gl = createContext(64, 64, { transport, antialias: false });
  const texts = new Map<object, string>();
  const attached = new Map<object, string[]>();
  const programs = new Map<string, ProgramText>();
  const wrapped = gl as any;
  const { shaderSource, attachShader, linkProgram } = wrapped;
  wrapped.shaderSource = (shader: object, text: string) => {
    texts.set(shader, text);
    shaderSource.call(gl, shader, text);
  };
  wrapped.attachShader = (program: object, shader: object) => {
    attached.set(program, [...(attached.get(program) ?? []), texts.get(shader)!]);
    attachShader.call(gl, program, shader);
  };
  wrapped.linkProgram = (program: object) => {
    const [vertex = '', fragment = ''] = attached.get(program)!;
    const name = /#define SHADER_TYPE (.+)/.exec(fragment)?.[1] ?? 'Shader';
    programs.set(vertex + fragment, { name: `${name} ${programs.size + 1}`, vertex, fragment });
    linkProgram.call(gl, program);
  };

  const renderer = new T.WebGLRenderer({ canvas: gl.canvas, context: gl });
  const camera = new T.PerspectiveCamera();
  const compile = (objects: readonly any[], fog: boolean, lights: number): void => {
    const scene = new T.Scene();
    if (fog) scene.fog = new T.FogExp2(0xffffff, 0.1);
    for (let i = 0; i < lights; i++) {
      const sun = new T.DirectionalLight();
      sun.castShadow = true;
      scene.add(sun, new T.PointLight(), new T.SpotLight(), new T.HemisphereLight());
    }
    scene.add(new T.AmbientLight(), ...objects);
    renderer.compile(scene, camera);
  };

  const geometry = new T.SphereGeometry(1, 8, 6);
  geometry.setAttribute('color', geometry.getAttribute('position'));
  geometry.setAttribute('uv1', geometry.getAttribute('uv'));
  for (const [name, given] of Object.entries(options(T))) {
    const objects = surfaces.flatMap((surface) => {
      const material = new T[`Mesh${surface}Material`]();
      const fitting = Object.entries(given).filter(([key]) => key in material);
      if (name !== 'plain' && fitting.length < 2) return [];
      Object.assign(material, Object.fromEntries(fitting));
      const mesh = new T.Mesh(geometry, material);
      mesh.receiveShadow = true;
      return [mesh];
    });
    renderer.shadowMap.enabled = name !== 'plain';
    compile(objects, name === 'textured', name === 'mapped' ? 2 : 1);
  }
  const standard = (): any => new T.MeshStandardMaterial();
  const skinned = new T.SkinnedMesh(geometry, standard());
  skinned.bind(new T.Skeleton([new T.Bone()]));
  const morphed = geometry.clone();
  morphed.morphAttributes.position = [geometry.getAttribute('position')];
  const others = [
    skinned,
    new T.InstancedMesh(geometry, standard(), 4),
    new T.Mesh(morphed, standard()),
    new T.Points(geometry, new T.PointsMaterial()),
    new T.Line(geometry, new T.LineBasicMaterial()),
    new T.Line(geometry, new T.LineDashedMaterial()),
    new T.Sprite(new T.SpriteMaterial()),
    new T.Mesh(geometry, new T.ShadowMaterial()),
  ];
  compile(others, false, 1);
  compile([new T.Mesh(geometry, new T.MeshPhysicalMaterial({ flatShading: true, side: T.DoubleSide })), ...others], true, 4);
  renderer.dispose();
  destroyContext(gl);
  return [...programs.values()];
}
