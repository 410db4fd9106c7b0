export { ExitCode } from './errors.ts';
export { type Output, run } from './program.ts';
