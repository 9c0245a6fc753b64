import { type JsonObject, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import type { Reason, Verdict } from '../../trust/verdict.ts';
import type { KubernetesRequirement } from '../doctor/requirements.ts';
import type { AuthenticationConfiguration } from './configuration.ts';
import { judgeByAuthenticator } from './judge-by-authenticator.ts';
import { listed } from '../../trust/listed.ts';
import { misspeltClaims } from './registered-claims.ts';
import { userText } from './user.ts';

/** Google's tokens have had their issuer without its scheme, and API servers still take it so. */
const GOOGLE = ['accounts.google.com', 'https://accounts.google.com'] as const;

/**
 * What an API server makes of a token by its configuration (kubernetes, oidc.go at 1.34): the authenticator of its issuer, its
 * audience, what is required of its claims, and the user that they make. Whether its signature is right, and its algorithm
 * one of the authenticator's, is not judged.
 *
 * @param now - seconds since the epoch; where it is given, the times of the token are judged, too
 */
export async function evaluateAuthenticationConfiguration(
  configuration: AuthenticationConfiguration,
  token: TokenView,
  now?: number,
): Promise<Verdict> {
  const misspelt = misspeltReason(token.claims);
  if (misspelt !== undefined) return { verdict: 'undecided', reasons: [misspelt] };
  const issuer = token.issuer === GOOGLE[0] ? GOOGLE[1] : token.issuer;
  const found = configuration.authenticators.find(({ issuer: { url } }) => url === issuer);
  if (found === undefined) return refused([issuerReason(configuration, issuer)]);
  const { refusals, unknowns, user } = judgeByAuthenticator(found, token.claims, now);
  const [refusal, ...refusalsToo] = refusals;
  if (refusal !== undefined) return refused([refusal, ...refusalsToo]);
  const [unknown, ...unknownsToo] = unknowns;
  if (unknown !== undefined) return { verdict: 'undecided', reasons: [unknown, ...unknownsToo] };
  return {
    verdict: 'allowed',
    by: `${found.path} (${found.issuer.url})`,
    ...(user !== undefined && { becomes: userText(user) }),
  };
}

function refused(reasons: readonly [Reason, ...Reason[]]): Verdict {
  return { verdict: 'refused', reasons };
}

function issuerReason(
  { source, authenticators }: AuthenticationConfiguration,
  issuer: string,
): Reason<KubernetesRequirement> {
  const urls = authenticators.map(({ issuer: { url } }) => url);
  return {
    requirements: ['token-issuer'],
    at: source === 'file' ? 'jwt' : 'oidc-issuer-url',
    seen: `the iss is ${quote(issuer)}`,
    wanted: urls.length === 0 ? 'an authenticator for it: there is none at all' : listed(urls),
    fix: 'Issuers are compared letter by letter, a slash at the end included: add an authenticator for this one, or correct it.',
  };
}

/** They may count in the place of the issuer and the audience, so that all else would be said of another token. */
function misspeltReason(claims: JsonObject): Reason<KubernetesRequirement> | undefined {
  const misspelt = misspeltClaims(claims);
  if (misspelt.length === 0) return undefined;
  return {
    requirements: ['claims-names'],
    at: `the claims ${listed(misspelt)}`,
    seen: 'an API server may read them in the place of those in small letters',
    wanted: 'names in small letters',
    fix: 'Have the provider leave them out, or ask the cluster: kubectl auth whoami.',
  };
}
