import { listSettings } from '@drawbridge/node/config';
import { expect, test } from 'vitest';
import { SECTIONS, summarizeParts } from './parts.ts';

test('every setting is described in sentences', () => {
  const settings = listSettings(SECTIONS);
  expect(settings.length).toBeGreaterThan(10);
  // The section itself stands for its part.
  for (const { path, description } of settings.filter(({ path: at }) => !(at in SECTIONS))) {
    expect(description, path).toMatch(/^[A-Z`].*\.$/s);
  }
});

test('every variable is that of one setting', () => {
  const variables = listSettings(SECTIONS).flatMap(({ variable }) => variable ?? []);
  expect(new Set(variables).size).toBe(variables.length);
});

test('nothing configured is nothing', () => {
  expect(summarizeParts({})).toEqual([]);
});
