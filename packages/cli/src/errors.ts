/** Exit statuses of the command line. */
export const ExitCode = {
  OK: 0,
  /** The command could not do its work; the last line on stderr says why. */
  FAILED: 1,
  /** The command line itself is wrong. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure to be told in one line, with no stack: the user's or the machine's doing, not a bug. */
export class CliError extends Error {
  readonly exitCode: number;

  /**
   * @param message - one line: what failed, why, and what would help
   * @param exitCode - status of the process
   * @param cause - the error below, shown with `--log debug`
   */
  constructor(message: string, exitCode: number = ExitCode.FAILED, cause?: unknown) {
    super(message, { cause });
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}

/** The first line of whatever was thrown. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}

/** Ends the command line with a status that is not its own (a guest's command's), and without a word. */
export class CommandStatus extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.name = 'CommandStatus';
    this.status = status;
  }
}
