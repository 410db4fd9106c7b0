import { type BuildOptions } from '../options.ts';
import { runProgram } from './run-program.ts';

/** Seconds since 1970 that every file of an image is dated with: 1 January 2025. */
export const IMAGE_SECONDS = 1_735_689_600;
const identifier = '76697267-6c61-7373-0000-000000000001';

/**
 * Makes an erofs image of a folder: read-only, uncompressed (a guest without KVM would pay dearly for decompression, and pages
 * come from the host's cache), everything owned by root and of one date, so that the same folder gives the same bytes.
 */
export async function erofsImage(image: string, folder: string, options: BuildOptions): Promise<void> {
  options.progress?.({ text: 'writing the disk image' });
  const args = ['-x-1', `-T${IMAGE_SECONDS}`, '-U', identifier, '--all-root', image, folder];
  await runProgram('mkfs.erofs', args, { signal: options.signal });
}
