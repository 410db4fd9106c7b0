/** A machine could not be made or run. */
export class VmError extends Error {
  /** What programs printed, for whoever wants to know more; may be empty. */
  readonly details: string;

  /** @param message - one line that says what failed and why */
  constructor(message: string, details = '', cause?: unknown) {
    super(message, { cause });
    this.name = 'VmError';
    this.details = details;
  }
}
