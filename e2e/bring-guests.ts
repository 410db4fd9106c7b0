/*
 * Brings what the tests of whole machines are made of into the user's cache: images, the User Mode Linux kernel, QEMUs. Takes minutes
 * the first time, and no time after. Called by ./test; each test would bring what it needs by itself.
 */
import { guestImage, umlKernel } from '@virglass/guest-image';
import { machineParts } from './qemu-support.ts';
import { progress } from './vm-support.ts';

/** Says why something could not be brought; the others go on. */
async function bring(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function bringMachines(): Promise<void> {
  await bring('image mini', () => guestImage('mini', { progress }));
  await bring('image desktop', () => guestImage('desktop', { progress }));
  await bring('QEMU', () => machineParts());
  await bring('QEMU with shared memory', () => machineParts('qemu11'));
}

// The others are mostly downloads, which the compiler does not need.
await Promise.all([bring('kernel of User Mode Linux', () => umlKernel({ progress })), bringMachines()]);
