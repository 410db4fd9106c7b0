/* Cases made of what real programs sent: a piece of a recorded stream, damaged, cut into another one, or into a made-up program. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { mutate, VtestCommand } from '@virglass/protocol';
import { Dice, mixSeed } from './dice.ts';
import { type Case, makeCase } from './program.ts';
import { decodeCase, type Request, requestOf, submitOf } from './requests.ts';
import { mutateText } from './tgsi.ts';

const folder = new URL('../corpus/streams/', import.meta.url);

/** Requests of a recording that a case begins with: setting up and some frames. */
const longest = 120;
/** Bytes of an upload that are kept as they are. */
const largest = 1 << 20;

let recordings: readonly (readonly Request[])[] | null = null;

/** The beginnings of the recordings with all their data inside. */
function recorded(): readonly (readonly Request[])[] {
  recordings ??= ['', 'webgl2/'].flatMap((sub) =>
    readdirSync(new URL(sub, folder))
      .filter((name) => name.endsWith('.vtest.gz') && !name.startsWith('glxgears64'))
      .sort()
      .map((name) => {
        const requests = decodeCase(gunzipSync(readFileSync(new URL(sub + name, folder))).subarray(0, 6 << 20));
        return requests.filter(({ bytes }) => bytes.length < largest).slice(0, longest);
      }),
  );
  return recordings;
}

function damagedStream(dice: Dice, stream: readonly Uint32Array[]): Uint32Array[] {
  const out = [...stream];
  for (let n = dice.between(1, 4); n > 0 && out.length > 0; n--) {
    const at = dice.below(out.length);
    switch (dice.below(6)) {
      case 0:
        out.splice(at, 1);
        break;
      case 1:
        out.splice(dice.below(out.length), 0, out[at]!);
        break;
      case 2: {
        const other = dice.below(out.length);
        [out[at], out[other]] = [out[other]!, out[at]!];
        break;
      }
      case 3:
        out[at] = damagedShader(dice, out[at]!);
        break;
      default:
        out[at] = damagedPayload(dice, out[at]!);
    }
  }
  return out;
}

/** The payload changes, the header does not: the stream goes on behind it. */
function damagedPayload(dice: Dice, words: Uint32Array): Uint32Array {
  if (words.length < 2) return words;
  const payload = mutate(words.slice(1), dice.unit);
  const out = words.slice();
  out.set(payload.subarray(0, words.length - 1), 1);
  return out;
}

const firstText = 6;

/** A shader's text with something changed; what gets longer is cut. */
function damagedShader(dice: Dice, words: Uint32Array): Uint32Array {
  if ((words[0]! & 0xffff) !== 0x0401 || words.length <= firstText) return damagedPayload(dice, words);
  const out = words.slice();
  const bytes = new Uint8Array(out.buffer, firstText * 4);
  const changed = mutateText(dice, Buffer.from(bytes).toString('latin1').replace(/\0+$/, ''));
  bytes.fill(0);
  bytes.set(Buffer.from(changed, 'latin1').subarray(0, bytes.length - 1));
  return out;
}

/** The case of a run with this number. */
export function spliceCase(run: number, index: number): Case {
  const seed = mixSeed(run ^ 0x5bd1e995, index);
  const dice = new Dice(seed);
  const base = dice.pick(recorded());
  const requests: Request[] = [...base.slice(0, dice.between(8, base.length))];
  for (let n = dice.between(1, 6); n > 0; n--) {
    const at = dice.below(requests.length);
    const request = requests[at]!;
    if (request.command === VtestCommand.SUBMIT_CMD) requests[at] = submitOf(damagedStream(dice, request.stream));
    else if (dice.chance(0.2)) requests[at] = damagedRequest(dice, request);
    else if (dice.chance(0.5)) requests.splice(at, 1);
    else requests.splice(dice.below(requests.length), 0, request);
  }
  if (dice.chance(0.3)) {
    const other = dice.pick(recorded());
    requests.splice(dice.below(requests.length), 0, ...other.slice(0, dice.between(1, 30)));
  }
  if (dice.chance(0.2)) requests.push(...makeCase(run, index).requests);
  return { seed, requests, cells: [] };
}

/** A request with one of its numbers changed; its length and the size of its data stay right. */
function damagedRequest(dice: Dice, request: Request): Request {
  const bytes = request.bytes.slice();
  const words = Math.min(Math.floor(bytes.length / 4), 12);
  if (words <= 2) return request;
  const view = new DataView(bytes.buffer);
  view.setUint32(
    dice.between(2, words - 1) * 4,
    dice.pick([0, 1, 2, 7, 255, 4096, 65535, 0x7fffffff, 0xffffffff, dice.below(2 ** 31)]),
    true,
  );
  return requestOf(bytes);
}
