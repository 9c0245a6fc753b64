import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { noKeys } from '../../../doctor/checks/about-documents.ts';
import { everySigningKey } from '../../../doctor/checks/about-signing-keys.ts';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { x5cFault } from '../../../doctor/measure/x5c-fault.ts';
import { firstOf } from '../../../doctor/first-of.ts';
import { failed, type Outcome, passed } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';

/** IAM user guide, "Create an OpenID Connect (OIDC) identity provider in IAM": keys of a type. */
const MOST_KEYS = 100;

/** What of a key is the key itself, whatever else is said of it. */
const OWN_MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y'] as const;

/** There are no more keys of a type than AWS reads. A token that is signed by another type does not mind. */
export function typeCount(kty: 'RSA' | 'EC', algorithms: 'RS' | 'ES'): (scene: Scene) => Outcome {
  return ({ keys, token }) => {
    if (keys === undefined) return noKeys();
    const count = keys.filter((key) => isJsonObject(key) && member(key, 'kty') === kty).length;
    const told = `${count} of ${kty}`;
    if (count <= MOST_KEYS) return passed(told);
    const alg = token === undefined ? algorithms : member(token.header, 'alg');
    return typeof alg === 'string' && alg.startsWith(algorithms)
      ? failed(
          `the JWK Set has ${count} keys of ${kty}`,
          'Take out those that sign nothing any more: "drawbridge keys retire".',
        )
      : passed(`${told}, and this token is signed by another type`);
  };
}

/** The token names its key, or there is one key alone. */
export const namesItsKey = ofToken(({ header }, { keys }) => {
  const kid = member(header, 'kid');
  if (typeof kid === 'string' && kid !== '') return passed(quote(kid));
  if (keys === undefined) return noKeys();
  const count = keys.length;
  return kid === undefined && count === 1
    ? passed('no kid, and a single key')
    : failed(
        `the kid of the token is ${quote(kid)}, and there are ${count} keys`,
        'Have the issuer name the key in the header (kid) of each token.',
      );
});

/** No two different keys have one kid. */
export function haveOwnKids({ keys, token }: Scene): Outcome {
  if (keys === undefined) return noKeys();
  const last = new Map<string, JsonObject>();
  const shared = new Set<string>();
  for (const key of keys.filter(isJsonObject)) {
    const kid = member(key, 'kid');
    if (typeof kid !== 'string') continue;
    const other = last.get(kid);
    if (other !== undefined && !isSameKey(other, key)) shared.add(kid);
    last.set(kid, key);
  }
  if (shared.size === 0) return passed('each is of one key');
  const signer = token?.signature.state === 'good' ? token.signature.key : undefined;
  const kid = signer && member(signer, 'kid');
  const isHidden =
    signer !== undefined &&
    typeof kid === 'string' &&
    shared.has(kid) &&
    !isSameKey(last.get(kid) ?? signer, signer);
  return failed(
    `${firstOf([...shared].map(quote), ', ')} is the kid of more than one key${
      isHidden ? ', and the key that signed the token is not the later one' : ''
    }`,
    'Have the issuer give each key a kid of its own.',
  );
}

function isSameKey(one: JsonObject, other: JsonObject): boolean {
  return OWN_MEMBERS.every((name) => member(one, name) === member(other, name));
}

/** No key that signs has key_ops. */
export const haveNoOperations = everySigningKey(
  (key) => {
    const operations = member(key, 'key_ops');
    return operations === undefined ? undefined : `has key_ops, ${quote(operations)}`;
  },
  'it has no key_ops',
  'Have the issuer publish its keys without key_ops: use and alg say the same.',
);

/** No key that signs is for encryption. */
export const areForSignatures = everySigningKey(
  (key) => (member(key, 'use') === 'enc' ? 'is for encryption (use is "enc")' : undefined),
  'it is not for encryption',
  'Have the issuer publish the keys that sign with use "sig".',
);

/** The certificate of a key that signs is of that key. */
export const haveOwnCertificates = everySigningKey(
  x5cFault,
  'no certificate (x5c), or its own',
  'Have the issuer leave x5c out of its JWK Set, or make it anew for this key.',
);

/** What the key itself is, by its type. Of other types nothing is known. */
const MEMBERS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
]);

/** A key that signs has all that makes a key of its type. */
export const haveMembers = everySigningKey(
  (key) => {
    const needed = MEMBERS.get(member(key, 'kty')) ?? [];
    const missing = needed.filter((name) => typeof member(key, name) !== 'string');
    return missing.length === 0 ? undefined : `has no ${missing.join(' and no ')}`;
  },
  'it has all that a key of its type has',
  'Have the issuer publish the key itself, not its certificate (x5c) alone.',
);
