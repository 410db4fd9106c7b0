import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Image, RunningClient, VtestServer } from '@virglass/testkit';

/** Where a program runs. */
export interface Place {
  /** X display. */
  readonly display: string;
  /** Folder for its files; the program's HOME. */
  readonly folder: string;
}

/** Named pictures that a program drew through a server. */
export type Pictures = ReadonlyMap<string, Image>;

/** Draws a program's pictures through a server; the same pictures at every call. */
export type Draw = (on: VtestServer | 'direct') => Promise<Pictures>;

/** A program whose pictures can be compared. */
export interface RealProgram {
  readonly name: string;
  /** Executable that must be there, and the Debian package that brings it. */
  readonly program: string;
  readonly debianPackage: string;
  /** How two runs of it come to be comparable. */
  readonly how: string;
  /** Share of the pixels that may differ by more than 8 in a channel; default 0.002. */
  readonly share?: number;
  /** Why the pictures are compared with those that llvmpipe draws in the program's own process: the peer draws something else, wrongly. */
  readonly peerIsWrong?: string;
  /** Size and depth of the display; default 1280x1024x24. */
  readonly screen?: string;
  /** Makes the program ready: records it, or nothing. */
  readonly prepare: (place: Place, peer: VtestServer) => Promise<Draw>;
}

/** Something that is done to a program's window when so many frames have been shown: `key Return`, `mousemove 10 10`. */
export type Input = readonly [frame: number, action: string];

/** Sends input to a program on a display at its frames; ends early when the program does. */
export async function sendInput(client: RunningClient, inputs: readonly Input[], display: string, timeoutMs: number): Promise<void> {
  for (const [frame, action] of inputs) {
    if (!(await client.untilFrames(frame, timeoutMs))) return;
    execFileSync('xdotool', action.split(' '), { env: { ...process.env, DISPLAY: display } });
  }
}

/** Writes files into a program's home. */
export function writeHome(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** `count` numbers spread evenly over the second part of a list, its last one among them. */
export function lastOnes<T>(list: readonly T[], count: number, from = 0.4): T[] {
  const start = Math.floor(list.length * from);
  const length = list.length - start;
  const kept = Math.min(count, length);
  return Array.from({ length: kept }, (_, i) => list[start + Math.ceil(((i + 1) * length) / kept) - 1] as T);
}
