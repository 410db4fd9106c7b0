import { connect } from 'node:net';
import { VtestCommand } from '@virglass/protocol';
import { CliError } from '../errors.ts';

const NAME = 'virglass caps\0';
/** How long a server may take: the peer makes a GL context for each client first. */
const TIMEOUT_MS = 20_000;
/** Longest answer that is believed; the largest capability set so far has 1408 bytes. */
const MAX_ANSWER_BYTES = 65_536;

/**
 * Asks a vtest server for its capability set 2, as a client of protocol 0 does.
 *
 * @param socket - path of its Unix socket
 * @returns the set's bytes
 * @throws {CliError} when nobody listens, or the answer is none
 */
export function askCapset(socket: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const connection = connect(socket);
    const finish = (result: Uint8Array | string): void => {
      connection.destroy();
      if (typeof result === 'string') reject(new CliError(`no capabilities from ${socket}: ${result}`));
      else resolve(result);
    };
    connection.setTimeout(TIMEOUT_MS, () => finish(`no answer in ${TIMEOUT_MS / 1000} s`));
    connection.on('error', (error) => finish(error.message));
    connection.on('close', () => finish('the server closed the connection'));
    connection.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 8) return;
      // The answer's header: its bytes and one more, then the number of the set.
      const bytes = received.readUInt32LE(0) - 1;
      if (received.readUInt32LE(4) !== 2 || bytes < 0 || bytes > MAX_ANSWER_BYTES) return finish('it answered with something else');
      if (received.length >= 8 + bytes) finish(new Uint8Array(received.subarray(8, 8 + bytes)));
    });
    connection.on('connect', () => connection.write(request()));
  });
}

/** CREATE_RENDERER with a name, whose length is in bytes, and GET_CAPS2. */
function request(): Buffer {
  const message = Buffer.alloc(8 + NAME.length + 8);
  message.writeUInt32LE(NAME.length, 0);
  message.writeUInt32LE(VtestCommand.CREATE_RENDERER, 4);
  message.write(NAME, 8, 'latin1');
  message.writeUInt32LE(VtestCommand.GET_CAPS2, 8 + NAME.length + 4);
  return message;
}
