import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteSkip, readSkips, SKIPS_VARIABLE, summarizeSkips } from './skips.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-skips-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is noted is read again, in the order of the alphabet', () => {
  const file = join(folder, 'skips');
  vi.stubEnv(SKIPS_VARIABLE, file);
  noteSkip('zsh completes', ['zsh']);
  noteSkip('go-oidc accepts', ['golang-go', 'openssl']);
  expect(readSkips(file)).toEqual([
    'go-oidc accepts (needs golang-go, openssl)',
    'zsh completes (needs zsh)',
  ]);
});

test('nothing noted is nothing skipped', () => {
  expect(readSkips(join(folder, 'skips'))).toEqual([]);
  expect(summarizeSkips([], true)).toEqual({ text: '', failure: false });
});

test('skipped tests are named', () => {
  expect(summarizeSkips(['a (needs b)', 'c (needs d)'], false)).toEqual({
    text: 'Skipped for want of Debian packages:\n  a (needs b)\n  c (needs d)\n',
    failure: false,
  });
});

test('in CI they are a failure too', () => {
  const { text, failure } = summarizeSkips(['a (needs b)'], true);
  expect(failure).toBe(true);
  expect(text).toMatch(/^FAILED.*\n {2}a \(needs b\)\n$/);
});
