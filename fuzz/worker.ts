/*
 * The child process in which cases run: what ends it is a finding, not the end of the run. It says what it is about to execute
 * on descriptor 3, so that the parent knows what the last thing was.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { Arena } from './execute.ts';
import { makeCase } from './program.ts';
import { decodeCase, type Request } from './requests.ts';
import { runShaderCase } from './shader-target.ts';
import { spliceCase } from './splice.ts';
import type { Order, Report, Wish } from './workers.ts';

let arena: Arena | null = null;

function trace(name: string): void {
  writeSync(3, `${name}\n`);
}

function caseOf(wish: Exclude<Wish, { readonly kind: 'shader' }>): {
  readonly requests: readonly Request[];
  readonly cells: readonly string[];
} {
  switch (wish.kind) {
    case 'program':
      return makeCase(wish.run, wish.index);
    case 'splice':
      return spliceCase(wish.run, wish.index);
    default:
      return { requests: decodeCase(Buffer.from(wish.bytes, 'base64')), cells: [] };
  }
}

function execute(wish: Wish): Omit<Report, 'id' | 'residentBytes'> {
  if (wish.kind === 'shader') return runShaderCase(wish.run, wish.index);
  arena ??= new Arena(trace);
  const { requests, cells } = caseOf(wish);
  return { outcome: arena.run(requests, wish.twice, wish.kind === 'splice' && wish.index % 2 === 0), cells };
}

process.on('message', (order: Order) => {
  const report: Report = { id: order.id, ...execute(order.wish), residentBytes: process.memoryUsage.rss() };
  process.send!(report);
});

process.on('disconnect', () => process.exit(0));
