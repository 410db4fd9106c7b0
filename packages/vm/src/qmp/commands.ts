/*
 * The commands and events of the QEMU machine protocol that are used here, as types; names and arguments are QEMU's.
 *
 * https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html
 */

/** What an input event says. @source QEMU qapi/ui.json InputEvent */
export type InputEvent =
  | { readonly type: 'key'; readonly data: { readonly down: boolean; readonly key: { readonly type: 'qcode'; readonly data: string } } }
  | { readonly type: 'btn'; readonly data: { readonly down: boolean; readonly button: string } }
  | { readonly type: 'abs' | 'rel'; readonly data: { readonly axis: 'x' | 'y'; readonly value: number } };

/** A screen, as virglass's back end tells of it. */
export interface QmpScreen {
  /** 0 when it is off. */
  readonly width: number;
  readonly height: number;
  /** How often something on it changed. */
  readonly updates: number;
  readonly cursor: { readonly x: number; readonly y: number; readonly visible: boolean };
}

/** Commands: what each is given and what it answers. */
export interface QmpCommands {
  qmp_capabilities: [args: undefined, result: object];
  /** Lets the processors run. */
  cont: [args: undefined, result: object];
  /** Pauses them. */
  stop: [args: undefined, result: object];
  /** Ends the monitor. */
  quit: [args: undefined, result: object];
  /** Resets the machine, as its button does. */
  system_reset: [args: undefined, result: object];
  /** What the guest's wish to reboot, or its panic, does. */
  'set-action': [
    args: { readonly reboot?: 'reset' | 'shutdown'; readonly panic?: 'pause' | 'shutdown' | 'exit-failure' | 'none' },
    result: object,
  ];
  'query-status': [args: undefined, result: { readonly status: string; readonly running: boolean }];
  /** Writes what a screen shows to a file; without a device, the first one's. */
  screendump: [
    args: {
      readonly filename: string;
      readonly format?: 'png' | 'ppm';
      readonly device?: string;
      readonly head?: number;
      readonly cursor?: boolean;
    },
    result: object,
  ];
  /** What the screens of virglass's own back end show. */
  'query-screens': [args: undefined, result: { readonly screens: readonly QmpScreen[] }];
  'input-send-event': [args: { readonly device?: string; readonly head?: number; readonly events: readonly InputEvent[] }, result: object];
}

/** Events, by name, with what they carry. */
export interface QmpEvents {
  SHUTDOWN: { readonly guest: boolean; readonly reason: string };
  RESET: { readonly guest: boolean; readonly reason: string };
  STOP: undefined;
  RESUME: undefined;
}
