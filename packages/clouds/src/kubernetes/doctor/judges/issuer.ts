import { member, parseUrl, quote } from '@drawbridge/core';
import { isTrustedThere } from '../../../doctor/checks/about-tls.ts';
import { hasIssuer } from '../../../doctor/checks/about-token.ts';
import { isByProxy } from '../../../doctor/measure/is-by-proxy.ts';
import { isPrivateAddress } from '../../../doctor/measure/private-address.ts';
import { standsFor } from '../../../doctor/measure/stands-for.ts';
import { type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type {
  AuthenticationConfiguration,
  JwtAuthenticator,
} from '../../evaluate/configuration.ts';

type ClusterScene = Scene<AuthenticationConfiguration>;

/** Google's tokens have had their issuer without its scheme. */
const GOOGLE = ['accounts.google.com', 'https://accounts.google.com'] as const;

/** The authenticator for this issuer, where there is one. */
export function authenticatorOf({
  seen: { issuer },
  trust,
}: ClusterScene): JwtAuthenticator | undefined {
  return trust?.authenticators.find(({ issuer: { url } }) => url === issuer);
}

/** How an API server that fetches something is asked about it. */
const ASK =
  'Ask it: kubectl get --raw /metrics | grep jwks_fetch_last_timestamp, or look into its log for "oidc authenticator: initializing plugin".';

/** Whether the API server reaches the issuer cannot be known from elsewhere: it may be private. */
export function isReached(scene: ClusterScene): Outcome {
  const { issuer, addresses } = scene.seen;
  const { discoveryUrl = issuer } = authenticatorOf(scene)?.issuer ?? {};
  const host = parseUrl(discoveryUrl)?.hostname ?? discoveryUrl;
  const told = isByProxy(scene.seen)
    ? `${host} is looked up by the proxy that is between, and was reached from here`
    : addresses.length === 0
      ? `the name ${host} has no address here`
      : `${standsFor(host, addresses)}${addresses.some(isPrivateAddress) ? ', a private address,' : ''} here`;
  return unknown(`${told}; whether the API server reaches it is not known from here`, ASK);
}

export const isTrustedByServer = isTrustedThere<AuthenticationConfiguration>(
  (scene) => authenticatorOf(scene)?.issuer.certificateAuthority !== undefined,
  'Have certificateAuthority (--oidc-ca-file) hold the authority, or the host of the API server. To look with it, give it by --ca, or the configuration by --trust.',
);

/** The iss is the issuer, or Google's own other form of it. */
export function hasIssuerOrGoogles(scene: Scene): Outcome {
  const iss = scene.token === undefined ? undefined : member(scene.token.claims, 'iss');
  return iss === GOOGLE[0] && scene.seen.issuer === GOOGLE[1]
    ? passed(`${quote(iss)}, which is taken for ${GOOGLE[1]}`)
    : hasIssuer(scene);
}
