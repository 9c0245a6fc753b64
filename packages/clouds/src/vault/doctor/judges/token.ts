import { member, quote } from '@drawbridge/core';
import {
  hasAlgorithm,
  hasIssuer,
  isSigned,
  isText,
  ofToken,
} from '../../../doctor/checks/about-token.ts';
import { after } from '../../../doctor/checks/after.ts';
import { passedByTrust } from '../../../doctor/left-to-trust.ts';
import { failed, type Outcome, passed, unknown, unread } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import { about } from '../../../trust/finding.ts';
import { VERIFIED_ALGORITHMS } from '../../evaluate/algorithms.ts';
import { checkAudience, checkForm } from '../../evaluate/check-registered.ts';
import { checkTimeForm, checkTimes } from '../../evaluate/check-times.ts';
import type { VaultTrust } from '../../evaluate/vault-trust.ts';
import type { VaultRequirement } from '../requirements.ts';
import { placeOf, READ_ROLE } from './places.ts';

type VaultScene = Scene<VaultTrust>;

/** The alg of the token is one that Vault verifies, or that its configuration names. */
export function hasTakenAlgorithm(scene: VaultScene): Outcome {
  const set = scene.trust?.config?.algorithms ?? [];
  const outcome = hasAlgorithm(set.length === 0 ? VERIFIED_ALGORITHMS : set)(scene);
  return outcome.state === 'failed' && set.length > 0
    ? failed(outcome.seen, `${outcome.fix} Or add it to jwt_supported_algs.`)
    : outcome;
}

/** Whose default leaves some out. */
export const isTakenByDefault = ofToken<VaultTrust>(({ header }, { trust }) => {
  const alg = member(header, 'alg');
  const isPss = typeof alg === 'string' && alg.startsWith('PS');
  const isSet = (trust?.config?.algorithms ?? []).length > 0;
  return isPss && !isSet
    ? failed(`the alg of the token is ${quote(alg)}`, 'Have jwt_supported_algs name it.')
    : passed(isPss ? 'jwt_supported_algs is set' : 'it is of no PSS');
});

/** A key that was fetched or given made the signature. */
export function isSignedByPlace(scene: VaultScene): Outcome {
  const place = placeOf(scene);
  const outcome = isSigned(scene);
  const isElsewhere =
    place?.kind === 'provider' || (place?.kind === 'jwks' && place.places.length > 1);
  // What was looked at then is the issuer's own JWK Set, which need not be one of those that Vault has.
  if (isElsewhere && scene.token !== undefined) {
    return unknown(
      'the keys that Vault has were not looked at',
      'Log in with the token, and see what Vault says.',
    );
  }
  return place?.kind === 'keys' && outcome.state === 'failed'
    ? failed(
        'no key of jwt_validation_pubkeys made the signature',
        'Add the key of the issuer that signs now, or set oidc_discovery_url or jwks_url, so that keys are fetched.',
      )
    : outcome;
}

/** The iss is that of the issuer, unless a configuration says which one is taken: any, where bound_issuer is not set. */
export function hasExpectedIssuer(scene: VaultScene): Outcome | undefined {
  return scene.trust?.config === undefined
    ? after(isText('iss'), passedByTrust<VaultTrust>(hasIssuer))(scene)
    : undefined;
}

/** A judge of the form of claims, by the findings about one requirement. @param fine - what is said where there are none */
function hasForm(requirement: VaultRequirement, fine: string) {
  return ofToken(({ claims }) => {
    const view = { issuer: '', claims };
    const found = [
      ...about<VaultRequirement>(['claims-form'], checkForm(view, 'the token')),
      ...checkAudience(view, [], 'the token', false),
      ...checkTimeForm(claims, 'the token'),
    ].find(({ reason }) => reason.requirements?.includes(requirement));
    return found === undefined ? passed(fine) : failed(found.reason.seen, found.reason.fix);
  });
}

/** The registered claims are of the types that Vault reads. */
export const hasReadableClaims = hasForm('claims-form', 'each is of its type');
/** No claim has a name that is read for a registered one. */
export const hasKnownNames = hasForm('claims-names', 'no name is like a registered one');

const DEFAULTS = { clockSkew: 0, expiration: 0, notBefore: 0 };

/** The token has begun and has not ended, by the clock here. */
export const isInTime = ofToken<VaultTrust>(({ claims }, { now, trust }) => {
  const [found] = checkTimes(claims, trust?.role ?? DEFAULTS, now, 'the token');
  if (found === undefined) return passed('exp, nbf and iat, as far as they are there');
  const { seen, wanted, fix, requirements = [] } = found.reason;
  // The rule about the form of claims tells of it.
  if (requirements.includes('claims-form')) {
    return unread('its times are no numbers', 'Correct the form of the claims first.');
  }
  const told = `${seen}: ${wanted} is wanted`;
  if (!found.isCertain) return unknown(told, fix);
  return failed(
    told,
    trust === undefined
      ? `${fix} Where the role grants more, give it by --trust: ${READ_ROLE}.`
      : fix,
  );
});
