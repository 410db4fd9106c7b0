import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

test('elsewhere than on a terminal, each step is a line', () => {
  let text = '';
  const progress = new Progress((piece) => (text += piece), false);
  progress.step({ text: 'fetching', done: 1, total: 3 });
  progress.step({ text: 'fetching', done: 2, total: 3 });
  progress.step({ text: 'unpacking' });
  progress.end();
  expect(text).toBe('fetching\nunpacking\n');
});

test('on a terminal it is one line that is written over and goes', () => {
  let text = '';
  const progress = new Progress((piece) => (text += piece), true);
  progress.step({ text: 'fetching', done: 1, total: 3 });
  progress.step({ text: 'ok' });
  progress.line('done');
  expect(text).toBe('\rfetching 33 %\rok           \r  \rdone\n');
});
