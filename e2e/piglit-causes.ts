/* Why tests that pass through the peer do not pass here: what the report of `piglit.ts` says beside each. */

/** A cause, and the tests that it holds for. */
export interface PiglitCause {
  readonly tests: RegExp;
  /** One sentence. */
  readonly cause: string;
}

/** The first row whose expression matches a test's name counts. */
export const piglitCauses: readonly PiglitCause[] = [];

/** The cause of a test's failure; null where nobody has found it. */
export function causeOf(test: string): string | null {
  return piglitCauses.find(({ tests }) => tests.test(test))?.cause ?? null;
}

/** Why tests give something else in a guest than over vtest, or with another Mesa: what the report of `piglit-guest.ts` says. */
export const guestCauses: readonly PiglitCause[] = [{ tests: /^spec@egl/, cause: 'tests of EGL do not run on GLX' }];

/** The cause of such a difference; null where nobody has found it. */
export function guestCauseOf(test: string): string | null {
  return guestCauses.find(({ tests }) => tests.test(test))?.cause ?? null;
}
