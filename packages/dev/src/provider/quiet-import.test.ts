import { afterEach, expect, test, vi } from 'vitest';
import { holdBackNotices } from './quiet-import.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function spyOnConsole() {
  const info = vi.spyOn(console, 'info').mockImplementation(() => {});
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  return { info, warn };
}

test.each([
  'oidc-provider WARNING: Unsupported runtime.',
  'oidc-provider NOTICE: default ttl.IdToken function called',
  '\u001B[31;1moidc-provider WARNING: in colour\u001B[0m',
])('holds back %j until it is told to stop', (line) => {
  const { info, warn } = spyOnConsole();
  const restore = holdBackNotices();
  console.info(line);
  console.warn(line);
  expect([info.mock.calls, warn.mock.calls]).toEqual([[], []]);

  restore();
  console.warn(line);
  expect(warn.mock.calls).toEqual([[line]]);
});

test.each([
  [['the disk is full', 3]],
  [['about oidc-provider WARNING: not its own line']],
  [[new Error('oidc-provider WARNING: an object')]],
  [[]],
])('lets %j pass', (values: unknown[]) => {
  const { info, warn } = spyOnConsole();
  const restore = holdBackNotices();
  console.info(...values);
  console.warn(...values);
  restore();
  expect([info.mock.calls, warn.mock.calls]).toEqual([[values], [values]]);
});
