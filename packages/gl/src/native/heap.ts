/*
 * Keeping the C library's heap from growing without bound.
 *
 * A driver that draws on the CPU keeps textures in ordinary memory, aligned. The allocator of glibc before 2.38 does not reuse an
 * aligned block that was freed for the next one of the same size: with anything small allocated in between, the heap grows by the
 * size of each new texture, though nothing leaks. A guest that makes and drops textures would take all memory in a minute while
 * its quota is never touched. So large blocks are mapped, which gives them back at once (glibc does so by itself until the first
 * of them is freed, and then raises the threshold), and after many textures have gone, free pages between blocks in use are
 * given back. What is free at the heap's end is kept, up to a bound, for the next draw.
 */
import koffi from 'koffi';
import type { NativeFunction } from './call.ts';

/** Parameters of mallopt. @source glibc malloc.h */
const M_TRIM_THRESHOLD = -1;
const M_TOP_PAD = -2;
const M_MMAP_THRESHOLD = -3;
const M_MMAP_MAX = -4;

/** Blocks from this size on are mapped: where glibc begins, and twice what llvmpipe takes and drops for every scene. */
const MAPPED_BYTES = 128 * 1024;

/** Mapped blocks at most: a quarter of what Linux allows a process (vm.max_map_count). */
const MAPPED_BLOCKS = 16_384;

/**
 * Free bytes at the end of the heap that are kept. llvmpipe takes and drops the vertices of each draw, some megabytes of them; with glibc's
 * own 128 KiB the system took those pages away after every draw and gave them back, emptied, for the next.
 */
const KEPT_BYTES = 32 << 20;

/** Bytes by which the heap grows at least. */
const GROWTH_BYTES = 1 << 20;

/** Textures that may go before free pages are given back: some 30 ms of work, 64 MiB of textures just too small to be mapped. */
const TEXTURES_BETWEEN_TRIMS = 1024;

/** A function of the C library; null where it has none of this name (musl). */
function libc(prototype: string): NativeFunction | null {
  try {
    return koffi.load(null).func(prototype) as NativeFunction;
  } catch {
    return null;
  }
}

/**
 * Bounds the heap of this process from now on.
 *
 * @param methods - functions of a context that draws on the CPU; its `deleteTexture` is replaced by one that looks after the heap
 */
export function boundHeap(methods: Record<string, NativeFunction>): void {
  const mallopt = libc('int mallopt(int parameter, int value)');
  mallopt?.(M_MMAP_THRESHOLD, MAPPED_BYTES);
  mallopt?.(M_MMAP_MAX, MAPPED_BLOCKS);
  mallopt?.(M_TRIM_THRESHOLD, KEPT_BYTES);
  mallopt?.(M_TOP_PAD, GROWTH_BYTES);
  const trim = libc('int malloc_trim(size_t pad)');
  const { deleteTexture } = methods;
  if (trim === null || deleteTexture === undefined) return;
  let deleted = 0;
  methods['deleteTexture'] = (name: number) => {
    deleteTexture(name);
    if (++deleted < TEXTURES_BETWEEN_TRIMS) return;
    deleted = 0;
    trim(0);
  };
}
