import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateVaultRole } from './evaluate-vault-role.ts';
import { readVaultTrust } from './read-vault-trust.ts';
import { type Config, letsIn, type Role } from './second-reading.fixture.ts';

const NOW = 10_000;
const few = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const seldom = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
/** Mostly the same, so that many tokens are let in. */
const text = few('a', 'a', 'a', 'a', 'a', 'a', 'b', 'A', 'a/', 'ab');
const pattern = few('a', '*', 'a*', '*b', 'a*b', 'b*');
const leeway = optional(few(-1, 0, 1, 30, 600));
const name = few('sub', 'x', '/x', '/o/p', '/x/0', 'constructor');

const role = fc
  .tuple(few('string', 'glob'), few(...Array<string>(15).fill('jwt'), 'oidc'))
  .chain(([bound_claims_type, role_type]) => {
    const want = bound_claims_type === 'glob' ? pattern : few<unknown>('a', 'b', 1, true, 'ab');
    return fc.record({
      role_type: fc.constant(role_type),
      bound_claims_type: fc.constant(bound_claims_type),
      user_claim: few('sub', 'sub', 'sub', 'sub', 'x'),
      groups_claim: seldom(few('x', '/o/p')),
      bound_audiences: optional(fc.array(text, { maxLength: 2 })),
      bound_subject: seldom(text),
      bound_claims: seldom(
        fc.dictionary(name, fc.oneof(want, fc.array(want, { maxLength: 2 })), { maxKeys: 2 }),
      ),
      clock_skew_leeway: leeway,
      expiration_leeway: leeway,
      not_before_leeway: leeway,
    });
  })
  .map((given) => withoutMissing(given) as unknown as Role);

const value = few<unknown>('a', 'b', 'ab', 1, true, null, 'aab');
const edges = [0, 1, 60, 61, 210, 211].flatMap((seconds) => [NOW - seconds, NOW + seconds]);
const time = (usual: number) =>
  optional(few(usual, usual, ...Array<number>(12).fill(usual), ...edges, 1));
const claims = fc
  .record({
    iss: few('i', 'i', 'i', 'i', 'i', 'i/'),
    sub: optional(text),
    aud: optional(fc.oneof(text, fc.array(text, { maxLength: 2 }))),
    x: optional(fc.oneof(value, fc.array(value, { maxLength: 2 }))),
    o: optional(fc.record({ p: fc.oneof(value, fc.array(value, { maxLength: 2 })) })),
    exp: time(NOW + 100),
    nbf: time(NOW - 10),
    iat: time(NOW - 10),
  })
  .map(withoutMissing);
const config = fc
  .record({ bound_issuer: optional(few('i')) })
  .map((given): Config => withoutMissing(given));

function withoutMissing(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined));
}

describe('the evaluator and a second reading of the documentation', () => {
  it('agree on every token (property)', () => {
    const seen = { allowed: 0, refused: 0, undecided: 0 };
    fc.assert(
      fc.property(role, config, claims, (bound, mount, token) => {
        const isBound = (list: object | undefined) => Object.keys(list ?? {}).length > 0;
        fc.pre(
          bound.bound_subject !== undefined ||
            isBound(bound.bound_audiences) ||
            isBound(bound.bound_claims),
        );
        const trust = readVaultTrust({
          config: { ...mount, jwks_url: 'https://a.example/k' },
          role: bound,
        });
        const { verdict } = evaluateVaultRole(
          trust,
          { issuer: String(token['iss']), claims: token },
          NOW,
        );
        seen[verdict] += 1;
        expect(verdict).toBe(letsIn(bound, mount, token, NOW) ? 'allowed' : 'refused');
      }),
      { numRuns: 5000 },
    );
    expect(seen.allowed).toBeGreaterThan(200);
  });
});
