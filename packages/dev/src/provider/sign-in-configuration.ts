import type { AdapterPayload, Configuration } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.ts';
import { PEOPLE, personClaims } from './people.ts';

/** Where people are sent to sign in, before the id of what they are asked. */
export const SIGN_IN_PATH = '/sign-in/';

/** Seconds that an access token and an ID token live. */
const LIFETIME = 300;

/** Settings that let people and programs sign in, beside those of {@link providerConfiguration}. */
export function signInConfiguration(
  base: Configuration,
  clientOf: (id: string) => AdapterPayload | undefined,
): Configuration {
  return {
    ...base,
    adapter: memoryAdapter(clientOf),
    claims: {
      openid: [...(base.claims['openid'] ?? []), 'groups'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    clientAuthMethods: ['client_secret_basic', 'none'],
    // Claims of the scopes are in the ID token, and not at userinfo alone, which there is none of.
    conformIdTokenClaims: false,
    // There is none to expire with.
    expiresWithSession: () => false,
    features: {
      ...base.features,
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        getResourceServerInfo: (_, resource) => ({
          audience: resource,
          scope: 'read',
          accessTokenFormat: 'jwt',
          accessTokenTTL: LIFETIME,
        }),
      },
    },
    findAccount(_, id) {
      const person = PEOPLE.find((one) => one.id === id);
      return person && { accountId: id, claims: () => personClaims(person) };
    },
    interactions: { url: (_, { uid }) => `${SIGN_IN_PATH}${uid}` },
    // Who signs in here agrees to all that is asked: it is all made up.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    responseTypes: ['code', 'none'],
    scopes: ['openid', 'email', 'profile'],
    ttl: {
      ...base.ttl,
      AuthorizationCode: 60,
      ClientCredentials: LIFETIME,
      AccessToken: LIFETIME,
      Grant: 3600,
      Interaction: 600,
    },
  };
}
