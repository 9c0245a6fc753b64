import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { makeRenewalHandle, readRenewalHandle } from './renewal-handle.ts';

const HANDLE = `dbr_${'A'.repeat(42)}Q`;

const read = (parameter?: readonly unknown[], ...headers: readonly string[]) =>
  readRenewalHandle(
    testCall({ headers: headers.map((value) => ['Renewal-Handle', value] as const) }),
    new Map(parameter === undefined ? [] : [['renewal_handle', parameter]]),
  );

describe('readRenewalHandle refuses', () => {
  it.each([
    '',
    'dbr_',
    HANDLE.slice(1),
    `${HANDLE}A`,
    HANDLE.slice(0, -1),
    `${HANDLE}\n`,
    ` ${HANDLE}`,
    HANDLE.replace('A', '+'),
    HANDLE.toUpperCase(),
  ])('%j, as a parameter and as a header, and does not repeat it', (handle) => {
    const fault = expect.objectContaining({
      code: 'parameter_invalid',
      message: 'A parameter has a wrong value.',
      hint: 'A renewal handle is "dbr_" and 43 more characters. Is the variable that holds it set?',
    });
    expect(() => read([handle])).toThrow(fault);
    expect(() => read(undefined, handle)).toThrow(fault);
  });

  it.each([
    ['two parameters', () => read([HANDLE, HANDLE])],
    ['two headers', () => read(undefined, HANDLE, HANDLE)],
    ['a parameter and a header', () => read([HANDLE], HANDLE)],
    ['a number', () => read([1])],
    ['a list', () => read([[HANDLE]])],
  ])('%s', (_, reading) => {
    expect(reading).toThrow(expect.objectContaining({ code: 'parameter_invalid' }));
  });
});

describe('readRenewalHandle', () => {
  it('reads one of either place, and none', () => {
    expect(read([HANDLE])).toBe(HANDLE);
    expect(read(undefined, HANDLE)).toBe(HANDLE);
    expect(read()).toBeUndefined();
  });

  it('reads what is made, and no two that are made are the same', () => {
    const made = Array.from({ length: 50 }, makeRenewalHandle);
    for (const handle of made) expect(read([handle])).toBe(handle);
    expect(new Set(made).size).toBe(made.length);
  });
});
