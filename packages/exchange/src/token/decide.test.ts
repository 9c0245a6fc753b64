import type { DrawbridgeError, ErrorCode, VerifiedToken } from '@drawbridge/core';
import { compileRules, type TokenView } from '@drawbridge/rules';
import { createTestClock, createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { decide } from './decide.ts';

const issuer = await createTestIssuer({ clock: createTestClock() });
const verifier = createTestVerifier(issuer);
const match = { issuer: issuer.issuer };
const rules = await compileRules([
  {
    name: 'a',
    match: { ...match, claims: { ref: 'main' } },
    grant: { audience: 'aws', maxBytes: { sub: 5 } },
  },
  {
    name: 'b',
    match: { ...match, claims: { ref: 'main' }, client: 'c' },
    grant: { audience: 'vault' },
  },
]);

async function faultOf(
  claims: Readonly<Record<string, unknown>>,
  audiences: readonly string[],
  client?: string,
): Promise<DrawbridgeError & { readonly fingerprint: string }> {
  const token = await verifier.verify(await issuer.issue(claims));
  try {
    decide(rules, token, { audiences, client });
  } catch (error) {
    return Object.assign(error as DrawbridgeError, { fingerprint: token.fingerprint });
  }
  throw new Error('nothing was refused');
}

describe('decide', () => {
  it.each<[string, object, readonly string[], string | undefined, ErrorCode, string, number]>([
    ['no rule', { ref: 'dev' }, [], undefined, 'rule_denied', 'invalid_request', 400],
    [
      'no rule, whatever is asked for',
      { ref: 'dev' },
      ['z'],
      'c',
      'rule_denied',
      'invalid_request',
      400,
    ],
    ['no such target', { ref: 'main' }, ['gcp'], undefined, 'target_denied', 'invalid_target', 400],
    [
      'no rule for both targets',
      { ref: 'main' },
      ['aws', 'vault'],
      'c',
      'target_denied',
      'invalid_target',
      400,
    ],
    ['no client', { ref: 'main' }, ['vault'], undefined, 'client_unknown', 'invalid_client', 401],
    ['another client', { ref: 'main' }, ['vault'], 'd', 'client_unknown', 'invalid_client', 401],
    [
      'a claim over its limit',
      { ref: 'main', sub: 'alice!' },
      [],
      undefined,
      'claim_unfit',
      'invalid_request',
      400,
    ],
  ])('refuses for %s', async (_, claims, audiences, client, code, error, status) => {
    const fault = await faultOf({ ...claims }, audiences, client);
    expect([fault.code, fault.error, fault.status]).toEqual([code, error, status]);
  });

  it('tells the log the narrowest rule, and the caller nothing of it', async () => {
    const fault = await faultOf({ ref: 'main', sub: 'bob' }, ['gcp'], 'd');
    expect(fault.message).toContain(
      JSON.stringify({
        match: { ...match, claims: { sub: 'bob', ref: 'main' }, client: 'd' },
        grant: { audience: 'gcp' },
      }),
    );
    expect(fault.token).toBe(fault.fingerprint);
    expect(fault.publicMessage).not.toContain('bob');
    expect(fault.hint).toBeUndefined();
  });

  it('grants by the first rule that matches all', async () => {
    const token = await verifier.verify(await issuer.issue({ ref: 'main' }));
    expect(decide(rules, token, { audiences: [] }).rule).toBe('a');
    expect(decide(rules, token, { audiences: ['vault'], client: 'c' }).rule).toBe('b');
  });

  it('takes a verified token and nothing that looks like one, by type', () => {
    expectTypeOf(decide).parameter(1).toEqualTypeOf<VerifiedToken>();
    expectTypeOf<TokenView>().not.toExtend<Parameters<typeof decide>[1]>();
  });
});
