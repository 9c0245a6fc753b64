import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import { firstOf } from '../first-of.ts';
import { failed, type Outcome, passed } from '../outcome.ts';
import type { Scene } from '../scene.ts';
import { noKeys } from './about-documents.ts';
import { keyName } from './about-keys.ts';

/**
 * The keys by which the token is verified: the one that made its signature, else those that its kid names. Where neither is
 * known, all keys that are not for encryption: many issuers publish such keys, too.
 */
function signingKeys({ keys, token }: Pick<Scene, 'keys' | 'token'>): readonly JsonObject[] {
  if (token?.signature.state === 'good') return [token.signature.key];
  const all = (keys ?? []).filter(isJsonObject);
  const kid = token === undefined ? undefined : member(token.header, 'kid');
  const named = kid === undefined ? [] : all.filter((key) => member(key, 'kid') === kid);
  if (named.length > 0) return named;
  const signing = all.filter((key) => member(key, 'use') !== 'enc');
  return signing.length > 0 ? signing : all;
}

/**
 * Each key by which the token is verified is as it should be.
 *
 * @param faultOf - a clause such as `has no use`, or `undefined` for a key that is fine
 * @param fine - what is to be said where all are
 * @param fix - what to do, in sentences
 */
export function everySigningKey(
  faultOf: (key: JsonObject) => string | undefined,
  fine: string,
  fix: string,
): (scene: Scene) => Outcome {
  return (scene) => {
    const { keys } = scene;
    if (keys === undefined) return noKeys();
    const faults = signingKeys(scene).flatMap((key) => {
      const fault = faultOf(key);
      return fault === undefined ? [] : [`${keyName(key, keys.indexOf(key))} ${fault}`];
    });
    if (faults.length === 0) return passed(fine);
    return failed(firstOf(faults), fix);
  };
}

/**
 * A key by which the token is verified is as it should be. Where it is not known which one that is, the others are told of: an issuer
 * may have them for somebody else.
 *
 * @param faultOf - as of {@link everySigningKey}
 * @param fine - what is to be said of those that are
 */
export function someSigningKey(
  faultOf: (key: JsonObject) => string | undefined,
  fine: string,
  fix: string,
): (scene: Scene) => Outcome {
  const every = everySigningKey(faultOf, fine, fix);
  return (scene) => {
    const outcome = every(scene);
    const areSome = signingKeys(scene).some((key) => faultOf(key) === undefined);
    return outcome.state === 'failed' && areSome
      ? passed(`${fine}, but for what signs no token for it: ${outcome.seen}`)
      : outcome;
  };
}

/** Each key by which the token is verified can be named by a token. */
export const haveKid = everySigningKey(
  (key) => (typeof member(key, 'kid') === 'string' ? undefined : 'has no kid'),
  'it has a kid',
  'Have the issuer give each key a kid, its RFC 7638 thumbprint for example.',
);
