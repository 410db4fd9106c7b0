/*
 * Makes a case small: first fewer requests and commands, then shorter shaders, then plainer numbers, as long as the same thing
 * still goes wrong. Every attempt is a run, so the large steps come first.
 */
import {
  commandHeader,
  commandLength,
  commandObject,
  commandOpcode,
  decodeFields,
  encodeCommand,
  virglSpecOf,
  VtestCommand,
} from '@virglass/protocol';
import { type Request, requestOf, submitOf } from './requests.ts';

/** Whether a case still shows what is looked for. */
export type Shows = (requests: readonly Request[]) => Promise<boolean>;

/** A request, or one command of a stream. */
type Atom = Request | Uint32Array;

function atomsOf(requests: readonly Request[]): Atom[] {
  return requests.flatMap((request): Atom[] => (request.command === VtestCommand.SUBMIT_CMD ? [...request.stream] : [request]));
}

function requestsOf(atoms: readonly Atom[]): Request[] {
  const requests: Request[] = [];
  let stream: Uint32Array[] = [];
  const flush = (): void => {
    if (stream.length > 0) requests.push(submitOf(stream));
    stream = [];
  };
  for (const atom of atoms) {
    if (atom instanceof Uint32Array) stream.push(atom);
    else {
      flush();
      requests.push(atom);
    }
  }
  flush();
  return requests;
}

/** Leaves out as many items as it can, large pieces first (delta debugging). */
async function fewer<T>(items: readonly T[], shows: (items: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let rest = items;
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < rest.length;) {
      const without = [...rest.slice(0, at), ...rest.slice(at + size)];
      if (without.length < rest.length && (await shows(without))) rest = without;
      else at += size;
    }
  }
  return rest;
}

/** A copy of the list with one item replaced. */
function replaced<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((old, i) => (i === at ? item : old));
}

/** The same shader with only these lines, or null when the command holds no whole shader. */
function shaderWith(
  words: Uint32Array,
  lines: readonly string[] | null,
): { readonly words: Uint32Array; readonly lines: readonly string[] } | null {
  const spec = virglSpecOf(words[0] ?? 0);
  if (spec?.name !== 'CREATE_SHADER') return null;
  const { values, problem } = decodeFields(
    spec.fields,
    words,
    new Float32Array(words.buffer, words.byteOffset, words.length),
    1,
    words.length,
  );
  if (problem !== null || typeof values['text'] !== 'string') return null;
  const text = lines === null ? values['text'] : lines.join('\n');
  const room = new Uint32Array(words.length + 16);
  const end = encodeCommand(spec, { ...values, text, offset: text.length + 1 }, room, new Float32Array(room.buffer), 0);
  return { words: room.slice(0, end), lines: text.split('\n') };
}

/** Payload words of an atom that may be made plainer, and the atom with one of them changed. */
function payload(atom: Atom): {
  readonly first: number;
  readonly count: number;
  readonly word: (i: number) => number;
  readonly withWord: (i: number, word: number) => Atom;
} {
  if (atom instanceof Uint32Array) {
    return {
      first: 1,
      count: Math.min(atom.length, 64),
      word: (i) => atom[i] ?? 0,
      withWord: (i, word) => atom.with(i, word),
    };
  }
  const view = new DataView(atom.bytes.buffer, atom.bytes.byteOffset, atom.bytes.byteLength);
  return {
    first: 2,
    count: Math.min(Math.floor(atom.bytes.length / 4), 13),
    word: (i) => view.getUint32(i * 4, true),
    withWord: (i, word) => {
      const bytes = atom.bytes.slice();
      new DataView(bytes.buffer).setUint32(i * 4, word, true);
      return requestOf(bytes);
    },
  };
}

/** Makes a list in a command shorter by words at its end. */
function shorter(atom: Atom): Atom[] {
  if (!(atom instanceof Uint32Array) || atom.length < 3 || virglSpecOf(atom[0]!)?.name === 'CREATE_SHADER') return [];
  const header = atom[0]!;
  return [atom.length >> 1, atom.length - 1].map((length) => {
    const words = atom.slice(0, length);
    words[0] = commandHeader(commandOpcode(header), commandObject(header), Math.min(commandLength(header), length - 1));
    return words;
  });
}

/**
 * The smallest case found that still shows the same.
 *
 * @param attempts - runs at most
 */
export async function minimize(requests: readonly Request[], shows: Shows, attempts = 3000): Promise<readonly Request[]> {
  let left = attempts;
  const test = async (atoms: readonly Atom[]): Promise<boolean> => left-- > 0 && shows(requestsOf(atoms));
  let atoms: readonly Atom[] = await fewer(atomsOf(requests), test);
  for (let at = 0; at < atoms.length; at++) {
    const atom = atoms[at]!;
    const lines = atom instanceof Uint32Array ? shaderWith(atom, null)?.lines : undefined;
    if (!(atom instanceof Uint32Array) || lines === undefined) continue;
    const kept = await fewer(lines, (some) => test(replaced(atoms, at, shaderWith(atom, some)!.words)));
    if (kept.length < lines.length) atoms = replaced(atoms, at, shaderWith(atom, kept)!.words);
  }
  for (let at = 0; at < atoms.length; at++) {
    for (const candidate of shorter(atoms[at]!)) {
      const attempt = replaced(atoms, at, candidate);
      if (await test(attempt)) atoms = attempt;
    }
    const atom = atoms[at]!;
    if (atom instanceof Uint32Array && virglSpecOf(atom[0]!)?.name === 'CREATE_SHADER') continue;
    const { first, count } = payload(atom);
    for (let i = first; i < count; i++) {
      const { word, withWord } = payload(atoms[at]!);
      for (const plain of [0, 1]) {
        if (word(i) === plain) break;
        const attempt = replaced(atoms, at, withWord(i, plain));
        if (await test(attempt)) {
          atoms = attempt;
          break;
        }
      }
    }
  }
  return requestsOf(await fewer(atoms, test));
}
