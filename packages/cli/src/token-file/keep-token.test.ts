import { DrawbridgeError } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { beforeEach, expect, test } from 'vitest';
import { keepToken } from './keep-token.ts';

let clock: ReturnType<typeof createTestClock>;
let told: string[];
/** What the next attempt ends with, where not well. */
let fault: DrawbridgeError | undefined;
beforeEach(() => {
  clock = createTestClock();
  told = [];
  fault = undefined;
});

const grant: TokenGrant = {
  rotates: false,
  async obtain() {
    if (fault !== undefined) throw fault;
    const obtainedAt = clock.seconds();
    return { accessToken: 'a', tokenType: 'N_A', obtainedAt, expiresAt: obtainedAt + 600 };
  },
};
const keep = () =>
  keepToken({
    grant,
    what: 'the token for AWS',
    clock,
    attemptTimeout: 1000,
    tell: (sentence) => void told.push(sentence),
  });
const failure = (code: 'upstream_unreachable' | 'sign_in_needed') =>
  new DrawbridgeError(code, { detail: 'ci.test\u001b[31m', hint: 'Try.' });

test('the fault of the first is thrown, and not told here', async () => {
  fault = failure('upstream_unreachable');
  const source = keep();
  await expect(source.get()).rejects.toMatchObject({ code: fault.code });
  await source.close();
  expect(told).toEqual([]);
});

test('a later one is told once, and so is that it is over', async () => {
  const source = keep();
  await source.get();
  clock.advance(3600);
  fault = failure('upstream_unreachable');
  for (let count = 0; count < 3; count++) {
    await expect(source.get()).rejects.toThrow('ci.test');
    clock.advance(3600);
  }
  fault = undefined;
  await source.get();
  await source.close();
  expect(told).toEqual([
    expect.stringMatching(
      /^the token for AWS could not be renewed: .* the command goes on\. Try\.$/,
    ),
    'the token for AWS is renewed again',
  ]);
  expect(told.join()).not.toContain('\u001b');
});

test('its end is no fault', async () => {
  const source = keep();
  await source.get();
  clock.advance(3600);
  fault = failure('sign_in_needed');
  await expect(source.get()).rejects.toMatchObject({ code: fault.code });
  await source.close();
  expect(told).toEqual([]);
});
