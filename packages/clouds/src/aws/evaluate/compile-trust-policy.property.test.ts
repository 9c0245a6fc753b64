import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryCall,
  arbitraryClaims,
  arbitraryPolicy,
  HOST,
  PROVIDER,
  SOURCE_IDENTITY,
  TAGS,
} from './arbitrary-trust.fixture.ts';
import { compileTrustPolicy } from './compile-trust-policy.ts';
import { naivelyAllows, type NaiveRequest } from './naive-evaluator.fixture.ts';
import { readTrustPolicy } from './read-trust-policy.ts';
import type { TrustContext } from './request.ts';

type Claims = Readonly<Record<string, unknown>>;
type Call = Readonly<Required<Pick<TrustContext, 'sourceIp' | 'now' | 'sessionName'>>>;

/** What is in the request by the documentation, for the second evaluator. */
function toNaive(claims: Claims, call: Partial<Call>): NaiveRequest {
  const keys: Record<string, readonly string[]> = {
    'aws:securetransport': ['true'],
    'aws:viaawsservice': ['false'],
    'aws:federatedprovider': [PROVIDER],
    [`${HOST}:sub`]: [String(claims['sub'])],
    [`${HOST}:aud`]: [String(claims['azp'] ?? claims['aud'])],
  };
  const actions = ['sts:AssumeRoleWithWebIdentity'];
  if (claims['email'] !== undefined) keys[`${HOST}:email`] = [String(claims['email'])];
  const amr = claims['amr'] as readonly string[] | undefined;
  if (amr !== undefined && amr.length > 0) keys[`${HOST}:amr`] = amr;
  const tags = claims[TAGS] as { principal_tags: Record<string, readonly string[]> } | undefined;
  if (tags !== undefined) {
    actions.push('sts:TagSession');
    keys['aws:tagkeys'] = Object.keys(tags.principal_tags);
    for (const [key, value] of Object.entries(tags.principal_tags)) {
      keys[`aws:requesttag/${key.toLowerCase()}`] = value;
    }
  }
  if (claims[SOURCE_IDENTITY] !== undefined) {
    actions.push('sts:SetSourceIdentity');
    keys['sts:sourceidentity'] = [String(claims[SOURCE_IDENTITY])];
  }
  if (call.sourceIp !== undefined) keys['aws:sourceip'] = [call.sourceIp];
  if (call.sessionName !== undefined) keys['sts:rolesessionname'] = [call.sessionName];
  if (call.now !== undefined) {
    keys['aws:currenttime'] = [new Date(call.now * 1000).toISOString()];
    keys['aws:epochtime'] = [String(call.now)];
  }
  return { provider: PROVIDER, actions, keys };
}

/** Characters of session tags and of source identities: STS API reference, Tag and AssumeRole. */
function breaksLimits({ keys }: NaiveRequest): boolean {
  return Object.entries(keys).some(([key, [value = '']]) =>
    key === 'sts:sourceidentity'
      ? value.length < 2
      : key.startsWith('aws:requesttag/') && /[^A-Za-z0-9 _.:/=+@-]/.test(value),
  );
}

const viewOf = (claims: Claims) => ({ issuer: `https://${HOST}`, claims });

/** What the second evaluator says, or `undefined` where it is asked what is not documented. */
function naively(policy: Parameters<typeof naivelyAllows>[0], request: NaiveRequest) {
  if (breaksLimits(request)) return 'refused';
  try {
    return naivelyAllows(policy, request) ? 'allowed' : 'refused';
  } catch (thrown) {
    if ((thrown as Error).message === 'not documented') return undefined;
    throw thrown;
  }
}

describe('a compiled trust policy and a second evaluator', () => {
  it('say the same where everything is known (property)', () => {
    const seen = { allowed: 0, refused: 0, undecided: 0 };
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryClaims, arbitraryCall, (policy, claims, call) => {
        const compiled = compileTrustPolicy(readTrustPolicy(policy));
        const answer = compiled.decide(viewOf(claims), call);
        expect(compiled.evaluate(viewOf(claims), call).verdict).toBe(answer);
        const expected = naively(policy, toNaive(claims, call));
        seen[answer]++;
        if (expected === undefined) return;
        // What a variable stands for may have wildcards in it, and then the answer may be open.
        const isOpen = answer === 'undecided' && /\$\{(?![*?$])/.test(JSON.stringify(policy));
        if (!isOpen) expect(answer).toBe(expected);
      }),
      { numRuns: 3000 },
    );
    // The generator is no use where nearly everything is refused.
    expect(seen.allowed).toBeGreaterThan(300);
    expect(seen.refused).toBeGreaterThan(300);
  });

  it('never differ where something is not known, whatever it is then (property)', () => {
    const partly = fc.record({
      sourceIp: fc.boolean(),
      now: fc.boolean(),
      sessionName: fc.boolean(),
    });
    let open = 0;
    fc.assert(
      fc.property(
        arbitraryPolicy,
        arbitraryClaims,
        partly,
        fc.array(arbitraryCall, { minLength: 3, maxLength: 6 }),
        (policy, claims, isKnown, calls) => {
          const [first] = calls;
          const known: Partial<Call> = {
            ...(isKnown.sourceIp && { sourceIp: first?.sourceIp }),
            ...(isKnown.now && { now: first?.now }),
            ...(isKnown.sessionName && { sessionName: first?.sessionName }),
          };
          const answer = compileTrustPolicy(readTrustPolicy(policy)).decide(viewOf(claims), known);
          if (answer === 'undecided') {
            open++;
            return;
          }
          for (const call of calls) {
            const whole = { ...call, ...known };
            const { sourceIp: _, ...byEndpoint } = whole;
            // Without an address that is known, the call may have come by a VPC endpoint.
            const requests = isKnown.sourceIp ? [whole] : [whole, byEndpoint];
            for (const one of requests) {
              const expected = naively(policy, toNaive(claims, one));
              if (expected !== undefined) expect(expected).toBe(answer);
            }
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(open).toBeGreaterThan(60);
  });
});
