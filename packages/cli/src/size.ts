const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * Reads a size as people write it: `512M`, `2GiB`, `1.5g`, `4096`. Units are powers of 1024.
 *
 * @returns bytes, a positive safe integer; null when the text is no size
 */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (match === null) return null;
  const bytes = Math.floor(Number(match[1]) * (units[(match[2] ?? '').toLowerCase()] ?? 1));
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}

/** Writes bytes as people read them: `2 GiB`, `1.5 MiB`, `12 B`. */
export function formatSize(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let value = bytes;
  for (; value >= 1024 && at < names.length - 1; at++) value /= 1024;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${names[at]}`;
}
