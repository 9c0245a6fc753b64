import { member, quote } from '@drawbridge/core';
import { audiencesOf, ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, passed } from '../../../doctor/outcome.ts';
import type { SceneToken } from '../../../doctor/scene.ts';

/** IAM API reference, CreateOpenIDConnectProvider: characters of a client ID. */
const LONGEST = 255;

/** The aud is a text or a list of texts. */
export const hasAudience = ofToken((token) => {
  const audiences = audiencesOf(token);
  return audiences === undefined
    ? failed(
        `aud is ${quote(member(token.claims, 'aud'))}`,
        'Have the issuer put one audience into aud, a text.',
      )
    : passed(quote(member(token.claims, 'aud')));
});

/** What AWS takes for the audience is no longer than a client ID. */
export const isClientId = ofToken((token) => {
  const audience = audienceOf(token);
  if (audience === undefined) return passed('it has no single audience');
  return audience.length <= LONGEST
    ? passed(`${audience.length} characters`)
    : failed(
        `the audience has ${audience.length} characters`,
        'Have the issuer put a shorter audience into aud: no provider can have this one as a client ID.',
      );
});

/** It has one audience, or says by azp which one counts. */
export const hasOneAudience = ofToken((token) => {
  const aud = member(token.claims, 'aud');
  const count = Array.isArray(aud) ? aud.length : 1;
  const isNamed = member(token.claims, 'azp') !== undefined;
  return count <= 1 || isNamed
    ? passed(isNamed ? 'it has azp' : 'one')
    : failed(
        `aud has ${count} values, ${quote(aud)}, and there is no azp`,
        'Have the issuer put one audience into aud.',
      );
});

/** The azp does not put something else in the place of aud. */
export const azpIsAudience = ofToken((token) => {
  const azp = member(token.claims, 'azp');
  if (azp === undefined) return passed('it has no azp');
  const aud = member(token.claims, 'aud');
  return typeof azp === 'string' && audiencesOf(token)?.includes(azp)
    ? passed(`azp is ${quote(azp)}, as aud has it`)
    : failed(
        `azp is ${quote(azp)}, and ${aud === undefined ? 'it has no aud' : `aud is ${quote(aud)}`}: AWS looks at azp alone`,
        `Have ${quote(azp)} among the client IDs of the provider and in the condition on aud, or have the issuer leave azp out.`,
      );
});

/** What AWS takes for the audience of a token; nothing where it has several, or none. */
export function audienceOf(token: SceneToken): string | undefined {
  const azp = member(token.claims, 'azp');
  if (typeof azp === 'string') return azp;
  const audiences = audiencesOf(token);
  return azp === undefined && audiences?.length === 1 ? audiences[0] : undefined;
}
