import { ERRORS } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { EXIT_CODES, exitCode, kindOfExit } from './exit-codes.ts';

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

test('a process that ended with a fault of ours is answered with the same code, any other is a bug', () => {
  for (const code of [2, 3, 70]) expect(exitCode(kindOfExit(code))).toBe(code);
  for (const code of [undefined, 1, 134]) expect(exitCode(kindOfExit(code))).toBe(70);
});
