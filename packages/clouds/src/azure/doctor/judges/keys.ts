import { isJsonObject, member, quote } from '@drawbridge/core';
import { noKeys } from '../../../doctor/checks/about-documents.ts';
import { everySigningKey } from '../../../doctor/checks/about-signing-keys.ts';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';

const KEPT = 100;

const FIX = 'Take out keys that sign nothing any more: "drawbridge keys retire".';

/** There are no more keys for signatures than Entra keeps. */
export function areKept({ keys }: Scene): Outcome {
  const signing = signingKeysOf(keys);
  if (signing === undefined) return noKeys();
  return signing.length <= KEPT
    ? passed(`${signing.length}`)
    : failed(`the JWK Set has ${signing.length} keys for signatures`, FIX);
}

/** The key that signed the token is one of those that are kept. */
export const isKept = ofToken(({ signature }, { keys }) => {
  const signing = signingKeysOf(keys);
  if (signing === undefined) return noKeys();
  if (signature.state !== 'good') {
    return unknown(
      'which key signed the token is not known',
      'See what is said of its signature first.',
    );
  }
  const place = signing.indexOf(signature.key) + 1;
  return place <= KEPT
    ? passed(`the key is number ${place}`)
    : failed(`the key that signed the token is number ${place} in the JWK Set`, FIX);
});

function signingKeysOf(keys: readonly unknown[] | undefined): readonly unknown[] | undefined {
  return keys?.filter((key) => isJsonObject(key) && member(key, 'use') !== 'enc');
}

export const areForSignatures = everySigningKey(
  (key) => {
    const use = member(key, 'use');
    return use === 'sig'
      ? undefined
      : `has ${use === undefined ? 'no use' : `the use ${quote(use)}`}`;
  },
  'its use is "sig"',
  'Have the issuer publish the key with "use": "sig".',
);
