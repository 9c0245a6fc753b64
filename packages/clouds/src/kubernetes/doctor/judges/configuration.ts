import { member, quote } from '@drawbridge/core';
import { type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { AuthenticationConfiguration } from '../../evaluate/configuration.ts';

/** The configuration is one that an API server starts with: one that was read is. */
export function isWellFormed({ trust, token }: Scene<AuthenticationConfiguration>): Outcome {
  if (trust === undefined) {
    const claims = token?.claims ?? {};
    const told =
      token === undefined
        ? ''
        : `: one of its audiences must be in ${quote(member(claims, 'aud'))}, and sub is ${quote(member(claims, 'sub'))}`;
    return unknown(
      `the configuration of the API server was not given${told}`,
      'Give the file of --authentication-config by --trust, or its flags as {"oidc-issuer-url": …, "oidc-client-id": …}.',
    );
  }
  const { authenticators, source } = trust;
  return passed(
    `${authenticators.length} ${authenticators.length === 1 ? 'authenticator' : 'authenticators'}${source === 'flags' ? ' by flags' : ''}; what they make of the token is told with trust`,
  );
}

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
