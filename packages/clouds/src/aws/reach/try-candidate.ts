import {
  checkClaims,
  type ClaimPolicy,
  DrawbridgeError,
  encodeUtf8,
  type JsonObject,
  UPSTREAM_DEFAULTS,
} from '@drawbridge/core';
import type { Outcome, RuleSet, TokenView } from '@drawbridge/rules';
import type { Reason } from '../../trust/verdict.ts';
import type { KeyAsk } from '../evaluate/compile-key.ts';
import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import type { TrustContext } from '../evaluate/request.ts';
import type { RoleModel } from './role-model.ts';
import { type RuleModel, TIMES } from './rule-model.ts';
import type { Candidate } from './tokens/candidate.ts';
import type { ReachUpstream } from './tokens/rule-tokens.ts';
import type { Witness } from './witness.ts';

/** What became of a candidate on its way through the real parts. */
export type Trial =
  | { readonly end: 'allowed'; readonly witness: Witness }
  /** The trust policy neither lets it in nor keeps it out, as far as is known. */
  | {
      readonly end: 'undecided';
      readonly witness: Witness;
      readonly reasons: () => readonly Reason[];
      readonly denies: readonly CompiledStatement[];
    }
  | {
      readonly end: 'refused';
      readonly keys: KeyAsk;
      readonly reasons: () => readonly Reason[];
      readonly denies: readonly CompiledStatement[];
    }
  /** Another rule decides. */
  | { readonly end: 'other rule'; readonly rule: string }
  /** The rule decides, and hands nothing out. */
  | { readonly end: 'unfit'; readonly why: string }
  /** Neither the verifier nor any rule lets it through. */
  | { readonly end: 'no rule'; readonly why: string };

/** What candidates are tried with. */
export interface TrialOptions {
  readonly rules: RuleSet;
  /** The public issuer. */
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** Sends a candidate the whole way: the verifier's policy, the rules, minting, and the trust policy of a role. */
export function tryCandidate(
  candidate: Candidate,
  rule: RuleModel,
  role: RoleModel,
  statement: CompiledStatement,
  { rules, issuer, now }: TrialOptions,
): Trial {
  const { claims, ask, sessionName } = candidate;
  const { upstream, outline, policy } = rule;
  const why = claimFault(claims, policy, now);
  if (why !== undefined) return { end: 'no rule', why };
  const outcome = rules.preview({ issuer: upstream.issuer, claims }, ask);
  if ('refused' in outcome) return { end: 'no rule', why: 'no rule decides about it' };
  const name = 'allowed' in outcome ? outcome.allowed.rule : outcome.rule;
  if (name !== outline.rule.name) return { end: 'other rule', rule: name };
  if ('unfit' in outcome) return { end: 'unfit', why: outcome.unfit };
  const minted = mintedClaims(outcome.allowed, issuer);
  const keys = role.askOf(minted, sessionName);
  const { token, context } = keys.request;
  const holds = statement.judge(keys);
  const verdict = role.policy.decide(token, context);
  if (verdict === 'allowed' && holds === true) {
    const fault = lengthFault(claims, upstream) ?? lengthFault(minted, {});
    if (fault !== undefined) return { end: 'no rule', why: fault };
    return { end: 'allowed', witness: witnessOf(candidate, rule, minted) };
  }
  const unmet = deniesOf(role, rule, keys);
  const reasons = () => reasonsOf(role, statement, token, context);
  if (verdict === 'refused' || holds === false)
    return { end: 'refused', keys, reasons, denies: unmet };
  return { end: 'undecided', witness: witnessOf(candidate, rule, minted), reasons, denies: unmet };
}

/** Characters of a token beside its claims: header, signature of RSA with 4096 bits, and the times that are left out. */
const BESIDE_CLAIMS = 1000;

function lengthFault(claims: JsonObject, { tokenLength }: Pick<ReachUpstream, 'tokenLength'>) {
  const limit = tokenLength ?? UPSTREAM_DEFAULTS.tokenLength;
  const bytes = encodeUtf8(JSON.stringify(claims)).length;
  // Three bytes are four characters of base64url.
  const length = Math.ceil((bytes * 4) / 3) + BESIDE_CLAIMS;
  return length > limit ? `a token with it has more than ${limit} characters` : undefined;
}

/** The denying statements that keep the token out or may do so, by an action that each token of the rule needs: the sure ones first. */
function deniesOf(
  { denies }: RoleModel,
  { needs }: RuleModel,
  keys: KeyAsk,
): readonly CompiledStatement[] {
  const own = denies.filter(({ actions }) => [...needs].some((action) => actions.has(action)));
  const judged = own.map((deny) => ({ deny, answer: deny.judge(keys) }));
  return [true, undefined].flatMap((wanted) =>
    judged.flatMap(({ deny, answer }) => (answer === wanted ? [deny] : [])),
  );
}

/** Why: of the statement, and of the whole policy where that alone would let the token in. */
function reasonsOf(
  { policy, alone }: RoleModel,
  statement: CompiledStatement,
  token: TokenView,
  context: TrustContext,
): readonly Reason[] {
  for (const each of [alone(statement), policy]) {
    const verdict = each.evaluate(token, context);
    if (verdict.verdict !== 'allowed') return verdict.reasons;
  }
  return [];
}

function claimFault(claims: JsonObject, policy: ClaimPolicy, now: number): string | undefined {
  try {
    checkClaims(claims, policy, now);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return thrown.message;
    throw thrown;
  }
}

type Allowed = Extract<Outcome, { allowed: unknown }>['allowed'];

/** As `mint` writes them, but for times and `jti`, which no condition looks at. */
function mintedClaims({ audiences, claims }: Allowed, issuer: string): JsonObject {
  return { iss: issuer, aud: audiences.length === 1 ? audiences[0] : audiences, ...claims };
}

function witnessOf(
  { claims, ask, sessionName }: Candidate,
  { times }: RuleModel,
  minted: JsonObject,
): Witness {
  // An object of which members are deleted takes several times the room, and these are kept.
  const told = Object.entries(claims).filter(([name]) => !TIMES.includes(name) || times.has(name));
  return {
    claims: Object.fromEntries(told),
    audiences: ask.audiences,
    ...(ask.client !== undefined && { client: ask.client }),
    ...(sessionName !== undefined && { sessionName }),
    minted,
  };
}
