import { DrawbridgeError } from '@drawbridge/core';
import { createTokenSource } from '@drawbridge/oauth';
import { createLogRecorder } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import { createStartLog } from './start-log.ts';

const codes = ['sign_in_needed', 'token_endpoint_unreachable'] as const;

test.each(codes)('leaves %s of a source to the start, and nothing afterwards', async (code) => {
  const recorder = createLogRecorder();
  const start = createStartLog(recorder);
  const fail = async () => {
    const obtain = () => Promise.reject(new DrawbridgeError(code));
    const source = createTokenSource({ grant: { obtain, rotates: false }, log: start.log });
    await expect(source.get()).rejects.toMatchObject({ code });
    await source.close();
  };
  start.log.warn('else', { detail: 'told' });
  await fail();
  expect(recorder.entries).toEqual([{ level: 'warn', event: 'else', fields: { detail: 'told' } }]);
  start.started();
  await fail();
  expect(recorder.entries).toHaveLength(2);
});
