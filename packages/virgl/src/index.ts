export type { ProgramStore, StoredEntry } from './programs/program-store.ts';
export { createVirglRenderer, type VirglOptions, type VirglRenderer } from './renderer.ts';
export { Status } from './status.ts';
