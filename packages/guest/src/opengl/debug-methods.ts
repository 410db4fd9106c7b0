import { GL4 } from '../gl4-constants.ts';
import { ComputeMethods4 } from './compute-methods.ts';

/** A message of debug output. */
export interface DebugMessage {
  readonly source: number;
  readonly type: number;
  readonly id: number;
  readonly severity: number;
  readonly message: string;
}

/** Who is told of messages. */
export type DebugCallback = (source: number, type: number, id: number, severity: number, message: string) => void;

/** What a program has said about messages; null means any. */
interface DebugRule {
  readonly source: number;
  readonly type: number;
  readonly severity: number;
  readonly ids: ReadonlySet<number> | null;
  readonly enabled: boolean;
}

/** A group of messages, and the rules in force before it began. */
interface DebugGroup {
  readonly message: DebugMessage;
  readonly rules: readonly DebugRule[];
}

/** State of debug output. */
export interface DebugState {
  enabled: boolean;
  synchronous: boolean;
  callback: DebugCallback | null;
  rules: readonly DebugRule[];
  readonly log: DebugMessage[];
  readonly groups: DebugGroup[];
}

const MOST_MESSAGES = 64;
const MOST_GROUPS = 64;
const MOST_CHARACTERS = 4096;
const MOST_LABEL = 256;

const isSource = (source: number): boolean => source >= GL4.DEBUG_SOURCE_API && source <= GL4.DEBUG_SOURCE_OTHER;
const isProgramSource = (source: number): boolean => source === GL4.DEBUG_SOURCE_APPLICATION || source === GL4.DEBUG_SOURCE_THIRD_PARTY;
const isType = (type: number): boolean =>
  (type >= GL4.DEBUG_TYPE_ERROR && type <= GL4.DEBUG_TYPE_OTHER) || (type >= GL4.DEBUG_TYPE_MARKER && type <= GL4.DEBUG_TYPE_POP_GROUP);
const isSeverity = (severity: number): boolean =>
  (severity >= GL4.DEBUG_SEVERITY_HIGH && severity <= GL4.DEBUG_SEVERITY_LOW) || severity === GL4.DEBUG_SEVERITY_NOTIFICATION;

const errorNames = new Map<number, string>([
  [GL4.INVALID_ENUM, 'INVALID_ENUM'],
  [GL4.INVALID_VALUE, 'INVALID_VALUE'],
  [GL4.INVALID_OPERATION, 'INVALID_OPERATION'],
  [GL4.INVALID_FRAMEBUFFER_OPERATION, 'INVALID_FRAMEBUFFER_OPERATION'],
  [GL4.OUT_OF_MEMORY, 'OUT_OF_MEMORY'],
  [GL4.STACK_OVERFLOW, 'STACK_OVERFLOW'],
  [GL4.STACK_UNDERFLOW, 'STACK_UNDERFLOW'],
  [GL4.CONTEXT_LOST, 'CONTEXT_LOST'],
]);

/** Debug output. */
export class DebugMethods4 extends ComputeMethods4 {
  /** @internal */
  declare debug: DebugState;

  override switchDebug(cap: number, on: boolean): void {
    if (cap === GL4.DEBUG_OUTPUT) this.debug.enabled = on;
    else this.debug.synchronous = on;
  }

  override debugSwitch(cap: number): boolean {
    return cap === GL4.DEBUG_OUTPUT ? this.debug.enabled : this.debug.synchronous;
  }

  /** @internal Errors are messages too. */
  override record(error: number, method: string): void {
    super.record(error, method);
    const message = `${errorNames.get(error) ?? error} in ${method}`;
    this.#tell({ source: GL4.DEBUG_SOURCE_API, type: GL4.DEBUG_TYPE_ERROR, id: error, severity: GL4.DEBUG_SEVERITY_HIGH, message });
  }

  #tell(message: DebugMessage): void {
    const { debug } = this;
    if (!debug.enabled || !this.#wants(message)) return;
    if (debug.callback !== null) debug.callback(message.source, message.type, message.id, message.severity, message.message);
    else if (debug.log.length < MOST_MESSAGES) debug.log.push(message);
  }

  /** The last rule that fits a message counts; those of low severity are off at first. */
  #wants({ source, type, id, severity }: DebugMessage): boolean {
    const fits = (rule: DebugRule): boolean =>
      (rule.source === GL4.DONT_CARE || rule.source === source) &&
      (rule.type === GL4.DONT_CARE || rule.type === type) &&
      (rule.severity === GL4.DONT_CARE || rule.severity === severity) &&
      (rule.ids === null || rule.ids.has(id));
    return this.debug.rules.findLast(fits)?.enabled ?? severity !== GL4.DEBUG_SEVERITY_LOW;
  }

  /** Has messages told to a function; null: they are logged. */
  debugMessageCallback(callback: DebugCallback | null): void {
    if (!this.isLost()) this.debug.callback = callback;
  }

  debugMessageControl(source: number, type: number, severity: number, ids: ArrayLike<number> | null, enabled: boolean): void {
    const method = 'debugMessageControl';
    if (this.isLost()) return;
    const any = GL4.DONT_CARE;
    const known = (source === any || isSource(source)) && (type === any || isType(type)) && (severity === any || isSeverity(severity));
    if (!known) return this.fail(GL4.INVALID_ENUM, method);
    const some = ids !== null && ids.length > 0;
    if (some && (source === any || type === any || severity !== any)) return this.fail(GL4.INVALID_OPERATION, method);
    this.debug.rules = [...this.debug.rules, { source, type, severity, ids: some ? new Set(Array.from(ids)) : null, enabled }];
  }

  debugMessageInsert(source: number, type: number, id: number, severity: number, message: string): void {
    const method = 'debugMessageInsert';
    if (this.isLost()) return;
    if (!isProgramSource(source) || !isType(type) || !isSeverity(severity)) return this.fail(GL4.INVALID_ENUM, method);
    if (message.length >= MOST_CHARACTERS) return this.fail(GL4.INVALID_VALUE, method);
    this.#tell({ source, type, id, severity, message });
  }

  /** Takes messages out of the log, the oldest first. */
  getDebugMessageLog(count: number): DebugMessage[] {
    return this.debug.log.splice(0, Math.max(0, count));
  }

  pushDebugGroup(source: number, id: number, message: string): void {
    const method = 'pushDebugGroup';
    if (this.isLost()) return;
    if (!isProgramSource(source)) return this.fail(GL4.INVALID_ENUM, method);
    if (message.length >= MOST_CHARACTERS) return this.fail(GL4.INVALID_VALUE, method);
    const { debug } = this;
    if (debug.groups.length + 1 >= MOST_GROUPS) return this.fail(GL4.STACK_OVERFLOW, method);
    const told = { source, type: GL4.DEBUG_TYPE_PUSH_GROUP, id, severity: GL4.DEBUG_SEVERITY_NOTIFICATION, message };
    debug.groups.push({ message: told, rules: debug.rules });
    this.#tell(told);
  }

  popDebugGroup(): void {
    if (this.isLost()) return;
    const group = this.debug.groups.pop();
    if (group === undefined) return this.fail(GL4.STACK_UNDERFLOW, 'popDebugGroup');
    this.#tell({ ...group.message, type: GL4.DEBUG_TYPE_POP_GROUP });
    this.debug.rules = group.rules;
  }

  /** Names an object, for tools; null takes the name away. */
  objectLabel(object: { label: string }, label: string | null): void {
    if (this.isLost()) return;
    if (label !== null && label.length >= MOST_LABEL) return this.fail(GL4.INVALID_VALUE, 'objectLabel');
    object.label = label ?? '';
  }

  getObjectLabel(object: { readonly label: string }): string {
    return object.label;
  }
}
