/** A program to measure, with the name it has in reports. */
export interface Workload {
  readonly name: string;
  readonly command: [string, ...string[]];
}

/** glmark2 with one scene that runs until it is ended. */
function glmark2(size: string, scene: string): [string, ...string[]] {
  return ['glmark2', '--size', size, '-b', `${scene}:duration=600`];
}

/**
 * The programs that servers are compared on: from one draw a frame (the cost of a frame itself) to hundreds, small uploads, large
 * uploads, expensive pixels.
 * @param size - size of the glmark2 windows, such as 128x128; small ones show the server instead of the rasterizer
 */
export function workloads(size: string): Workload[] {
  return [
    { name: 'gears', command: ['glxgears', '-geometry', '300x300'] },
    { name: 'gears-64', command: ['glxgears', '-geometry', '64x64'] },
    { name: 'build', command: glmark2(size, 'build:use-vbo=true') },
    { name: 'texture', command: glmark2(size, 'texture') },
    { name: 'shading', command: glmark2(size, 'shading:shading=phong') },
    { name: 'bump', command: glmark2(size, 'bump:bump-render=normals') },
    { name: 'effect2d', command: glmark2(size, 'effect2d:kernel=1,1,1;1,1,1;1,1,1') },
    { name: 'buffer-map', command: glmark2(size, 'buffer:update-method=map:columns=100:rows=20') },
    { name: 'ideas', command: glmark2(size, 'ideas:speed=duration') },
    { name: 'jellyfish', command: glmark2(size, 'jellyfish') },
    { name: 'desktop', command: glmark2(size, 'desktop:effect=shadow:windows=4') },
    { name: 'pulsar', command: glmark2(size, 'pulsar') },
  ];
}
