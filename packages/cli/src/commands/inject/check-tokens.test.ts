import { DrawbridgeError, type ErrorCode } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { expect, test } from 'vitest';
import { checkTokens } from './check-tokens.ts';

function sourceOf(outcome: ErrorCode | number | undefined) {
  const source = {
    get: () =>
      typeof outcome === 'string'
        ? Promise.reject(new DrawbridgeError(outcome, { detail: 'why', hint: 'what to do' }))
        : Promise.resolve({
            accessToken: 'planted',
            tokenType: 'Bearer',
            obtainedAt: 0,
            ...(outcome !== undefined && { expiresAt: outcome }),
          }),
    peek: () => undefined,
    close: () => Promise.resolve(),
  };
  return { source, upstream: 'https://up.test' };
}

test('tells until when the first tokens are good', async () => {
  const sources = [sourceOf(5), sourceOf(undefined)];
  expect(await checkTokens({ sources }, createLogRecorder())).toEqual([5, undefined]);
});

test.each([
  'sign_in_needed',
  'token_endpoint_refused',
  'token_endpoint_wrong',
  'token_endpoint_untrusted',
] as const)('ends the start for %s', async (code) => {
  const checked = checkTokens({ sources: [sourceOf(code)] }, createLogRecorder());
  await expect(checked).rejects.toMatchObject({ code });
});

test.each([
  'token_endpoint_unreachable',
  'upstream_unreachable',
  'token_endpoint_timeout',
] as const)('warns of %s, which may pass', async (code) => {
  const log = createLogRecorder();
  expect(await checkTokens({ sources: [sourceOf(code)] }, log)).toEqual([undefined]);
  expect(log.entries).toMatchObject([{ level: 'warn', event: 'no token yet', fields: { code } }]);
});

test('tells nothing to who ends the start', async () => {
  const log = createLogRecorder();
  const sources = [sourceOf('token_endpoint_unavailable')];
  expect(await checkTokens({ sources }, log, AbortSignal.abort())).toEqual([undefined]);
  expect(log.entries).toEqual([]);
});
