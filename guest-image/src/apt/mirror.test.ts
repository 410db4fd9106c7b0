import { expect, test } from 'vitest';
import { chooseMirror } from './mirror.ts';

function target(fields: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries({ 'Created-By': 'Packages', Component: 'main', ...fields }));
}

const debian = { Origin: 'Debian', Label: 'Debian', Codename: 'bookworm', Release: 'bookworm', 'Repo-URI': 'http://mirror.test/debian/' };
const security = { ...debian, Label: 'Debian-Security', Codename: 'bookworm-security', 'Repo-URI': 'http://mirror.test/security/' };
const other = { Origin: 'Example', Codename: 'nodistro', Release: 'nodistro', 'Repo-URI': 'https://other.test/apt/' };
const unread = { Release: 'bookworm', 'Repo-URI': 'http://mirror.test/unread' };

test.each([
  ["Debian's own", [target(other), target(security), target(debian)], 'http://mirror.test/debian/'],
  [
    'the running release first',
    [target({ ...debian, Codename: 'sid', 'Repo-URI': 'http://sid.test/' }), target(debian)],
    'http://mirror.test/debian/',
  ],
  ['another release of it', [target({ ...debian, Codename: 'sid' })], 'http://mirror.test/debian/'],
  ['lists that were never fetched', [target(unread)], 'http://mirror.test/unread/'],
  ['no security archive without lists', [target({ ...unread, 'Repo-URI': 'http://mirror.test/debian-security/' })], null],
  ['no other parts', [target({ ...debian, Component: 'contrib' })], null],
  ['no other indexes', [target({ ...debian, 'Created-By': 'Translations' })], null],
  ['nothing of others', [target(other)], null],
  ['no discs', [target({ ...debian, 'Repo-URI': 'cdrom://disc/' })], null],
  ['nothing', [], null],
])('%s', (_, targets, mirror) => {
  expect(chooseMirror(targets, 'bookworm')).toBe(mirror);
});
