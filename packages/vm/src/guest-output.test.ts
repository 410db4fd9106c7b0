import { expect, test } from 'vitest';
import { GuestOutput } from './guest-output.ts';

function taken(chunks: readonly string[]): { output: string; console: string; events: string[] } {
  const result = { output: '', console: '', events: [] as string[] };
  const guest = new GuestOutput('00ff', {
    output: (bytes) => (result.output += Buffer.from(bytes).toString('latin1')),
    console: (bytes) => (result.console += Buffer.from(bytes).toString('latin1')),
    event: (word, rest) => result.events.push(rest === '' ? word : `${word} ${rest}`),
  });
  for (const chunk of chunks) guest.feed(Buffer.from(chunk, 'latin1'));
  guest.finish();
  return result;
}

const whole = 'boot\nvirglass:00ff:begin\nhello\nvirglass:00ff:screenshot one\nno end of line\x00\xffvirglass:00ff:end 3\ndown\n';
const parts = { output: 'hello\nno end of line\x00\xff', console: 'boot\ndown\n', events: ['begin', 'screenshot one', 'end 3'] };

test('tells the command from the console and from markers', () => {
  expect(taken([whole])).toEqual(parts);
});

test.each([1, 2, 3, 5, 7, 16, 31])('does so in pieces of %i bytes', (size) => {
  const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.slice(i * size, (i + 1) * size));
  expect(taken(chunks)).toEqual(parts);
});

test('carriage returns of a terminal before the end of a marker are no part of it', () => {
  expect(taken(['virglass:00ff:begin\r\na\r\nvirglass:00ff:end 0\r\n'])).toEqual({
    output: 'a\r\n',
    console: '',
    events: ['begin', 'end 0'],
  });
});

test.each([
  ['another token', 'virglass:00fe:end 0\n'],
  ['a marker that never ends', `virglass:00ff:${'x'.repeat(5000)}`],
  ['the beginning of a marker at the end', 'virglass:00f'],
])('%s is output', (_, text) => {
  expect(taken(['virglass:00ff:begin\n', text]).output).toBe(text);
});

test('output is handed on at once, but for what may be a marker', () => {
  let output = '';
  const guest = new GuestOutput('00ff', {
    output: (bytes) => (output += Buffer.from(bytes).toString()),
    console: () => undefined,
    event: () => undefined,
  });
  guest.feed(Buffer.from('virglass:00ff:begin\nwhat is your name? '));
  expect(output).toBe('what is your name? ');
  guest.feed(Buffer.from('vir'));
  expect(output).toBe('what is your name? ');
  guest.feed(Buffer.from('tue'));
  expect(output).toBe('what is your name? virtue');
});

test('a machine that starts anew is on the console again', () => {
  const texts: string[] = [];
  const guest = new GuestOutput('1', {
    output: (bytes) => texts.push(`output ${Buffer.from(bytes).toString()}`),
    console: (bytes) => texts.push(`console ${Buffer.from(bytes).toString()}`),
    event: (word) => texts.push(word),
  });
  guest.feed(Buffer.from('virglass:1:begin\na'));
  guest.restarted();
  guest.feed(Buffer.from('boot'));
  guest.feed(Buffer.from('virglass:1:begin\nb'));
  expect(texts).toEqual(['begin', 'output a', 'console boot', 'begin', 'output b']);
});
