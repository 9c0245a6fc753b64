import { type JsonObject, member, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import { about, type Finding, unclear, unmet } from '../../trust/finding.ts';
import { nearMiss } from '../../trust/near-miss.ts';
import { shown } from '../../trust/shown.ts';
import type { AzureRequirement } from '../doctor/requirements.ts';
import { checkExpression } from './check-expression.ts';
import type { FederatedCredential } from './federated-credential.ts';
import { isOfEntra } from './entra-issuer.ts';
import { CODES, EXCHANGE_AUDIENCES } from './limits.ts';

/** What of a token does not meet one credential: issuer, audience, and subject or expression. */
export function checkCredential(
  credential: FederatedCredential,
  token: TokenView,
): readonly Finding[] {
  const { wanted } = credential;
  return [
    ...of('claims-exact', [
      ...checkIssuer(credential, token),
      ...checkAudience(credential, token.claims),
    ]),
    ...(wanted.kind === 'subject'
      ? of(
          wanted.subject.includes('*') ? 'credential-wildcards' : 'claims-exact',
          checkSubject(credential.title, wanted.subject, token.claims),
        )
      : of('credential-flexible', checkExpression(credential, wanted, token.claims))),
  ];
}

function of(requirement: AzureRequirement, findings: readonly Finding[]): readonly Finding[] {
  return about<AzureRequirement>([requirement], findings);
}

function checkIssuer({ title, issuer }: FederatedCredential, token: TokenView): readonly Finding[] {
  const at = `${title}, issuer`;
  const seen = `the iss is ${quote(token.issuer)}`;
  if (token.issuer !== issuer) {
    return [
      unmet(at, seen, quote(issuer), differing(token.issuer, issuer, 'issuer', CODES.issuer)),
    ];
  }
  if (issuer.trim() !== issuer) {
    const fix = 'Take the white space off, from the iss of your tokens too: Entra blocks it.';
    return of('issuer-spaces', [unmet(at, seen, 'an issuer without white space at an end', fix)]);
  }
  if (!isOfEntra(issuer)) return [];
  const fix = `Ask Entra: it takes tokens of its own from managed identities alone, and answers ${CODES.ownIssuer} to others.`;
  return of('issuer-foreign', [unclear(at, seen, 'an issuer that is not Entra itself', fix)]);
}

/** One audience, letter by letter. In a list it may stand alone, as the service-account tokens of Kubernetes have it. */
function checkAudience(
  { title, audience }: FederatedCredential,
  claims: JsonObject,
): readonly Finding[] {
  const at = `${title}, audiences`;
  const aud = member(claims, 'aud');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const seen = aud === undefined ? 'the token has no aud' : `the aud is ${shown(aud)}`;
  if (audiences.includes(audience)) {
    if (audiences.length === 1) return [];
    const fix = 'Have the issuer write one aud: what Entra makes of several is not documented.';
    return of('credential-audience', [unclear(at, seen, quote(audience), fix)]);
  }
  const near = audiences.find(
    (one) => typeof one === 'string' && nearMiss(one, audience) !== undefined,
  );
  const fix =
    typeof near === 'string'
      ? differing(near, audience, 'audience', CODES.audience)
      : `${cloudFix(audiences, audience)} Entra answers ${CODES.audience}.`;
  return [unmet(at, seen, quote(audience), fix)];
}

/** Each cloud has an audience of its own. */
function cloudFix(audiences: readonly unknown[], audience: string): string {
  const known: readonly unknown[] = Object.values(EXCHANGE_AUDIENCES);
  return known.includes(audience) && audiences.some((one) => known.includes(one))
    ? `Take a token with the aud ${audience}: each cloud of Azure has an audience of its own.`
    : `Take a token with the aud ${quote(audience)}, or write the credential's audience as your tokens have it.`;
}

function checkSubject(title: string, subject: string, claims: JsonObject): readonly Finding[] {
  const sub = member(claims, 'sub');
  if (sub === subject) return [];
  const at = `${title}, subject`;
  const seen = sub === undefined ? 'the token has no sub' : `the sub is ${shown(sub)}`;
  const fix = subjectFix(typeof sub === 'string' ? sub : '', subject);
  return [unmet(at, seen, quote(subject), fix)];
}

function subjectFix(sub: string, subject: string): string {
  if (subject.includes('*')) {
    return `Name each sub in a credential of its own, or have the issuer leave out of it what varies: Entra takes a * for a star, and answers ${CODES.subject}.`;
  }
  // "Migrate GitHub Actions federated credentials to immutable subjects" of Microsoft's documentation (read 2026-11).
  if (sub.replace(/@\d+(?=[/:])/g, '') === subject) {
    return `Write the credential's subject with the numbers, as your tokens have it: GitHub puts the ids of owner and repository into the sub of repositories since July 2026. Entra answers ${CODES.subject}.`;
  }
  return differing(sub, subject, 'subject', CODES.subject);
}

function differing(seen: string, wanted: string, property: string, code: string): string {
  const difference = nearMiss(seen, wanted);
  if (difference === undefined) {
    return `Write the credential's ${property} as your tokens have it, or add a credential. Entra answers ${code}.`;
  }
  const isCase = property === 'subject' && difference === 'upper and lower case alone';
  const answer = isCase ? `${code} or ${CODES.subjectCase}` : code;
  return `They differ in ${difference}, and Entra compares letter by letter: write the credential's ${property} exactly as your tokens have it. Entra answers ${answer}.`;
}
