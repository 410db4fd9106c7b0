import type { MessageSpec } from '@virglass/protocol';
import { allCells, type Cell, cellName, classesOf, isCommand, leavesOf } from './cells.ts';

/** How often each cell has been sent, and what became of each command. */
export class Coverage {
  readonly #cells: readonly Cell[];
  readonly #specs: readonly MessageSpec[];
  readonly #sent = new Map<string, number>();
  readonly #accepted = new Map<string, number>();
  readonly #refused = new Map<string, number>();

  /** @param cells - what there is to cover */
  constructor(cells: readonly Cell[] = allCells()) {
    this.#cells = cells;
    this.#specs = [...new Set(cells.map(({ spec }) => spec))];
  }

  /** Notes what a case holds. */
  sent(names: Iterable<string>): void {
    for (const name of names) this.#sent.set(name, (this.#sent.get(name) ?? 0) + 1);
  }

  /** Notes how often commands were carried out and refused, by name. */
  outcome(accepted: Readonly<Record<string, number>>, refused: Readonly<Record<string, number>>): void {
    for (const [name, count] of Object.entries(accepted)) this.#accepted.set(name, (this.#accepted.get(name) ?? 0) + count);
    for (const [name, count] of Object.entries(refused)) this.#refused.set(name, (this.#refused.get(name) ?? 0) + count);
  }

  /** Cells that nothing has sent. */
  missing(): string[] {
    return this.#cells.map(({ spec, leaf, value }) => cellName(spec, leaf, value)).filter((name) => !this.#sent.has(name));
  }

  /** Commands that were never carried out. */
  neverAccepted(): string[] {
    return this.#specs.map(({ name }) => name).filter((name) => (this.#accepted.get(name) ?? 0) === 0);
  }

  /** The table: a line for each command with its cells, how many of them were sent, how often it was carried out and refused. */
  table(): string {
    const lines = [`${'command'.padEnd(32)} ${'cells'.padStart(9)} ${'done'.padStart(8)} ${'refused'.padStart(8)}  not sent`];
    let [all, reached] = [0, 0];
    for (const spec of this.#specs) {
      const names = this.#cells.filter((cell) => cell.spec === spec).map(({ leaf, value }) => cellName(spec, leaf, value));
      const rest = names.filter((name) => !this.#sent.has(name)).map((name) => name.slice(spec.name.length + 1));
      all += names.length;
      reached += names.length - rest.length;
      const counts = `${names.length - rest.length}/${names.length}`.padStart(9);
      const [done, refused] = [this.#accepted, this.#refused].map((map) => String(map.get(spec.name) ?? 0).padStart(8));
      const few = `${rest.slice(0, 4).join(', ')}${rest.length > 4 ? ', ...' : ''}`;
      lines.push(`${spec.name.padEnd(32)} ${counts} ${done} ${refused}  ${few}`.trimEnd());
    }
    lines.push(`${'all'.padEnd(32)} ${`${reached}/${all}`.padStart(9)}`);
    return lines.join('\n');
  }
}

/** Names of the cells that any plain command of this kind fills. */
export function plainCells(spec: MessageSpec): string[] {
  const names = leavesOf(spec).flatMap((leaf) => (classesOf(leaf).includes('plausible') ? [cellName(spec, leaf, 'plausible')] : []));
  return isCommand(spec) ? [...names, cellName(spec, null, 'exact')] : names;
}
