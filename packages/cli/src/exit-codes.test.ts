import { ERRORS } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { EXIT_CODES, exitCode } from './exit-codes.ts';

test('every kind of fault has an exit code that help explains', () => {
  const explained = EXIT_CODES.map(([code]) => code as number);
  for (const { kind } of Object.values(ERRORS)) {
    expect(explained).toContain(exitCode(kind));
    expect(exitCode(kind)).not.toBe(0);
  }
});

test('no exit code is explained twice', () => {
  expect(new Set(EXIT_CODES.map(([code]) => code)).size).toBe(EXIT_CODES.length);
});
