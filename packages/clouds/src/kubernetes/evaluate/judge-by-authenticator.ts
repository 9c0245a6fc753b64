import { type JsonObject, member, quote } from '@drawbridge/core';
import type { Reason } from '../../trust/verdict.ts';
import type { KubernetesRequirement } from '../doctor/requirements.ts';
import { whereGroupsAre } from './claim-sources.ts';
import { claimText, claimTexts } from './claim-text.ts';
import type { Claim, Expression, ExpressionRule, JwtAuthenticator } from './configuration.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { listed } from '../../trust/listed.ts';
import { mapExtra, mapGroups, type Mapped, mapUid, mapUsername, type User } from './map-user.ts';
import { kindOf } from './members.ts';
import { type ClaimFault, registeredClaimFault } from './registered-claims.ts';
import { userValue } from './user.ts';

/** Expressions of one authenticator that are evaluated. Each takes a tenth of a second at most, and few have ten. */
const MAX_EXPRESSIONS = 200;

/** What was found: at least one refusal refuses, and an unknown decides nothing. */
export interface Findings {
  readonly refusals: Reason[];
  readonly unknowns: Reason[];
}

/**
 * What the authenticator of its issuer makes of a token: all that refuses it, all that is not known, and who it is.
 *
 * @param now - seconds since the epoch
 */
export function judgeByAuthenticator(
  authenticator: JwtAuthenticator,
  claims: JsonObject,
  now: number | undefined,
): Findings & { readonly user?: User } {
  const { path, claimRules, userRules, groups } = authenticator;
  const findings: Findings = { refusals: [], unknowns: [] };
  const groupsClaim = groups !== undefined && 'claim' in groups ? groups.claim : undefined;
  const fault = registeredClaimFault(claims, now);
  // What no API server takes for a token has nothing to say of its groups.
  const elsewhere =
    fault === undefined ? judgeGroups(path, groupsClaim, claims, findings) : undefined;
  const count = countExpressions(authenticator);
  if (count > MAX_EXPRESSIONS) {
    const unknown = `there are ${count} expressions, and ${MAX_EXPRESSIONS} are evaluated`;
    findings.unknowns.push(unknownReason('rules-true', path, unknown));
  }
  // An expression may be over the claim that is told elsewhere, and what it comes to is then not known.
  const canEvaluate = elsewhere === undefined && count <= MAX_EXPRESSIONS;
  const user = mapUser(authenticator, claims, { elsewhere, canEvaluate }, findings);
  judgeToken(authenticator, claims, fault, findings);
  for (const rule of claimRules) {
    if ('expression' in rule) {
      if (canEvaluate) judgeRule(rule, 'claims', claims, findings);
    } else if (rule.claim !== elsewhere) {
      judgeRequired(rule.path, rule.claim, rule.value, claims, findings);
    }
  }
  if (user === undefined) return findings;
  for (const rule of userRules) judgeRule(rule, 'user', userValue(user), findings);
  return { ...findings, user };
}

/** @returns the claim that another server tells, if one does */
function judgeGroups(
  path: string,
  claim: string | undefined,
  claims: JsonObject,
  { refusals, unknowns }: Findings,
): string | undefined {
  const where = claim === undefined ? 'here' : whereGroupsAre(claims, claim);
  const at = `${path}.claimMappings.groups`;
  if (where === 'elsewhere') {
    unknowns.push({
      requirements: ['groups-elsewhere'] satisfies readonly KubernetesRequirement[],
      at,
      seen: `the claim ${quote(claim)} is told by another server (_claim_names)`,
      wanted: 'what that server answers the API server',
      fix: 'Have the provider put the groups into the token itself, or ask the cluster: kubectl auth whoami.',
    });
    return claim;
  }
  if (where !== 'here') {
    refusals.push({
      requirements: ['groups-elsewhere'] satisfies readonly KubernetesRequirement[],
      at,
      seen: where.fault,
      wanted: 'a token that has its groups, or says where they are',
      fix: 'Have the provider put the groups into the token itself.',
    });
  }
  return undefined;
}

function countExpressions(authenticator: JwtAuthenticator): number {
  const { claimRules, userRules, extra, username, groups, uid } = authenticator;
  return [...claimRules, ...userRules, ...extra, username, groups ?? {}, uid ?? {}].filter(
    (each) => 'expression' in each,
  ).length;
}

/** What is looked at whatever the configuration maps and requires. */
function judgeToken(
  { path, issuer }: JwtAuthenticator,
  claims: JsonObject,
  fault: ClaimFault | undefined,
  { refusals }: Findings,
): void {
  if (fault !== undefined) {
    const {
      claim,
      seen,
      wanted,
      requirement,
      fix = 'Have the provider issue another token: this one no API server takes.',
    } = fault;
    const requirements = [requirement];
    refusals.push({ requirements, at: `the claim ${claim}`, seen: `it ${seen}`, wanted, fix });
  }
  const audiences = claimTexts(claims, 'aud') ?? [];
  if ('fault' in audiences || audiences.some((entry) => issuer.audiences.includes(entry))) return;
  refusals.push({
    requirements: ['audience-any'] satisfies readonly KubernetesRequirement[],
    at: `${path}.issuer.audiences`,
    seen: audiences.length === 0 ? 'the token has no aud' : `the aud is ${listed(audiences)}`,
    wanted: listed(issuer.audiences),
    fix: 'Ask the provider for a token of that audience, or add the audience to the authenticator.',
  });
}

function mapUser(
  { path, username, groups, uid, extra }: JwtAuthenticator,
  claims: JsonObject,
  {
    elsewhere,
    canEvaluate,
  }: { readonly elsewhere: string | undefined; readonly canEvaluate: boolean },
  findings: Findings,
): User | undefined {
  const at = (name: string) => `${path}.claimMappings.${name}`;
  const take = <T>(mapped: Mapped<T>, name: string, what: string): T | undefined => {
    if ('value' in mapped) return mapped.value;
    const usual = name === 'username' ? 'username-claim' : 'claims-mapped';
    if ('unknown' in mapped) findings.unknowns.push(unknownReason(usual, at(name), mapped.unknown));
    else {
      const { seen, wanted, requirement = usual } = mapped;
      const fix = `Have the provider set ${what}, or map another claim.`;
      findings.refusals.push({ requirements: [requirement], at: at(name), seen, wanted, fix });
    }
    return undefined;
  };
  const canRead = (mapping: Claim | Expression | undefined) =>
    mapping === undefined || ('expression' in mapping ? canEvaluate : mapping.claim !== elsewhere);
  const whatOf = (mapping: Claim | Expression | undefined) =>
    mapping !== undefined && 'claim' in mapping
      ? `the claim ${quote(mapping.claim)}`
      : 'what it reads';
  const name = canRead(username)
    ? take(mapUsername(username, claims), 'username', whatOf(username))
    : undefined;
  const all = canRead(groups)
    ? take(mapGroups(groups, claims), 'groups', whatOf(groups))
    : undefined;
  const id = canRead(uid) ? take(mapUid(uid, claims), 'uid', whatOf(uid)) : undefined;
  const more = new Map<string, readonly string[]>();
  // What API servers add of themselves (oidc.go: getCredentialID).
  const jti = claimText(claims, 'jti');
  if (typeof jti === 'string' && jti !== '') {
    more.set('authentication.kubernetes.io/credential-id', [`JTI=${jti}`]);
  }
  for (const mapping of canEvaluate ? extra : []) {
    const values = take(
      mapExtra(mapping, claims),
      mapping.path.slice(at('').length),
      'what it reads',
    );
    if (values !== undefined && values.length > 0) more.set(mapping.key, values);
  }
  // A rule for the user might be false of what is known of one, and true of all.
  const isKnown = findings.unknowns.length === 0;
  if (!isKnown || name === undefined || all === undefined || id === undefined) return undefined;
  return { username: name, groups: all, uid: id, extra: more };
}

function judgeRequired(
  path: string,
  claim: string,
  value: string,
  claims: JsonObject,
  { refusals }: Findings,
): void {
  const text = claimText(claims, claim);
  if (text === value) return;
  const seen =
    text === undefined
      ? 'is missing'
      : `is ${typeof text === 'string' ? quote(text) : kindOf(member(claims, claim))}`;
  refusals.push({
    requirements: ['rules-true'] satisfies readonly KubernetesRequirement[],
    at: path,
    seen: `the claim ${quote(claim)} ${seen}`,
    wanted: quote(value),
    fix: 'Bring a token with that value, or change the rule.',
  });
}

function judgeRule(
  rule: ExpressionRule,
  variable: 'claims' | 'user',
  value: JsonObject,
  { refusals, unknowns }: Findings,
): void {
  const at = `${rule.path}.expression`;
  const outcome = evaluateExpression(rule, variable, value);
  if ('unknown' in outcome) unknowns.push(unknownReason('rules-true', at, outcome.unknown));
  else if ('costly' in outcome) unknowns.push(unknownReason('rules-true', at, outcome.costly));
  else if ('fault' in outcome || outcome.value !== true) {
    const said = rule.message === undefined ? '' : ` (${quote(rule.message)})`;
    const seen =
      'fault' in outcome
        ? `the expression fails: ${outcome.fault}`
        : outcome.value === false
          ? 'the expression is false'
          : 'the expression is neither true nor false';
    refusals.push({
      requirements: ['rules-true'] satisfies readonly KubernetesRequirement[],
      at,
      seen: `${seen}${said}`,
      wanted: `${quote(rule.expression)} to be true`,
      fix: 'Bring a token for which it is, or change the rule.',
    });
  }
}

function unknownReason(requirement: KubernetesRequirement, at: string, unknown: string): Reason {
  return {
    requirements: [requirement],
    at,
    seen: `what it comes to is not known here: ${unknown}`,
    wanted: 'an expression that can be evaluated here',
    fix: 'Ask the cluster, with the token: kubectl auth whoami.',
  };
}
