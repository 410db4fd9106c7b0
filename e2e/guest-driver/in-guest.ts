/* Runs inside a guest: draws every scene through the guest's own render node, and writes the bytes into a folder. */
import { drm } from '@virglass/guest/drm';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawScenes } from './draw.ts';

const [folder = '.'] = process.argv.slice(2);
for (const [name, { rgba }] of await drawScenes(drm())) writeFileSync(join(folder, `${name}.rgba`), rgba);
