import { DrawbridgeError, ERRORS, type ErrorCode, toDrawbridgeError } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { detailOf, levelOf, tellFault } from './told-fault.ts';

it.each<[ErrorCode, string]>([
  ['internal', 'error'],
  ['config_invalid', 'error'],
  ['store_unavailable', 'warn'],
  ['overloaded', 'warn'],
  ['parameter_missing', 'info'],
  ['token_expired', 'info'],
  ['access_denied', 'info'],
  ['sign_in_timeout', 'info'],
])('has %s at the level of %s', (code, level) => {
  expect(levelOf(new DrawbridgeError(code))).toBe(level);
});

it('tells what to do behind what happened, as two sentences', () => {
  const of = (detail: string, hint?: string) =>
    detailOf(new DrawbridgeError('internal', { detail, ...(hint !== undefined && { hint }) }));
  expect([of('it is so'), of('it is so', 'Do this.'), of('It is so.', 'Do this.')]).toEqual([
    'it is so',
    'it is so. Do this.',
    'It is so. Do this.',
  ]);
});

it('tells where a fault comes from that is ours, and of no other', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const log = createLogRecorder();
    const fault = new DrawbridgeError(code);
    tellFault(log, 'x', fault, { client: '::1' });
    const [entry] = log.entries;
    expect(entry).toMatchObject({ event: 'x', fields: { code, client: '::1' } });
    expect(entry?.fields['stack']).toBe(levelOf(fault) === 'error' ? fault.stack : undefined);
  }
});

it('has the stack of the mistake, and not of what was made of it', () => {
  const log = createLogRecorder();
  const mistake = new RangeError('index');
  tellFault(log, 'x', toDrawbridgeError(mistake));
  expect(log.entries).toMatchObject([{ level: 'error', fields: { stack: mistake.stack } }]);
});
