/* What there is to cover of the virtio-gpu device: every field of every request with every class of value, and wrong shapes. */
import { virtioGpuSpecs } from '@virglass/protocol';
import { type Cell, classesOf, leavesOf } from './cells.ts';

/** What can be wrong with a whole request: its length, how it is cut into buffers, the room for its answer, its queue, its header. */
const requestClasses = [
  'exact',
  'shorter',
  'longer',
  'empty',
  'header',
  'pieces',
  'no room',
  'little room',
  'queue',
  'type',
  'flips',
  'fence',
  'ring',
];

let cells: readonly Cell[] | null = null;

/** Every field of every request, and every wrong shape. */
export function allGpuCells(): readonly Cell[] {
  cells ??= virtioGpuSpecs.flatMap((spec) => [
    ...leavesOf(spec).flatMap((leaf) => classesOf(leaf).map((value) => ({ spec, leaf, value }))),
    ...requestClasses.map((value) => ({ spec, leaf: null, value })),
  ]);
  return cells;
}
