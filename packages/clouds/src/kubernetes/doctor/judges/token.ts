import { type JsonObject, member, quote } from '@drawbridge/core';
import { hasAlgorithm, ofToken } from '../../../doctor/checks/about-token.ts';
import { span } from '../../../doctor/measure/moment.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import { ALGORITHMS } from '../../evaluate/algorithms.ts';
import type { AuthenticationConfiguration } from '../../evaluate/configuration.ts';
import { mapGroups, mapUsername } from '../../evaluate/map-user.ts';
import {
  misspeltClaims,
  registeredClaimFault,
  secondsOf,
} from '../../evaluate/registered-claims.ts';
import { authenticatorOf } from './issuer.ts';

type ClusterScene = Scene<AuthenticationConfiguration>;

/** One that is verified at all, or that the flags name. */
export function hasTakenAlgorithm(scene: ClusterScene): Outcome {
  const algorithms = authenticatorOf(scene)?.algorithms ?? ALGORITHMS;
  const outcome = hasAlgorithm(algorithms)(scene);
  const alg = scene.token && member(scene.token.header, 'alg');
  if (
    outcome.state === 'failed' &&
    scene.trust?.source === 'flags' &&
    ALGORITHMS.includes(String(alg))
  ) {
    return failed(
      `${outcome.seen}, and the flags take ${algorithms.join(', ')}`,
      `Add --oidc-signing-algs=${[...algorithms, alg].join(',')} to the API server, or have the issuer sign with ${algorithms[0]}.`,
    );
  }
  return outcome.state === 'passed' && scene.trust === undefined && outcome.seen !== 'RS256'
    ? passed(
        `${outcome.seen}; where the API server is set up by flags, add --oidc-signing-algs=RS256,${outcome.seen}`,
      )
    : outcome;
}

/** The registered claims are of the types that an API server reads. */
export const hasReadableClaims = ofToken(({ claims }) => {
  const fault = registeredClaimFault(claims);
  return fault === undefined
    ? passed('each is of its type')
    : failed(
        `${fault.claim} ${fault.seen}`,
        `Have the issuer make it what is read there: ${fault.wanted}.`,
      );
});

/** No claim has a name that is read for a registered one. */
export const hasKnownNames = ofToken(({ claims }) => {
  const odd = misspeltClaims(claims);
  return odd.length === 0
    ? passed('no name is like a registered one')
    : failed(
        `it has ${odd.slice(0, 4).map(quote).join(', ')}`,
        'Have the issuer leave it out, or name it in small letters.',
      );
});

/** Judges the times of a token as an API server reads them. */
export function withReadTimes(judge: (scene: Scene) => Outcome): (scene: Scene) => Outcome {
  return (scene) => {
    const { token } = scene;
    if (token === undefined) return judge(scene);
    const times = ['exp', 'nbf'].flatMap((name) => {
      const seconds = secondsOf(member(token.claims, name));
      return seconds === undefined ? [] : [[name, seconds] as const];
    });
    const claims = { ...token.claims, ...Object.fromEntries(times) };
    return judge({ ...scene, token: { ...token, claims } });
  };
}

/** Where groups are. */
export const hasGroupsWithin = ofToken(({ claims }) =>
  member(claims, '_claim_names') === undefined
    ? passed('no claim is elsewhere')
    : unknown(
        '_claim_names says that claims are elsewhere, and they were not fetched',
        'Ask the API server, with the token: kubectl auth whoami.',
      ),
);

/** No name that is made of the token is one of Kubernetes' own. */
export const hasForeignNames = ofToken<AuthenticationConfiguration>(({ claims }, scene) => {
  const authenticator = authenticatorOf(scene);
  const names =
    authenticator === undefined
      ? [member(claims, 'sub'), member(claims, 'groups')].flat()
      : [mapUsername(authenticator.username, claims), mapGroups(authenticator.groups, claims)]
          .flatMap((mapped) => ('value' in mapped ? mapped.value : []))
          .flat();
  const reserved = names.find((name) => typeof name === 'string' && name.startsWith('system:'));
  if (reserved === undefined) return passed('none begins with system:');
  return failed(
    authenticator === undefined
      ? `the token has ${quote(reserved)}`
      : `the token becomes ${quote(reserved)}`,
    'Set a prefix for it (claimMappings), or a rule such as !user.username.startsWith("system:"): it would be one of Kubernetes itself.',
  );
});

/** Whether a cluster made the token for a service account. */
function isServiceAccount(claims: JsonObject): boolean {
  const sub = member(claims, 'sub');
  return typeof sub === 'string' && sub.startsWith('system:serviceaccount:');
}

const NO_ACCOUNT = passed('it is of no service account');
const SIGNED: readonly unknown[] = ['RS256', 'ES256', 'ES384', 'ES512'];

/** The header of a service account token is as a cluster makes it. */
export const hasAccountHeader = ofToken(({ header, claims }) => {
  if (!isServiceAccount(claims)) return NO_ACCOUNT;
  const odd = Object.keys(header).filter((name) => !['alg', 'kid', 'typ'].includes(name));
  const [alg, typ] = [member(header, 'alg'), member(header, 'typ')];
  const seen =
    odd.length > 0
      ? `the header has ${odd.slice(0, 4).map(quote).join(', ')}`
      : !SIGNED.includes(alg)
        ? `the alg of the token is ${quote(alg)}`
        : typ !== undefined && typ !== 'JWT' && `the typ of the token is ${quote(typ)}`;
  return seen === false
    ? passed('as a cluster makes it')
    : failed(seen, 'Is it really a cluster that signs it? Correct its signer.');
});

/** Seconds: no cluster gives less. */
const SHORTEST = 600;

/** A service account token lives as long as a cluster gives at least. */
export const hasAccountLifetime = ofToken(({ claims }) => {
  const [iat, exp] = [member(claims, 'iat'), member(claims, 'exp')];
  if (!isServiceAccount(claims)) return NO_ACCOUNT;
  if (typeof iat !== 'number' || typeof exp !== 'number') {
    return failed(
      `iat is ${quote(iat)} and exp ${quote(exp)}`,
      'Is it really of a cluster? One sets iat and exp.',
    );
  }
  return exp - iat >= SHORTEST
    ? passed(`it lives ${span(exp - iat)}`)
    : failed(
        exp < iat ? 'the token ends before it begins' : `the token lives ${span(exp - iat)}`,
        `Is it really of a cluster? Ask it for ${span(SHORTEST)} or more (expirationSeconds: ${SHORTEST}).`,
      );
});
