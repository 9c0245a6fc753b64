import { DrawbridgeError, type ErrorCode } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { checkTokens } from './check-tokens.ts';

const upstream = 'https://up.test';

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
  return { source, upstream, routes: [0] };
}

test('tells until when the first tokens are good', async () => {
  const sources = [sourceOf(5), sourceOf(undefined)];
  expect(await checkTokens({ sources })).toEqual([
    { upstream, routes: [0], expiresAt: 5 },
    { upstream, routes: [0] },
  ]);
});

test.each([
  'sign_in_needed',
  'token_endpoint_refused',
  'token_endpoint_wrong',
  'token_endpoint_untrusted',
  'data_unusable',
] as const)('ends the start for %s', async (code) => {
  await expect(checkTokens({ sources: [sourceOf(code)] })).rejects.toMatchObject({ code });
});

test.each([
  'token_endpoint_unreachable',
  'upstream_unreachable',
  'token_endpoint_timeout',
] as const)('goes on for %s, which may pass, and says so', async (code) => {
  expect(await checkTokens({ sources: [sourceOf(code)] })).toMatchObject([
    { upstream, missing: { code } },
  ]);
});
