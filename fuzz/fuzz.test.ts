import { readdirSync } from 'node:fs';
import { commandHeader, commandOpcode, VtestCommand } from '@virglass/protocol';
import { afterAll, expect, test } from 'vitest';
import { allCells, allVtestCells } from './cells.ts';
import { Coverage } from './coverage.ts';
import { minimize } from './minimize.ts';
import { casesToCoverAll, makeCase } from './program.ts';
import { decodeCase, encodeCase, readCase, type Request, submitOf } from './requests.ts';
import { clientsToCoverAll, VtestTarget } from './vtest-target.ts';
import { bytesWish, rendererWish, Worker } from './workers.ts';

/*
 * The part of the fuzzer that every test run has time for: the same cases each time. `npm run fuzz` goes on where it ends.
 * VIRGLASS_FUZZ=n goes n times as far.
 */
const rounds = Math.max(1, Number(process.env['VIRGLASS_FUZZ'] ?? 1));
const CASES = 100 * rounds;
const CLIENTS = 80 * rounds;
const PATIENCE_MS = 240_000 * rounds;

const worker = new Worker();
afterAll(() => worker.stop());

test('every field, every class of value and every enum is sent', { timeout: PATIENCE_MS }, () => {
  const coverage = new Coverage();
  for (let index = 0; index < casesToCoverAll(); index++) coverage.sent(makeCase(1, index).cells);
  expect(allCells().length).toBeGreaterThan(5000);
  expect(coverage.missing()).toEqual([]);
});

test('a case follows from its seed, and survives being written', { timeout: PATIENCE_MS }, () => {
  for (const index of [0, 7, 100]) {
    const { requests } = makeCase(3, index);
    const bytes = encodeCase(requests);
    expect(encodeCase(makeCase(3, index).requests)).toEqual(bytes);
    expect(encodeCase(decodeCase(bytes))).toEqual(bytes);
  }
});

test(`${CASES} cases break nothing`, { timeout: PATIENCE_MS }, async () => {
  const coverage = new Coverage();
  for (let index = 0; index < CASES; index++) {
    const { outcome } = await worker.run(rendererWish(1, index));
    coverage.outcome(outcome.accepted, outcome.refused);
    // Under load a case may be slow; one that hangs is another finding.
    const findings = outcome.findings.filter(({ kind }) => kind !== 'slow');
    expect(findings, `case ${index}: npm run fuzz -- --from ${index} --cases 1`).toEqual([]);
  }
  // What is refused wherever it comes from would show nothing: these are not offered to guests.
  const notOffered = /VIDEO|FRAME$|MACROBLOCK|BITSTREAM|PIPE_RESOURCE|GET_MEMORY_INFO|LAYOUT|SHARED/;
  const never = coverage.neverAccepted().filter((name) => !notOffered.test(name));
  expect(never.length, never.join(', ')).toBeLessThan(4);
});

test.each(['gles', 'gl33'])('cases break nothing on %s', { timeout: PATIENCE_MS }, async (host) => {
  using other = new Worker(host);
  for (let index = 0; index < 10 * rounds; index++) {
    const { outcome } = await other.run(rendererWish(2, index));
    expect(
      outcome.findings.filter(({ kind }) => kind !== 'slow'),
      `case ${index}: VIRGLASS_TEST_GL=${host} npm run fuzz -- --seed 2 --from ${index} --cases 1`,
    ).toEqual([]);
  }
});

const hostile = new URL('../corpus/hostile/', import.meta.url);
/** What takes as long as the quota of time lets it; a server's other clients tell whether that works (e2e/regressions.test.ts). */
const aboutTime = /^(endless|many|million|indirect-giant)/;
const names = readdirSync(hostile, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !aboutTime.test(entry.name));

test.each(names.map(({ name }) => name))('%s breaks nothing', { timeout: PATIENCE_MS }, async (name) => {
  const { outcome } = await worker.run(bytesWish(readCase(new URL(`${name}/client.vtest.gz`, hostile).pathname)), PATIENCE_MS / 2);
  expect(outcome.findings.filter(({ kind }) => kind !== 'slow')).toEqual([]);
});

test('textures that come and go leave no memory behind', { timeout: PATIENCE_MS }, async () => {
  const create = (id: number): Request => requestWords(VtestCommand.RESOURCE_CREATE, [id, 2, 31, 10, 64, 64, 1, 1, 0, 4]);
  const unref = (id: number): Request => requestWords(VtestCommand.RESOURCE_UNREF, [id]);
  const requests = [1, 2, 3].flatMap((id) => [create(id), unref(id)]);
  const settle = async (times: number): Promise<number> => {
    let resident = 0;
    for (let i = 0; i < times; i++) {
      const report = await worker.run(bytesWish(requests));
      expect(report.outcome.findings).toEqual([]);
      resident = report.residentBytes;
    }
    return resident;
  };
  const before = await settle(60);
  // 400 times three textures of a megabyte.
  expect((await settle(400)) - before).toBeLessThan(64 << 20);
});

test(`${CLIENTS} clients of a real server harm nobody`, { timeout: PATIENCE_MS }, async () => {
  const coverage = new Coverage(allVtestCells());
  await using target = await VtestTarget.start();
  const step = Math.max(1, Math.floor(clientsToCoverAll() / CLIENTS));
  for (let i = 0; i < CLIENTS; i++) {
    const index = i * step;
    expect(await target.run(1, index, coverage), `npm run fuzz -- --target vtest --from ${index} --cases 1`).toEqual([]);
  }
});

/** A request of words. */
function requestWords(command: number, payload: readonly number[]): Request {
  const bytes = new Uint8Array(Uint32Array.from([payload.length, command, ...payload]).buffer);
  return { command, bytes, stream: [] };
}

test('the minimizer leaves what is needed', async () => {
  const words = (opcode: number, ...payload: number[]): Uint32Array => Uint32Array.of(commandHeader(opcode, 0, payload.length), ...payload);
  const stream = Array.from({ length: 40 }, (_, i) => words(i === 17 || i === 30 ? 14 : 24, 5, 6, 7, 8));
  const shows = (requests: readonly Request[]): Promise<boolean> => {
    const commands = requests.flatMap((request) => request.stream).filter(([header]) => commandOpcode(header!) === 14);
    return Promise.resolve(commands.length === 2 && commands.every((command) => command[2] === 6));
  };
  const [small] = await minimize([submitOf(stream)], shows);
  expect(small?.stream.map((command) => [...command.subarray(1)])).toEqual([
    [0, 6, 0],
    [0, 6, 0],
  ]);
});

test('a crash and a hang are findings', { timeout: PATIENCE_MS }, async () => {
  using other = new Worker();
  const wish = bytesWish(makeCase(1, 0).requests);
  expect((await other.run(wish, 1)).outcome.findings[0]).toMatchObject({ kind: 'hang' });
  const dying = other.run(wish);
  other.end('SIGSEGV');
  expect((await dying).outcome.findings[0]).toMatchObject({ kind: 'crash' });
});
