import { ANY_AUDIENCE, decodeToken, mint, type VerifiedToken } from '@drawbridge/core';
import { compileRules } from '@drawbridge/rules';
import {
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
} from '@drawbridge/testing';
import { evaluateTrustPolicy } from '../evaluate/compile-trust-policy.ts';
import { statementName } from '../evaluate/words.ts';
import type { ReachOptions } from './find-reach.ts';
import type { ReachPath, Witness } from './witness.ts';

/** Says what is wrong with a witness; nothing where it goes the way that it is a witness of. */
export type Confirm = (
  options: ReachOptions,
  path: ReachPath,
  witness: Witness,
) => Promise<string | undefined>;

/** Prepares {@link Confirm}: a token is really signed, verified, exchanged by the rules, minted, and held against the trust policy. */
export async function createConfirm(upstream: string, now: number): Promise<Confirm> {
  const clock = createTestClock(now);
  const issuer = await createTestIssuer({ issuer: upstream, algorithms: ['EdDSA'], clock });
  const ring = await createTestKeyRing({ algorithms: ['EdDSA'], clock });

  async function verify({ upstreams }: ReachOptions, { claims }: Witness): Promise<VerifiedToken> {
    const [{ audiences = ANY_AUDIENCE, requiredClaims = [] } = {}] = upstreams;
    const verifier = createTestVerifier(issuer, { audiences, requiredClaims });
    // What the issuer would add, beside its times, is not of the witness.
    const bare = { sub: undefined, jti: undefined, ...claims };
    return verifier.verify(await issuer.issue(bare));
  }

  return async (options, { rule, role, statement }, witness) => {
    const token = await verify(options, witness);
    const { audiences: asked, client, sessionName } = witness;
    const rules = await compileRules(options.rules);
    const decision = rules.decide(token, { audiences: asked, client });
    if (!('granted' in decision)) return `the rules refuse it: ${decision.refused}`;
    if (decision.granted.rule !== rule) return `the rule ${decision.granted.rule} decides`;
    const { audiences, claims } = decision.granted;
    const minted = await mint(ring.signingKey(), {
      issuer: options.issuer,
      audiences,
      now,
      expiresAt: now + 60,
      claims,
    });
    const view = { issuer: options.issuer, claims: decodeToken(minted.token).claims };
    const context = { roleArn: role, now, sessionName };
    const policy = options.roles.find(({ arn }) => arn === role)?.policy;
    if (policy === undefined) return 'there is no such role';
    const verdict = evaluateTrustPolicy(policy, view, context);
    if (verdict.verdict !== 'allowed') return `the policy says ${verdict.verdict}`;
    const own = policy.statements.find((each) => statementName(each) === statement);
    if (own === undefined) return 'there is no such statement';
    const alone = { ...policy, statements: [{ ...own, actions: ['sts:*'], isNotAction: false }] };
    const { verdict: itself } = evaluateTrustPolicy(alone, view, context);
    return itself === 'allowed' ? undefined : `its statement says ${itself}`;
  };
}
