import { type JsonObject, member, quote } from '@drawbridge/core';
import { about, type Finding, unclear, unmet } from '../../trust/finding.ts';
import { shown } from '../../trust/shown.ts';
import type { AzureRequirement } from '../doctor/requirements.ts';
import { type Comparison, doubtAbout, holds, parseExpression } from './claims-expression.ts';
import { claimsLeftOut, isDocumented } from './documented-expressions.ts';
import type { FederatedCredential } from './federated-credential.ts';
import { CODES } from './limits.ts';

const ASK =
  'Ask Entra: "az login --service-principal --username CLIENT_ID --tenant TENANT_ID --allow-no-subscriptions --federated-token TOKEN" signs in with the token, or says what does not match.';

/** A flexible federated identity credential, which is a preview: what is not documented is not known here. */
export function checkExpression(
  { title, issuer }: FederatedCredential,
  { text, languageVersion }: { readonly text: string; readonly languageVersion: unknown },
  claims: JsonObject,
): readonly Finding[] {
  const at = `${title}, claimsMatchingExpression`;
  if (languageVersion !== 1) {
    const seen = `the languageVersion is ${shown(languageVersion)}`;
    return [unclear(at, seen, '1', `Set it to 1, the one that there is. ${ASK}`)];
  }
  const comparisons = parseExpression(text);
  if (comparisons === undefined) {
    const fix = `Write it with one space on each side of eq, matches and and. ${ASK}`;
    const wanted = "comparisons such as claims['sub'] matches 'repo:acme/*', joined by and";
    return [unclear(at, `the expression is ${quote(text)}`, wanted, fix)];
  }
  const findings = comparisons.flatMap((comparison, index) => {
    const which = comparisons.length === 1 ? at : `${at}, comparison ${index + 1}`;
    return check(comparison, issuer, which, claims);
  });
  return [...findings, ...checkWhole(claimsLeftOut(issuer, comparisons), issuer, at)];
}

/** Entra may still take an expression that was set up before it had to name an id, or not: its documentation does not say. */
function checkWhole(leftOut: readonly string[], issuer: string, at: string): readonly Finding[] {
  if (leftOut.length === 0) return [];
  const names = leftOut.join(' or ');
  const [first = ''] = leftOut;
  const fix = `Add to the expression: and claims['${first}'] eq '…', as the tokens have it. Microsoft asks for ${names} in expressions for ${quote(issuer)}, and does not say what becomes of those without. ${ASK}`;
  const finding = unclear(at, `it does not compare ${names}`, `a comparison of ${names}`, fix);
  return about<AzureRequirement>(['credential-immutable'], [finding]);
}

function check(
  comparison: Comparison,
  issuer: string,
  at: string,
  claims: JsonObject,
): readonly Finding[] {
  const { claim, operator, comparand } = comparison;
  const value = member(claims, claim) ?? undefined;
  const wanted = operator === 'eq' ? quote(comparand) : `a text that matches ${quote(comparand)}`;
  const answers = `Entra answers ${CODES.expression}.`;
  if (value === undefined) {
    const fix = `Have the issuer set the claim, or leave it out of the expression. ${answers}`;
    return [unmet(at, `the token has no ${quote(claim)}`, wanted, fix)];
  }
  const seen = `the claim ${quote(claim)} is ${shown(value)}`;
  const isMet = typeof value === 'string' ? holds(comparison, value) : undefined;
  if (isMet === false) {
    const fix = `Write the expression so that it fits, or add a credential. ${answers}`;
    return [unmet(at, seen, wanted, fix)];
  }
  if (isMet === undefined) {
    const why =
      typeof value === 'string'
        ? doubtAbout(comparison, value)
        : 'what Entra makes of a claim that is no text is not documented';
    const fix = `Write the comparison as your tokens have the claim, with something for each *. ${ASK}`;
    return [unclear(at, `${seen}: ${why}`, `${wanted}, for sure`, fix)];
  }
  if (isDocumented(issuer, comparison)) return [];
  const fix = `Use a subject: expressions are documented for sub of GitHub, GitLab and HCP Terraform, for job_workflow_ref of GitHub, and with eq for repository_id and repository_owner_id of GitHub and project_id of GitLab. ${ASK}`;
  const why = `${seen}: it holds, and expressions over this claim by ${operator} are not documented for ${quote(issuer)}`;
  return [unclear(at, why, 'a claim that expressions are documented for', fix)];
}
