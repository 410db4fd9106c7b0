import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ContextError, createContext } from '../create-context.ts';
import { drm } from './drm.ts';

/* That it draws is shown in a guest, where there is a render node: e2e/guest-driver.test.ts. */

const make = (path?: string) => (): unknown => createContext(4, 4, { transport: drm(path === undefined ? {} : { path }) });

test('a path that is no render node is refused by name', () => {
  expect(make('/dev/null')).toThrow(/^\/dev\/null is no render node of virtio_gpu, but of something else/);
  expect(make('/dev/dri/nothing')).toThrow(/^open \/dev\/dri\/nothing: No such file or directory/);
  expect(make('/dev/null')).toThrow(ContextError);
});

test.skipIf(existsSync('/sys/module/virtio_gpu'))('where there is no GPU of a host, that is said', () => {
  expect(make()).toThrow(/^no render node of virtio_gpu: /);
});
