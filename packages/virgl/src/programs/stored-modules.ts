import type { ModuleInfo } from '@virglass/shader';
import type { ProgramStore } from './program-store.ts';

/*
 * What is known of a shader's text without reading it.
 *
 * Reading a text takes longer than making a program of a binary. Choosing programs needs only the summary of a module, and
 * that a text is valid at all: both are kept under the text. With them in the store a text whose programs are there too is never
 * parsed. A text that was refused is never kept, so refusals are worded where and as they always are.
 */

/** Entries of this kind have no program. */
const nothing = new Uint8Array(0);

function keyOf(text: string): string {
  return `module\n${text}`;
}

/** The summary of a valid text as an earlier run found it; null when it has to be parsed. */
export function loadModuleInfo(store: ProgramStore | null, text: string): ModuleInfo | null {
  const entry = store?.get(keyOf(text)) ?? null;
  if (entry === null) return null;
  try {
    const info = JSON.parse(entry.description) as Omit<ModuleInfo, 'properties'> & { readonly properties: readonly [string, number][] };
    return { ...info, properties: new Map(info.properties) };
  } catch {
    store?.remove(keyOf(text));
    return null;
  }
}

/** Keeps the summary of a valid text. */
export function saveModuleInfo(store: ProgramStore | null, text: string, info: ModuleInfo): void {
  store?.put(keyOf(text), () => ({ description: JSON.stringify({ ...info, properties: [...info.properties] }), bytes: nothing }));
}
