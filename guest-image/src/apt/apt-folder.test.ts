import { expect, test } from 'vitest';
import { configuration, installedStatus, parseSimulation } from './apt-folder.ts';
import { parseControl } from './control-file.ts';

test('what a simulated installation installs', () => {
  const text = [
    'Reading package lists...',
    'Inst gcc-14-base (14.2.0-19 Debian:13.2/stable [amd64])',
    'Inst busybox-static (1:1.37.0-6+b9 Debian:13.2/stable [amd64]) []',
    'Inst libelf1 (0.192-4 Debian:13.2/stable, Debian:backports/stable-backports [amd64])',
    'Conf gcc-14-base (14.2.0-19 Debian:13.2/stable [amd64])',
  ].join('\n');
  expect(parseSimulation(text)).toEqual([
    { name: 'gcc-14-base', version: '14.2.0-19' },
    { name: 'busybox-static', version: '1:1.37.0-6+b9' },
    { name: 'libelf1', version: '0.192-4' },
  ]);
});

test('packages that count as installed need nothing', () => {
  const text = 'Package: systemd\nVersion: 257\nArchitecture: amd64\nProvides: systemd-sysusers (= 257)\nDepends: mount\n';
  const [status, ...rest] = parseControl(installedStatus(parseControl(`${text}\n${text.replace('257', '256')}`)));
  expect(rest).toEqual([]);
  expect(Object.fromEntries(status ?? [])).toMatchObject({
    Package: 'systemd',
    Version: '257',
    Provides: 'systemd-sysusers (= 257)',
    Status: 'install ok installed',
  });
  expect(status?.has('Depends')).toBe(false);
});

test("the machine's way to the mirror is taken over, and nothing else", () => {
  const settings = [
    'Acquire "";',
    'Acquire::http::Proxy "http://proxy.test:3128";',
    'Acquire::Languages:: "de";',
    'Acquire::Retries "3";',
    'Acquire::IndexTargets::deb::Packages "";',
  ];
  const text = configuration('/folder', settings.join('\n'));
  expect(text).toContain('Acquire::http::Proxy "http://proxy.test:3128";\nAcquire::Retries "3";\n');
  expect(text).not.toContain('"de"');
  expect(text).not.toContain('IndexTargets');
  expect(text).toContain('Dir::State::status "/folder/status";');
});
