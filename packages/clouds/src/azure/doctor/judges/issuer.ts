import { member, quote } from '@drawbridge/core';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import { isOfEntra } from '../../evaluate/entra-issuer.ts';

/** Entra is not its own issuer, but for managed identities. */
export function isForeign({ seen: { issuer } }: Scene): Outcome {
  if (!isOfEntra(issuer)) return passed('it is not Entra itself');
  return unknown(
    `the issuer is Entra itself (${quote(issuer)}), which takes tokens of managed identities alone from there`,
    'Is it the token of a managed identity? Else ask an issuer outside of Entra for one.',
  );
}

/** Neither the issuer nor iss has white space around it. */
export function hasNoSpaces({ seen: { issuer }, token }: Scene): Outcome {
  const iss = token === undefined ? undefined : member(token.claims, 'iss');
  const odd = [issuer, iss].find((each) => typeof each === 'string' && each !== each.trim());
  return odd === undefined
    ? passed('no space')
    : failed(`the issuer is ${quote(odd)}`, 'Have the issuer leave the space out of iss.');
}
