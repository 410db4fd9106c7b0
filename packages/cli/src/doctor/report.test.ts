import { expect, test } from 'vitest';
import { describe, type Report } from './report.ts';

const report: Report = {
  virglass: '1.2.3',
  node: '24.0.0',
  system: 'Debian GNU/Linux 12 (bookworm)',
  ready: true,
  gl: {
    renderer: 'llvmpipe',
    vendor: 'Mesa',
    version: '4.5 Mesa 22.3.6',
    glsl: '4.50',
    api: 'OpenGL',
    platform: 'EGL of Mesa, surfaceless',
    quirks: [],
  },
  problem: null,
  renderNodes: [],
  offered: {
    gl: '3.3',
    gles: '3.0',
    glsl: '3.30',
    rows: { samples: 4 },
    capabilities: ['TEXTURE_VIEW', 'TRANSFER'],
    caps: [
      { field: 'maxSamples', value: 4, reason: 'GL.MAX_SAMPLES' },
      { field: 'render', value: [3, 1], reason: 'probed' },
    ],
  },
  shaderCache: { folder: '/somewhere/virglass/programs', entries: 12, bytes: 3 * 2 ** 20 },
  requirements: [
    { name: 'libEGL.so.1', kind: 'library', debianPackage: 'libegl1', usedFor: 'OpenGL', required: true, path: '/usr/lib/libEGL.so.1' },
    { name: 'cc', kind: 'program', debianPackage: 'gcc', usedFor: './run', required: false, path: null },
  ],
};

test('tells what is here, what is offered and what to install', () => {
  const text = describe(report);
  expect(text).toMatch(/^virglass 1\.2\.3, Node 24\.0\.0, Debian/);
  expect(text).toMatch(/version +OpenGL 4\.5 Mesa 22\.3\.6/);
  expect(text).toMatch(/OpenGL +3\.3, GLSL 3\.30/);
  expect(text).toMatch(/capabilities +TEXTURE_VIEW TRANSFER/);
  expect(text).toMatch(/cc +missing: \.\/run \(Debian: gcc\)/);
  expect(text).toMatch(/Shader cache\n {2}\/somewhere\/virglass\/programs {2}12 files, 3 MiB\n/);
  expect(text).toMatch(/sudo apt-get install gcc\n$/);
});

test('a machine without GL gets the reason', () => {
  const text = describe({ ...report, ready: false, gl: null, offered: null, problem: 'libEGL.so.1: cannot open' });
  expect(text).toMatch(/problem +libEGL\.so\.1: cannot open/);
  expect(text).toMatch(/Not ready to serve guests\./);
  expect(text).not.toContain('Offered to guests');
});
