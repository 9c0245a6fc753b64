import { member, quote } from '@drawbridge/core';
import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import { type Outcome, unknown } from '../../../doctor/outcome.ts';
import type { AuthenticationConfiguration } from '../../evaluate/configuration.ts';

/** What the configuration makes of the token: one that was read is one that an API server starts with. */
export const isConfigured = beforeTrust<AuthenticationConfiguration>(({ token }) => {
  const claims = token?.claims ?? {};
  const told =
    token === undefined
      ? ''
      : `: one of its audiences must be in ${quote(member(claims, 'aud'))}, and sub is ${quote(member(claims, 'sub'))}`;
  return unknown(
    `the configuration of the API server was not given${told}`,
    'Give the file of --authentication-config by --trust, or its flags as {"oidc-issuer-url": …, "oidc-client-id": …}.',
  );
});

/** What an API server has loaded. */
export function isLoaded(): Outcome {
  return unknown(
    'whether the API server has loaded its configuration was not asked',
    'Ask it: kubectl get --raw /metrics | grep authentication_config_controller.',
  );
}

/** What a user may do. */
export function isAuthorized(): Outcome {
  return unknown(
    'what the user may do was not asked',
    'Ask with the token: kubectl auth whoami, then kubectl auth can-i --list. An answer of 401 is about the token, one of 403 about roles.',
  );
}
