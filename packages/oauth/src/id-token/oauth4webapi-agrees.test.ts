import { createTestClock, createTestIssuer, forgeHostileTokens } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IdTokenWanted } from './id-token-check.ts';
import { CLIENT, HASHES, oracleOf, oursOf } from './oracle.fixture.ts';

const clock = createTestClock();
const now = clock.seconds();
const ALGORITHMS = ['ES256', 'RS256'] as const;

// The oracle has no clock but that of the machine.
beforeAll(() => vi.setSystemTime(clock.now()));
afterAll(() => vi.useRealTimers());

type Claims = Readonly<Record<string, unknown>>;

const known = await createTestIssuer({ clock, algorithms: ALGORITHMS });
const unknown = await createTestIssuer({ clock, algorithms: ALGORITHMS, freshKeys: true });

/** Seconds from now, on both sides of now and of the leeway. */
const time = fc
  .oneof(
    fc.constantFrom(-31, -30, -29, -1, 0, 1, 29, 30, 31, 30.5),
    fc.integer({ min: -100, max: 100 }),
  )
  .map((seconds) => now + seconds);
const name = fc.constantFrom(CLIENT, CLIENT, CLIENT, 'other', 'App', '', 7);
const party = fc.constantFrom(undefined, CLIENT, 'other');
const change = fc.oneof(
  ...['exp', 'nbf', 'iat'].map((claim) => time.map((at) => ({ [claim]: at }))),
  fc.constantFrom({ iat: undefined }, { exp: undefined }, { exp: String(now + 300) }),
  fc.constantFrom({ sub: '' }, { sub: undefined }, { sub: 7 }),
  fc.constantFrom({ iss: `${known.issuer}/` }, { iss: 'https://other.test' }),
  fc.record({ aud: fc.oneof(name, fc.array(name, { maxLength: 3 })), azp: party }),
  party.map((azp) => ({ azp })),
  fc.constantFrom({ nonce: 'n' }, { nonce: 'm' }, { nonce: '' }, { nonce: undefined }),
  time.map((at) => ({ auth_time: at - 60 })),
  fc.constantFrom({ auth_time: -5 }, { auth_time: String(now) }, { auth_time: undefined }),
  fc.constantFrom({ at_hash: HASHES.sha256 }, { at_hash: HASHES.sha384 }, { at_hash: 5 }),
);
/** A good token, but for two things at most. */
const claims = fc
  .array(change, { maxLength: 2 })
  .map((changes): Claims => Object.assign({ aud: CLIENT, auth_time: now, nonce: 'n' }, ...changes));
const wanted = fc.constantFrom<IdTokenWanted>(
  { nonce: 'n' },
  { nonce: 'n', maxAge: 60 },
  { maxAge: 60 },
  {},
);
const usual = { by: 'known', kid: 'own' };
const signer = fc.record({
  alg: fc.constantFrom(...ALGORITHMS),
  // By whom it is signed, and whose kid it has.
  as: fc.constantFrom(
    ...Array.from({ length: 12 }, () => usual),
    { by: 'unknown', kid: 'own' },
    { by: 'known', kid: 'other' },
    { by: 'known', kid: 'made up' },
    { by: 'known', kid: 'none' },
  ),
});
type Signed = typeof signer extends fc.Arbitrary<infer T> ? T : never;

function sign(token: Claims, { alg, as: { by, kid } }: Signed): Promise<string> {
  const key = (by === 'known' ? known : unknown).key(alg);
  const other = known.key(alg === 'ES256' ? 'RS256' : 'ES256').kid;
  const kids = new Map([
    ['own', known.key(alg).kid],
    ['other', other],
    ['made up', 'x'],
  ]);
  return known.issue(token, { key, header: { kid: kids.get(kid) } });
}

interface Difference {
  readonly why: string;
  /** What it is about. */
  readonly is: (claims: Claims, wanted: IdTokenWanted) => boolean;
  readonly example: Claims;
}

/** Where we refuse what the oracle takes. */
const STRICTER: readonly Difference[] = [
  {
    why: 'azp is judged wherever it is (OpenID Connect Core 1.0 section 3.1.3.7, step 5), and not of several audiences alone',
    is: ({ azp }) => azp !== undefined && azp !== CLIENT,
    example: { azp: 'other' },
  },
  {
    why: 'audiences are strings, and none is empty',
    is: ({ aud }) => Array.isArray(aud) && aud.some((one) => typeof one !== 'string' || one === ''),
    example: { aud: [CLIENT, 7], azp: CLIENT },
  },
  { why: 'an empty sub names nobody', is: ({ sub }) => sub === '', example: { sub: '' } },
  {
    why: 'no token is from the future by its iat',
    is: ({ iat }) => Number(iat) > now + 30,
    example: { iat: now + 31 },
  },
  {
    why: 'times are whole seconds: clouds refuse others',
    is: ({ exp, nbf, iat }) =>
      [exp, nbf, iat].some((at) => at !== undefined && !Number.isInteger(at)),
    example: { exp: now + 30.5 },
  },
  {
    why: 'at_hash is compared wherever it is (section 3.1.3.8): the oracle does not look at it',
    is: ({ at_hash: hash }) => hash !== undefined && hash !== HASHES.sha256,
    example: { at_hash: HASHES.sha384 },
  },
];

/** Where we take what the oracle refuses. */
const LOOSER: readonly Difference[] = [
  {
    why: 'a nonce where none was sent: a token that came by a refresh may have that of the sign-in (section 12.2)',
    is: ({ nonce }, { nonce: sent }) => sent === undefined && nonce !== undefined,
    example: { nonce: 'n' },
  },
  {
    why: 'an auth_time that nobody asked for is not looked at',
    is: ({ auth_time: at }, { maxAge }) =>
      maxAge === undefined && at !== undefined && !(typeof at === 'number' && at >= 0),
    example: { auth_time: String(now) },
  },
];

describe('an ID token', () => {
  const ours = oursOf(known);
  const oracle = oracleOf(known);

  it('is judged as oauth4webapi judges it, but where a difference is named (property)', async () => {
    const counts = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(claims, wanted, signer, async (token, asked, how) => {
        const text = await sign(token, how);
        const [we, they] = [await ours(text, asked), await oracle(text, asked)];
        counts[we ? 'taken' : 'refused']++;
        const isNamed = (we ? LOOSER : STRICTER).some(({ is }) => is(token, asked));
        if (!isNamed) expect(we, `wanted: ${JSON.stringify(asked)}`).toBe(they);
      }),
      { numRuns: 800 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(100);
  });

  it.each([
    ...STRICTER.map((difference) => ({ ...difference, verdicts: [false, true] })),
    ...LOOSER.map((difference) => ({ ...difference, verdicts: [true, false] })),
  ])('differs: $why', async ({ is, example, verdicts }) => {
    expect(is(example, {})).toBe(true);
    const token = await known.issue({ aud: CLIENT, ...example });
    expect([await ours(token), await oracle(token)]).toEqual(verdicts);
  });

  it('that the oracle refuses is not taken: no signature, HS256 by the public key, and others', async () => {
    let refused = 0;
    for (const { name: what, token } of await forgeHostileTokens(known, { audience: CLIENT })) {
      if (!(await oracle(token))) refused++;
      expect(await ours(token), what).toBe(false);
    }
    expect(refused).toBeGreaterThan(30);
    const good = await known.issue({ aud: CLIENT });
    expect([await ours(good), await oracle(good)]).toEqual([true, true]);
  });
});
