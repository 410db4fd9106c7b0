import { PipeFormat } from '@virglass/protocol';
import { VirglBench } from '@virglass/testkit';
import { expect, test } from 'vitest';

/*
 * What a guest reads from a texture that nobody has written is zero, and not what the process had in that memory before: a driver
 * without hardware for a compressed format keeps its blocks in plain heap memory.
 */
test.each(['ETC2_RGBA8', 'ETC2_R11_UNORM', 'ASTC_4x4', 'ASTC_8x5', 'DXT5_RGBA', 'BPTC_RGBA_UNORM', 'RGTC2_UNORM'] as const)(
  'a new texture of %s is zero',
  (name) => {
    using bench = new VirglBench();
    using guest = bench.guest();
    for (let round = 0; round < 20; round++) {
      // Memory of the sizes that the texture's will have, with something in it that must not be seen again.
      const secrets = [256, 512, 1024, 1200, 2048, 4096].map((bytes) => bench.gl.memory(bytes));
      for (const secret of secrets) secret.bytes.fill(0xa5);
      for (const secret of secrets) bench.gl.freeMemory(secret);
      const id = guest.resource({ format: PipeFormat[name], width: 32, height: 32, bind: 8, lastLevel: round % 3 });
      expect(guest.read(id, 1024, { width: 32, height: 32 }).findIndex((byte) => byte !== 0)).toBe(-1);
    }
  },
);
