/** A version of QEMU: major, minor, micro. */
export type QemuVersion = readonly [major: number, minor: number, micro: number];

/** What is in the output of `qemu-system-x86_64 --version`; null when it is something else. */
export function parseVersion(text: string): QemuVersion | null {
  const match = /^QEMU emulator version (\d+)\.(\d+)\.(\d+)/m.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether a version is not older than another. */
export function atLeast(version: QemuVersion, oldest: QemuVersion): boolean {
  for (let i = 0; i < 3; i++) if (version[i] !== oldest[i]) return version[i]! > oldest[i]!;
  return true;
}

/** '10.0.2'. */
export function formatVersion(version: QemuVersion): string {
  return version.join('.');
}
