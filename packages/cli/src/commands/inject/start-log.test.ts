import { DrawbridgeError, epochSeconds, systemClock } from '@drawbridge/core';
import { createTokenSource, memoryKeeper } from '@drawbridge/oauth';
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
    const fault: unknown = await source.get().catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code });
    await source.close();
    return fault as DrawbridgeError;
  };
  start.log.warn('else', { detail: 'told' });
  const told = await fail();
  expect(recorder.entries).toEqual([{ level: 'warn', event: 'else', fields: { detail: 'told' } }]);
  start.started([told]);
  expect(recorder.entries).toHaveLength(1);
  await fail();
  expect(recorder.entries).toHaveLength(2);
});

test('logs what the start does not tell: that nothing renews a token which serves still', async () => {
  const recorder = createLogRecorder();
  const start = createStartLog(recorder);
  const now = epochSeconds(systemClock);
  const tokens = {
    access_token: 'serves',
    token_type: 'Bearer',
    obtained_at: now,
    expires_at: now + 300,
  };
  const keeper = memoryKeeper();
  const kept = { v: 1, tokens, ended: { at: now, why: 'it was revoked' } };
  await keeper.write(JSON.stringify(kept), undefined);
  const obtain = () => Promise.reject(new Error('nobody asks'));
  const source = createTokenSource({ grant: { obtain, rotates: false }, keeper, log: start.log });
  expect(await source.get()).toMatchObject({ accessToken: 'serves' });
  expect(recorder.entries).toEqual([]);
  start.started([]);
  expect(recorder.entries).toMatchObject([
    {
      level: 'error',
      event: 'sign-in needed',
      fields: { detail: expect.stringContaining('it was revoked') },
    },
  ]);
  await source.close();
});
