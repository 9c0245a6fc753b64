import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { keyName } from '../../../doctor/checks/about-keys.ts';
import { someSigningKey } from '../../../doctor/checks/about-signing-keys.ts';
import { isSigned, ofToken } from '../../../doctor/checks/about-token.ts';
import { firstOf } from '../../../doctor/first-of.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import { areUploaded, DESCRIBE, UPDATE } from './fetched.ts';

type GoogleScene = Scene<GoogleTrust>;

/** Of uploaded keys ("Configure Workload Identity Federation with other identity providers"). */
const MOST_UPLOADED = 8;
const MEMBERS: readonly string[] = ['kty', 'alg', 'use', 'kid', 'n', 'e', 'x', 'y', 'crv'];

/** Keys that sign are of a type that Google reads. */
export const areOfKnownType = someSigningKey(
  (key) => {
    const kty = member(key, 'kty');
    return kty === 'RSA' || kty === 'EC' ? undefined : `is of the type ${quote(kty)}`;
  },
  'RSA or EC',
  'Sign with RS256 or ES256: "drawbridge keys rotate --alg RS256" makes such a key.',
);

/** The keys that were uploaded have a form that Google takes; what of others could not be uploaded is told. */
export function canBeUploaded(scene: GoogleScene): Outcome {
  return ofUploads(scene, (keys) =>
    keys.length > MOST_UPLOADED
      ? [`there are ${keys.length} keys`]
      : keys.flatMap((key, index) => {
          const others = Object.keys(isJsonObject(key) ? key : {}).filter(
            (name) => !MEMBERS.includes(name),
          );
          return others.length === 0
            ? []
            : [
                `${keyName(key, index)} has ${others
                  .slice(0, 4)
                  .map((name) => name.slice(0, 40))
                  .join(', ')}`,
              ];
        }),
  );
}

/** None of them is on another curve than P-256, or of another type. */
export function areOnCurve(scene: GoogleScene): Outcome {
  const outcome = ofUploads(scene, offCurve);
  const areFine = scene.keys !== undefined && offCurve(scene.keys).length === 0;
  return outcome.state === 'unknown' && areFine ? passed('these keys are') : outcome;
}

function offCurve(keys: readonly unknown[]): readonly string[] {
  return keys.flatMap((key, index) => {
    const [kty, crv] = isJsonObject(key) ? [member(key, 'kty'), member(key, 'crv')] : [];
    if (kty === 'RSA' || (kty === 'EC' && crv === 'P-256')) return [];
    return [
      `${keyName(key, index)} is ${kty === 'EC' ? `on ${quote(crv)}` : `of the type ${quote(kty)}`}`,
    ];
  });
}

function ofUploads(
  scene: GoogleScene,
  faultsOf: (keys: readonly unknown[]) => readonly string[],
): Outcome {
  const { trust, keys } = scene;
  if (trust !== undefined && !areUploaded(scene)) return passed('no keys were uploaded');
  const faults = keys === undefined ? [] : faultsOf(keys);
  const told = firstOf(faults);
  if (trust !== undefined) {
    return faults.length === 0
      ? passed(`${keys?.length ?? 0} uploaded keys`)
      : failed(told, `Upload the keys without that: ${UPDATE} PROVIDER … --jwk-json-path=FILE.`);
  }
  const fit =
    keys === undefined
      ? ''
      : faults.length === 0
        ? '; these keys can be'
        : `; these keys cannot be as they are: ${told}`;
  return unknown(
    `whether keys were uploaded to the provider was not told${fit}`,
    `See jwksJson of the provider, and give it by --trust: ${DESCRIBE}.`,
  );
}

/** A key made the signature: one that was fetched, or one that was uploaded. */
export function isSignedByProvider(scene: GoogleScene): Outcome {
  const outcome = isSigned(scene);
  return outcome.state === 'failed' && areUploaded(scene)
    ? failed(
        `${outcome.seen} (of the uploaded ones)`,
        `Upload the JWK Set of the issuer again, now and after each rotation: ${UPDATE} PROVIDER … --jwk-json-path=FILE.`,
      )
    : outcome;
}

/** The token says which key signed it, even where there is one alone. */
export const hasKid = ofToken(({ header }: { readonly header: JsonObject }) => {
  const kid = member(header, 'kid');
  return typeof kid === 'string' && kid !== ''
    ? passed(quote(kid))
    : failed(
        `the kid of the token is ${quote(kid)}`,
        'Have the issuer name the key in the header (kid) of each token.',
      );
});
