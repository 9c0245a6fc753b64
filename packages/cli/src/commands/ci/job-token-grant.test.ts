import { type DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { ExchangedToken } from '@drawbridge/oauth';
import { createTestClock, createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { jobTokenGrant, type JobTokenOptions } from './job-token-grant.ts';
import type { ReadToken } from './read-job-token.ts';
import { createRenewals } from './renewal-handles.ts';

let issuer: TestIssuer;
let clock: ReturnType<typeof createTestClock>;
let written: string[];
/** What the exchange was sent beside the token of the job. */
let handles: (string | undefined)[];
/** The token of the job as it is now, and what the exchange has. */
let job: ReadToken;
let answers: ExchangedToken[];

beforeAll(async () => {
  issuer = await createTestIssuer({ issuer: 'https://ci.test', algorithms: ['ES256'] });
});

beforeEach(async () => {
  clock = createTestClock();
  written = [];
  handles = [];
  job = await tokenOf(3600);
  answers = [];
});

/** A token that ends in so many seconds. */
async function tokenOf(life: number): Promise<{ token: string; expiresAt: number }> {
  const expiresAt = clock.seconds() + life;
  return { token: await issuer.issue({ exp: expiresAt }), expiresAt };
}

/** What the exchange gives next. */
async function mint(life: number, renewalHandle?: string): Promise<string> {
  const { token } = await tokenOf(life);
  const handle = renewalHandle === undefined ? {} : { renewalHandle };
  const types = { issuedTokenType: 'urn:ietf:params:oauth:token-type:id_token', tokenType: 'N_A' };
  answers.push({ accessToken: token, ...types, expiresIn: life, ...handle });
  return token;
}

function makeGrant(options: Partial<JobTokenOptions> = {}) {
  return jobTokenGrant({
    read: async () => job,
    isRenewed: false,
    clock,
    write: async (token) => void written.push(token),
    exchange: createRenewals()(async (_, handle) => {
      handles.push(handle);
      const answer = answers.shift();
      if (answer === undefined) throw new Error('nothing left');
      return answer;
    }),
    ...options,
  });
}

const { signal } = new AbortController();
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (thrown: unknown): DrawbridgeError['code'] => toDrawbridgeError(thrown).code,
  );

test('a token is written before it is answered, and never where it was not given', async () => {
  const grant = makeGrant();
  const minted = await mint(600);
  expect(await grant.obtain(undefined, signal)).toMatchObject({
    accessToken: minted,
    expiresAt: clock.seconds() + 600,
  });
  expect(written).toEqual([minted]);
  await expect(grant.obtain(undefined, signal)).rejects.toThrow('nothing left');
  expect(written).toEqual([minted]);
});

test('the handle of a token renews that token, as often as is needed, and no other', async () => {
  const grant = makeGrant({ isRenewed: true });
  await mint(600, 'dbr_1');
  const first = await grant.obtain(undefined, signal);
  await mint(600);
  await grant.obtain(first, signal);
  await mint(600);
  await grant.obtain(first, signal);
  job = await tokenOf(3600);
  await mint(600, 'dbr_2');
  await grant.obtain(first, signal);
  await mint(600);
  await grant.obtain(first, signal);
  expect(handles).toEqual([undefined, 'dbr_1', 'dbr_1', undefined, 'dbr_2']);
});

test('a handle is kept where the token could not be written', async () => {
  let isFull = true;
  const write = async (token: string) => {
    if (isFull) throw new Error('full');
    written.push(token);
  };
  const grant = makeGrant({ write });
  await mint(3600, 'dbr_1');
  await expect(grant.obtain(undefined, signal)).rejects.toThrow('full');
  isFull = false;
  const minted = await mint(3600);
  await grant.obtain(undefined, signal);
  expect([handles, written]).toEqual([[undefined, 'dbr_1'], [minted]]);
});

test('what lives as long as the token of the job is the last', async () => {
  const grant = makeGrant();
  await mint(600);
  const first = await grant.obtain(undefined, signal);
  await mint(3600);
  const last = await grant.obtain(first, signal);
  expect(await codeOf(grant.obtain(last, signal))).toBe('sign_in_needed');
  expect(handles).toHaveLength(2);
});

test('a token of the job that is renewed has no last', async () => {
  const grant = makeGrant({ isRenewed: true });
  await mint(3600);
  const first = await grant.obtain(undefined, signal);
  await mint(3600);
  expect(await codeOf(grant.obtain(first, signal))).toBe('none');
});

test('without an exchange it is the token of the job, once, and none that has ended', async () => {
  const grant = makeGrant({ exchange: undefined });
  const held = await grant.obtain(undefined, signal);
  expect([held.accessToken, written]).toEqual([job.token, [job.token]]);
  expect(await codeOf(grant.obtain(held, signal))).toBe('sign_in_needed');
  clock.advance(3600);
  expect(await codeOf(makeGrant({ exchange: undefined }).obtain(undefined, signal))).toBe(
    'token_expired',
  );
});

test('who closes its source waits for nothing that can be broken off', async () => {
  const closing = new AbortController();
  const grant = makeGrant({ read: () => new Promise(() => {}) });
  const attempt = grant.obtain(undefined, signal, closing.signal);
  closing.abort(new Error('closed'));
  await expect(attempt).rejects.toThrow('closed');
});
