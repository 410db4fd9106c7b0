/*
 * A client's turn: execute what is here, answer, read on, until there is nothing more or others must have their turn.
 *
 * Reading again right after executing is what makes a stream cheap: clients write a dozen times a frame, a read that finds
 * nothing costs half a microsecond, and being woken by the event loop costs ten. For the same reason the rest of a message
 * whose beginning is here is tried for a few times.
 */
import { Errno } from '@virglass/host-linux';
import { VtestCommand } from '@virglass/protocol';
import { type Client, Outcome } from './client.ts';
import { commands, messageBytes } from './commands.ts';
import { commandsPerTurn, partialReads, turnMilliseconds } from './limits.ts';
import { receiveBufferFull } from './receive-buffer.ts';

/** How a turn ended. */
export const TurnEnd = {
  /** The client has sent nothing more. */
  IDLE: 0,
  /** There is more to do; others first. */
  MORE: 1,
  /** Nothing goes on before the GPU has finished what the client waits for. */
  WAITING: 2,
  /** The client has to read its answers first. */
  STALLED: 3,
  /** Answers wait because too many descriptors are in flight in the whole system. */
  CONGESTED: 4,
  /** The connection is over. */
  CLOSED: 5,
} as const;
export type TurnEnd = (typeof TurnEnd)[keyof typeof TurnEnd];

/** Answers that may gather before they are sent. */
const replyBatchBytes = 64 * 1024;
const tooManyReferences = 109;

/** How a run of commands ended. */
const Run = { STARVED: 0, BUDGET: 1, WAITING: 2, REFUSED: 3, REPLIES: 4, GO_ON: 5 } as const;
type Run = (typeof Run)[keyof typeof Run];

/** What remains of a turn. One object for all turns: they never nest. */
const budget = { commands: 0, deadline: 0 };

/** Gives a client its turn. What ended the connection, if anything did, is in the client's log. */
export function takeTurn(client: Client): TurnEnd {
  budget.commands = commandsPerTurn;
  budget.deadline = performance.now() + turnMilliseconds;
  let partial = 0;
  for (;;) {
    const run = execute(client);
    const sent = client.replies.flush(client.socket);
    if (run === Run.REFUSED) return TurnEnd.CLOSED;
    if (sent !== 0) return unsent(client, sent);
    if (run === Run.WAITING) return TurnEnd.WAITING;
    if (run === Run.BUDGET) return TurnEnd.MORE;
    if (run === Run.REPLIES) continue;

    const received = client.received.fill(client.socket, client.received.available > 0 ? client.needed : 0);
    if (received > 0) {
      partial = 0;
    } else if (received === -Errno.EAGAIN) {
      if (client.received.available === 0 || ++partial > partialReads) return TurnEnd.IDLE;
    } else {
      return ended(client, received);
    }
  }
}

/** Executes what is here. */
function execute(client: Client): Run {
  const { received, begun } = client;
  if (begun.at >= 0) {
    const run = perform(client, begun.at, begun.id, begun.length, begun.bytes);
    if (run !== Run.GO_ON) return run;
  }
  for (;;) {
    const { available } = received;
    if (available < client.needed) return Run.STARVED;
    client.needed = 8;
    if (available < 8) return Run.STARVED;
    const length = received.peek(0);
    const id = received.peek(1);
    const command = commands[id];
    if (client.name === null && id !== VtestCommand.CREATE_RENDERER) {
      return refused(client, command?.name ?? `command ${id}`, 'the first command must be CREATE_RENDERER');
    }
    if (command === undefined) return refused(client, `command ${id}`, 'there is no such command');
    if (command.version > client.version) {
      return refused(client, command.name, `belongs to protocol ${command.version}, the client speaks ${client.version}`);
    }
    const size = messageBytes(client, id, command, length);
    if (size < 0) return refused(client, command.name, client.cause);
    if (available < size) {
      client.needed = size;
      return Run.STARVED;
    }
    if (command.context && !client.hasContext) {
      const status = client.openContext();
      if (status !== 0) return refused(client, command.name, `the renderer refused the context with status ${status}`);
    }
    const run = perform(client, received.locate(size) >>> 2, id, length, size);
    if (run !== Run.GO_ON) return run;
  }
}

/** Executes the command whose message lies at a word of the receive buffer. What cannot be finished now stays there. */
function perform(client: Client, at: number, id: number, length: number, bytes: number): Run {
  const { received, begun } = client;
  const command = commands[id]!;
  const outcome = command.handler(client, received.memory.words, at, length);
  if (outcome >= Outcome.WAIT) {
    begun.at = at;
    begun.id = id;
    begun.length = length;
    begun.bytes = bytes;
    return outcome === Outcome.WAIT ? Run.WAITING : Run.BUDGET;
  }
  begun.at = -1;
  received.consume(bytes);
  if (outcome === Outcome.REFUSED) return refused(client, command.name, client.cause);
  if (--budget.commands <= 0 || (command.timed && performance.now() > budget.deadline)) return Run.BUDGET;
  return client.replies.pending > replyBatchBytes ? Run.REPLIES : Run.GO_ON;
}

function refused(client: Client, command: string, cause: string): Run {
  client.log.warn(`${command}: ${cause}; disconnected`);
  return Run.REFUSED;
}

function unsent(client: Client, errno: number): TurnEnd {
  if (errno === -Errno.EAGAIN) return TurnEnd.STALLED;
  if (errno === -tooManyReferences) return TurnEnd.CONGESTED;
  if (errno === -Errno.EPIPE || errno === -Errno.ECONNRESET) client.log.debug('went away');
  else client.log.warn(`answers cannot be sent: error ${-errno}; disconnected`);
  return TurnEnd.CLOSED;
}

/** The stream is over, by the client's will or not. */
function ended(client: Client, received: number): TurnEnd {
  const { available } = client.received;
  if (received === receiveBufferFull) {
    client.log.warn(`${announced(client)}: the client's quota does not allow a larger receive buffer; disconnected`);
  } else if (received < 0 && received !== -Errno.ECONNRESET) {
    client.log.warn(`cannot be read from: error ${-received}; disconnected`);
  } else if (available > 0) {
    const of = available >= 8 ? ` of ${client.needed}` : '';
    client.log.warn(`${announced(client)}: the connection ended after ${available}${of} bytes`);
  } else {
    client.log.debug('went away');
  }
  return TurnEnd.CLOSED;
}

/** Name of the command whose beginning is here. */
function announced(client: Client): string {
  if (client.received.available < 8) return 'header';
  const id = client.received.peek(1);
  return commands[id]?.name ?? `command ${id}`;
}
