/*
 * When V8 optimizes.
 *
 * V8 takes its better compilers to a function after 400 and 3000 calls, and not before 500 since it last met something new. A server calls
 * most of its functions once or a few times for a frame: at sixty frames a second it would run unoptimized for half a minute after a
 * program has started, and again after each that draws in another way. A fifteenth of that is enough: in glmark2's scenes of ten seconds
 * in a guest it is worth some five percent of the frames.
 *
 * Not at once, though: what is called often only while a server and its first client start would be compiled for nothing, and a client's
 * first frame would come a fifth of a second later for it.
 */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** The thresholds have these names in V8 13 (Node 24); where it does not know a name it says so on stderr, to everybody. */
const KNOWN_V8 = 13;
const START_MILLISECONDS = 2000;

/** What is set. */
export const eagerFlags = [
  '--invocation-count-for-maglev=30',
  '--invocation-count-for-turbofan=200',
  '--minimum-invocations-after-ic-update=30',
] as const;

/** Has V8 optimize after fewer calls, some seconds from now on. */
export function optimizeEagerlySoon(): void {
  if (Number.parseInt(process.versions.v8, 10) !== KNOWN_V8) return;
  setTimeout(() => {
    for (const flag of eagerFlags) setFlagsFromString(flag);
  }, START_MILLISECONDS).unref();
}
