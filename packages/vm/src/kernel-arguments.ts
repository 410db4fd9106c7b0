/** What the guest's init is told; see guest-image for what it does with it. */
export interface GuestOrder {
  /** Shell command to run; null: none. */
  readonly command: string | null;
  /** What runs it: nothing but a shell, or a session of the image's. */
  readonly session: 'desktop' | 'shell' | null;
  /** Hexadecimal digits that mark lines of the guest's init. */
  readonly token: string;
  /** Where /share comes from; null: nowhere. */
  readonly share: GuestSource | null;
  /** Where a command comes from that is too long for the kernel's arguments. */
  readonly script: GuestSource;
}

/** A place outside of the guest, as its init finds it: a kind, and a path or tag. */
export interface GuestSource {
  readonly kind: 'hostfs' | '9p' | 'fw_cfg';
  /** Without spaces. */
  readonly name: string;
}

/** Bytes of base64 that a command may have there: a PC's kernel takes 2048 in all. */
const COMMAND_BYTES = 1200;

/** Whether a command fits into the kernel's arguments; a longer one goes to the guest as `script`. */
export function fitsArguments(command: string): boolean {
  return base64(command).length <= COMMAND_BYTES;
}

/** The arguments that carry an order to the guest's init, whatever the machine is. */
export function guestArguments({ command, session, token, share, script }: GuestOrder): string[] {
  const args = [`virglass.token=${token}`];
  if (share !== null) args.push(`virglass.share=${source(share)}`);
  if (session !== null) args.push(`virglass.session=${session}`);
  if (command !== null) args.push(fitsArguments(command) ? `virglass.run=${base64(command)}` : `virglass.script=${source(script)}`);
  return args;
}

function source({ kind, name }: GuestSource): string {
  return name === '' ? kind : `${kind}:${name}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
