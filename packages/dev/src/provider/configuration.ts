import { createPrivateKey, randomBytes } from 'node:crypto';
import type { GeneratedKey } from '@drawbridge/core';
import type { Adapter, Configuration } from 'oidc-provider';
import { CI_JOB_GRANT } from './ci-job-grant.ts';
import type { ClientCredentials } from './request-token.ts';
import { jobClaims, SAMPLE_JOB } from './sample-job.ts';

/** Seconds: long enough to carry a token about by hand. */
const ID_TOKEN_LIFETIME = 600;

/**
 * Settings of a provider that does one thing: answer {@link CI_JOB_GRANT} with an id_token, signed
 * with `key` (RS256). The id of its one client is the audience of the tokens.
 */
export function providerConfiguration(client: ClientCredentials, key: GeneratedKey): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: [CI_JOB_GRANT],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'RS256',
      },
    ],
    jwks: { keys: [privateJwk(key)] },
    claims: { openid: Object.keys(jobClaims(SAMPLE_JOB)) },
    ttl: { IdToken: ID_TOKEN_LIFETIME },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    clientAuthMethods: ['client_secret_basic'],
    // The default scopes and response types would bring the refresh and code grants.
    scopes: ['openid'],
    responseTypes: ['none'],
    // What is on by default.
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    adapter: () => nothingStored,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    // The defaults of these two work as well, but tell on the console that they are defaults.
    clientBasedCORS: () => false,
    renderError: (ctx, { error }) => {
      ctx.type = 'text/plain';
      ctx.body = error;
    },
  };
}

// The client is part of the configuration and an id_token carries all that it says, so there is
// nothing to keep. The provider's own memory adapter would say on the console that it forgets.
const nothingStored: Adapter = {
  find: async () => undefined,
  upsert: async () => {},
  destroy: async () => {},
};

function privateJwk({ kid, alg, pkcs8 }: GeneratedKey) {
  return { ...createPrivateKey(pkcs8).export({ format: 'jwk' }), kid, alg, use: 'sig' };
}
