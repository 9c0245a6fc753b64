import { type JsonObject, member, quote } from '@drawbridge/core';
import type { Reason } from '../../trust/index.ts';
import { claimText, claimTexts } from './claim-text.ts';
import type { ExpressionRule, JwtAuthenticator } from './configuration.ts';
import { areGroupsElsewhere } from './distributed-groups.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { listed } from './listed.ts';
import { mapExtra, mapGroups, type Mapped, mapUid, mapUsername, type User } from './map-user.ts';
import { kindOf } from './members.ts';
import { misspeltClaims, registeredClaimFault } from './registered-claims.ts';
import { userValue } from './user.ts';

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
  const isElsewhere =
    groups !== undefined && 'claim' in groups && areGroupsElsewhere(claims, groups.claim);
  if (isElsewhere) {
    findings.unknowns.push({
      at: `${path}.claimMappings.groups`,
      seen: `the claim ${quote(groups.claim)} is told by another server (_claim_names)`,
      wanted: 'what that server answers the API server',
      fix: 'Have the provider put the groups into the token itself, or ask the cluster: kubectl auth whoami.',
    });
  }
  const user = mapUser(authenticator, claims, isElsewhere, findings);
  judgeToken(authenticator, claims, now, findings);
  for (const rule of claimRules) {
    if ('expression' in rule) {
      // It may be over the claim that is told elsewhere.
      if (!isElsewhere) judgeRule(rule, 'claims', claims, findings);
    } else if (!isElsewhere || groups.claim !== rule.claim) {
      judgeRequired(rule.path, rule.claim, rule.value, claims, findings);
    }
  }
  if (user === undefined) return findings;
  for (const rule of userRules) judgeRule(rule, 'user', userValue(user), findings);
  return { ...findings, user };
}

/** What is looked at whatever the configuration maps and requires. */
function judgeToken(
  { path, issuer }: JwtAuthenticator,
  claims: JsonObject,
  now: number | undefined,
  { refusals, unknowns }: Findings,
): void {
  const fault = registeredClaimFault(claims, now);
  if (fault !== undefined) {
    const { claim, seen, wanted } = fault;
    const fix = 'Have the provider issue another token: this one no API server takes.';
    refusals.push({ at: `the claim ${claim}`, seen: `it ${seen}`, wanted, fix });
  }
  const misspelt = misspeltClaims(claims);
  if (misspelt.length > 0) {
    unknowns.push({
      at: `the claims ${misspelt.map(quote).join(', ')}`,
      seen: 'an API server may read them in the place of those in small letters',
      wanted: 'names in small letters',
      fix: 'Have the provider leave them out, or ask the cluster: kubectl auth whoami.',
    });
  }
  const audiences = claimTexts(claims, 'aud') ?? [];
  if ('fault' in audiences || audiences.some((entry) => issuer.audiences.includes(entry))) return;
  refusals.push({
    at: `${path}.issuer.audiences`,
    seen: audiences.length === 0 ? 'the token has no aud' : `the aud is ${listed(audiences)}`,
    wanted: `one of ${listed(issuer.audiences)}`,
    fix: 'Ask the provider for a token of that audience, or add the audience to the authenticator.',
  });
}

function mapUser(
  { path, username, groups, uid, extra }: JwtAuthenticator,
  claims: JsonObject,
  isElsewhere: boolean,
  findings: Findings,
): User | undefined {
  const at = (name: string) => `${path}.claimMappings.${name}`;
  const take = <T>(mapped: Mapped<T>, name: string, what: string): T | undefined => {
    if ('value' in mapped) return mapped.value;
    if ('unknown' in mapped) findings.unknowns.push(unknownReason(at(name), mapped.unknown));
    else {
      const { seen, wanted } = mapped;
      const fix = `Have the provider set ${what}, or map another claim.`;
      findings.refusals.push({ at: at(name), seen, wanted, fix });
    }
    return undefined;
  };
  // An expression may be over the claim that is told elsewhere, and what it comes to is then not known.
  const canRead = (mapping: object | undefined) =>
    !isElsewhere || mapping === undefined || !('expression' in mapping);
  const whatOf = (mapping: object | undefined) =>
    mapping !== undefined && 'claim' in mapping
      ? `the claim ${quote(mapping.claim)}`
      : 'what it reads';
  const name = canRead(username)
    ? take(mapUsername(username, claims), 'username', whatOf(username))
    : undefined;
  const all = isElsewhere ? undefined : take(mapGroups(groups, claims), 'groups', whatOf(groups));
  const id = canRead(uid) ? take(mapUid(uid, claims), 'uid', whatOf(uid)) : undefined;
  const more = new Map<string, readonly string[]>();
  // What API servers add of themselves (oidc.go: getCredentialID).
  const jti = claimText(claims, 'jti');
  if (typeof jti === 'string' && jti !== '') {
    more.set('authentication.kubernetes.io/credential-id', [`JTI=${jti}`]);
  }
  for (const mapping of isElsewhere ? [] : extra) {
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
  if ('unknown' in outcome) unknowns.push(unknownReason(at, outcome.unknown));
  else if ('costly' in outcome) unknowns.push(unknownReason(at, outcome.costly));
  else if ('fault' in outcome || outcome.value !== true) {
    const said = rule.message === undefined ? '' : ` (${quote(rule.message)})`;
    const seen =
      'fault' in outcome
        ? `the expression fails: ${outcome.fault}`
        : outcome.value === false
          ? 'the expression is false'
          : 'the expression is neither true nor false';
    refusals.push({
      at,
      seen: `${seen}${said}`,
      wanted: `${quote(rule.expression)} to be true`,
      fix: 'Bring a token for which it is, or change the rule.',
    });
  }
}

function unknownReason(at: string, unknown: string): Reason {
  return {
    at,
    seen: `what it comes to is not known here: ${unknown}`,
    wanted: 'an expression that can be evaluated here',
    fix: 'Ask the cluster, with the token: kubectl auth whoami.',
  };
}
