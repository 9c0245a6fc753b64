import { type Algorithm, DrawbridgeError, member } from '@drawbridge/core';
import { claimFault } from './claims/claim-fault.ts';
import { findClaim } from './claims/find-claim.ts';
import type { CompiledRule } from './compile-rule.ts';
import { jtiOf } from './jti-of.ts';
import { DEFAULT_MAX_BYTES } from './limits.ts';
import type { Rule } from './rule.ts';
import type { Ask, TokenView } from './token-view.ts';
import { upstreamAudiences } from './upstream-audiences.ts';

/** What the rules decided to hand out for a token. */
export interface Grant {
  /** Name of the rule that decided. */
  readonly rule: string;
  /** At least one. */
  readonly audiences: readonly string[];
  /** Claims for the new token. */
  readonly claims: ReadonlyMap<string, unknown>;
  /** Seconds. */
  readonly lifetime: number;
  /** The algorithm that the rule insists on. */
  readonly algorithm?: Algorithm;
  /** The upstream token may be exchanged once; it is known by this `jti`. */
  readonly once?: { readonly jti: string };
}

/**
 * What a rule that matches hands out.
 *
 * @throws {DrawbridgeError} `claim_unfit` when a claim is over its limit, or JSON readers would not
 *   agree on it; `claim_missing` when the rule takes a token once, and it has no `jti` to be known by
 */
export function makeGrant(rule: CompiledRule, token: TokenView, ask: Ask): Grant {
  const { lifetime, algorithm, once } = rule;
  return {
    rule: rule.rule.name,
    audiences: pickAudiences(rule, token, ask),
    claims: makeClaims(rule, token),
    lifetime,
    ...(algorithm !== undefined && { algorithm }),
    ...(once && { once: { jti: requireJti(rule, token) } }),
  };
}

function requireJti({ rule }: CompiledRule, { claims }: TokenView): string {
  const jti = jtiOf(claims);
  if (jti !== undefined) return jti;
  throw new DrawbridgeError('claim_missing', {
    detail: `the rule ${rule.name} takes a token once, and this one has no jti that is a text`,
    hint: 'Have the upstream issuer set a jti, or leave grant.once out of the rule.',
  });
}

function pickAudiences(
  { rule, audiences }: CompiledRule,
  { claims }: TokenView,
  { audiences: asked }: Ask,
): readonly string[] {
  const picked = asked.length > 0 ? asked : audiences?.slice(0, 1);
  if (picked !== undefined) return [...new Set(picked)];
  const passed = upstreamAudiences(claims);
  requireFit(rule, 'aud', passed, undefined);
  return passed;
}

function makeClaims({ rule, copy, claims }: CompiledRule, token: TokenView): Map<string, unknown> {
  const made = new Map<string, unknown>();
  const limits = rule.grant.maxBytes ?? {};
  const limitOf = (name: string) => (Object.hasOwn(limits, name) ? limits[name] : undefined);
  const add = (name: string, value: unknown, maxBytes: number | undefined) => {
    requireFit(rule, name, value, maxBytes);
    made.set(name, value);
  };
  for (const name of copy) {
    const value = member(token.claims, name);
    if (value !== undefined && value !== null) add(name, value, limitOf(name));
  }
  for (const [name, claim] of claims) {
    const templated = claim.needs.length > 0;
    // In a text nobody would see any more that a number was rounded.
    for (const { path } of claim.needs) {
      requireFit(rule, path, findClaim(token.claims, path), undefined);
    }
    add(
      name,
      claim.build(token.claims),
      limitOf(name) ?? (templated ? DEFAULT_MAX_BYTES : undefined),
    );
  }
  return made;
}

function requireFit(
  { name: rule }: Rule,
  claim: string,
  value: unknown,
  maxBytes: number | undefined,
): void {
  const fault = claimFault(value, maxBytes);
  if (fault === undefined) return;
  throw new DrawbridgeError('claim_unfit', {
    detail: `the rule ${rule} matches, but the claim ${claim} ${fault}`,
    hint: 'Leave the claim out of the rule, shorten it by a template, or raise grant.maxBytes.',
  });
}
