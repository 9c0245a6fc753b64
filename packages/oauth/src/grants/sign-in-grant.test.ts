import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  type GrantOptions,
  TEST_CLIENT,
} from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { faultOf, json } from '../endpoint.fixture.ts';
import { createIdTokenCheck } from '../id-token/id-token-check.ts';
import { createTokenSource } from '../source/create-token-source.ts';
import { keepTokens, keptTokens } from '../source/kept-tokens.ts';
import { memoryKeeper } from '../source/memory-keeper.ts';
import type { TokenSet } from '../token-set.ts';
import { signInGrant } from './sign-in-grant.ts';

const { signal } = new AbortController();

/** A sign-in at a provider in this process, kept, and what renews it. */
async function signIn(options: GrantOptions = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const { clientId, clientSecret } = TEST_CLIENT;
  const provider = { issuer: issuer.issuer, jwksUri: 'https://issuer.test/jwks.json' };
  const first = await issuer.grant({}, options);
  const { accessToken, idToken = '', refreshToken = '' } = first;
  const held: TokenSet = {
    accessToken,
    idToken,
    refreshToken,
    tokenType: 'Bearer',
    obtainedAt: clock.seconds(),
    expiresAt: clock.seconds() + 300,
  };
  /** What the endpoint answers in place of its own answer. */
  let change = async (members: Record<string, unknown>) => members;
  const grant = signInGrant({
    clock,
    find: async () => ({
      endpoint: {
        url: 'https://issuer.test/token',
        client: { method: 'client_secret_basic', clientId, clientSecret },
        async fetch(url, init) {
          const answer = await issuer.webFetch(url, init);
          return json(
            await change((await answer.json()) as Record<string, unknown>),
            answer.status,
          );
        },
      },
      check: createIdTokenCheck({ provider, clientId, clock, fetchDocument: issuer.fetch }),
    }),
  });
  const keeper = memoryKeeper();
  await keepTokens(keeper, held);
  const source = () => createTokenSource({ grant, keeper, clock, log: createLogRecorder() });
  return {
    clock,
    issuer,
    held,
    grant,
    keeper,
    source,
    answer(how: typeof change) {
      change = how;
    },
  };
}

type World = Awaited<ReturnType<typeof signIn>>;

describe('an ID token that came by a refresh', () => {
  const wrongs: readonly (readonly [string, (world: World) => Promise<string>, RegExp])[] = [
    ['of somebody else', ({ issuer }) => issuer.issue({ aud: 'web', sub: 'bob' }), /somebody else/],
    [
      'of another issuer',
      ({ issuer }) => issuer.issue({ aud: 'web', iss: 'https://x.test' }),
      /iss/,
    ],
    ['for another client', ({ issuer }) => issuer.issue({ aud: 'other' }), /aud/],
    [
      'with a wrong signature',
      async ({ issuer }) => `${(await issuer.issue({ aud: 'web' })).slice(0, -8)}AAAAAAAA`,
      /signature/,
    ],
    [
      'that has expired',
      ({ issuer, clock }) => issuer.issue({ aud: 'web', exp: clock.seconds() - 100 }),
      /expired/,
    ],
    [
      'of another access token',
      ({ issuer }) => issuer.issue({ aud: 'web', at_hash: 'x'.repeat(22) }),
      /at_hash/,
    ],
    [
      'that was given to another',
      ({ issuer }) => issuer.issue({ aud: 'web', azp: 'other' }),
      /azp/,
    ],
  ];

  it.each(wrongs)('is thrown away: %s', async (_, forge, why) => {
    const world = await signIn();
    const forged = await forge(world);
    world.answer(async (members) => ({ ...members, id_token: forged }));
    const { refreshToken = '' } = world.held;
    const fault = await faultOf(world.grant.obtain(world.held, signal), forged, refreshToken);
    expect(fault.code).toBe('sign_in_needed');
    expect(fault.message).toMatch(why);
  });

  it('that is not accepted ends the source, which keeps the newest refresh token to be revoked', async () => {
    const { clock, held, keeper, source, answer } = await signIn();
    answer(async (members) => ({ ...members, id_token: `${held.idToken?.slice(0, -8)}AAAAAAAA` }));
    clock.advance(301);
    await expect(source().get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    const kept = await keptTokens(keeper);
    expect(kept?.refreshToken).toMatch(/./);
    expect(kept?.refreshToken).not.toBe(held.refreshToken);
    expect(kept?.idToken).toBeUndefined();
  });
});

describe('an answer without an ID token', () => {
  it('leaves the one before while it lasts, and ends with it', async () => {
    const { clock, held, grant } = await signIn({ idToken: 'first' });
    clock.advance(100);
    const given = await grant.obtain(held, signal);
    expect(given).toMatchObject({ idToken: held.idToken, expiresAt: held.expiresAt });
    expect(given.accessToken).not.toBe(held.accessToken);
    expect(given.refreshToken).not.toBe(held.refreshToken);
  });

  it('keeps none that has expired, but the refresh token, and asks for a sign-in with the reason', async () => {
    const { clock, issuer, held, keeper, source } = await signIn({ idToken: 'first' });
    clock.advance(301);
    const asked = source();
    const fault = await faultOf(asked.get());
    expect(fault).toMatchObject({ code: 'sign_in_needed' });
    expect(fault.message).toMatch(/without an ID token/);
    const kept = await keptTokens(keeper);
    expect(kept?.idToken).toBeUndefined();
    expect(kept?.refreshToken).not.toBe(held.refreshToken);
    // Nobody asks the provider again: it would be in vain.
    await faultOf(asked.get());
    expect((await faultOf(source().get())).message).toMatch(/without an ID token/);
    expect(issuer.requests.token).toBe(1);
  });
});

describe('keys', () => {
  it('that cannot be had leave the refresh token unused', async () => {
    const { clock, issuer, held, keeper, source } = await signIn();
    issuer.answer('jwks', { status: 503, body: 'none' });
    clock.advance(301);
    expect((await faultOf(source().get())).kind).toBe('upstream');
    expect(issuer.requests.token).toBe(0);
    expect(await keptTokens(keeper)).toEqual(held);
  });

  it('are there before the refresh token is used', async () => {
    const { held, grant, issuer, answer } = await signIn();
    const before: number[] = [];
    answer(async (members) => {
      before.push(issuer.requests.jwks);
      return members;
    });
    await grant.obtain(held, signal);
    expect([before, issuer.requests.jwks]).toEqual([[1], 1]);
  });

  /** Has a provider sign with a key that it did not publish before. */
  const renewKey = ({ issuer, clock, answer }: World, then = () => {}) =>
    answer(async (members) => {
      await issuer.rotate(false);
      then();
      const token = await issuer.issue({ aud: 'web', exp: clock.seconds() + 300 });
      return { ...members, id_token: token };
    });

  it('that came between the two are fetched anew', async () => {
    const world = await signIn();
    renewKey(world);
    expect(await world.grant.obtain(world.held, signal)).toMatchObject({ tokenType: 'Bearer' });
    expect(world.issuer.requests.jwks).toBe(2);
  });

  it('that cannot be fetched anew do not cost the sign-in: the next attempt goes on with the new refresh token', async () => {
    const world = await signIn();
    const { clock, issuer, held, keeper, source, answer } = world;
    renewKey(world, () => issuer.answer('jwks', { status: 503, body: 'none' }));
    clock.advance(301);
    expect((await faultOf(source().get())).kind).toBe('upstream');
    const kept = await keptTokens(keeper);
    expect(kept).toEqual({ ...held, refreshToken: kept?.refreshToken });
    expect(kept?.refreshToken).not.toBe(held.refreshToken);
    answer(async (members) => members);
    issuer.answer('jwks', undefined);
    expect((await source().get()).expiresAt).toBe(clock.seconds() + 300);
    expect(issuer.requests.token).toBe(2);
  });

  it('nor where whoever waited has given up over them', async () => {
    const world = await signIn();
    const { held, grant, issuer, answer } = world;
    let release = () => {};
    renewKey(world, () => {
      release = issuer.hold();
    });
    // The source waits no longer, and the attempt goes nowhere: it is asked again with what is kept.
    void grant.obtain(held, signal).catch(() => {});
    await vi.waitFor(() => expect(issuer.requests.jwks).toBe(2));
    answer(async (members) => members);
    release();
    expect(await grant.obtain(held, signal)).toMatchObject({ tokenType: 'Bearer' });
    expect(issuer.requests.token).toBe(2);
  });
});

it('gives tokens that end with the first of the two', async () => {
  const { clock, issuer, held, grant, answer } = await signIn();
  const ending = (exp: number) => issuer.issue({ aud: 'web', exp });
  const early = await ending(clock.seconds() + 60);
  answer(async (members) => ({ ...members, id_token: early }));
  const given = await grant.obtain(held, signal);
  expect(given).toMatchObject({ idToken: early, expiresAt: clock.seconds() + 60 });
  const late = await ending(clock.seconds() + 6000);
  answer(async (members) => ({ ...members, id_token: late }));
  expect(await grant.obtain(given, signal)).toMatchObject({ expiresAt: clock.seconds() + 300 });
});

it('sends nothing where the provider is not found', async () => {
  const { issuer, held } = await signIn();
  const grant = signInGrant({ find: () => Promise.reject(new Error('not found')) });
  await expect(grant.obtain(held, signal)).rejects.toThrow('not found');
  expect(issuer.requests.token).toBe(0);
});
