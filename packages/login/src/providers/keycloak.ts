import { member } from '@drawbridge/core';
import { assume, fact, LOOK_FOR_THE_LIKE, type Provider } from './provider.ts';

const LAYERS = 'https://www.keycloak.org/securing-apps/oidc-layers';
const CLIENTS =
  'https://docs.redhat.com/ja/documentation/red_hat_build_of_keycloak/24.0/html/server_administration_guide/assembly-managing-clients_server_administration_guide';
const TYPES = 'https://phasetwo.io/tutorials/clients/oidc-client-types/';

/** Keycloak, wherever it runs: its discovery document tells. */
export const keycloak: Provider = {
  id: 'keycloak',
  name: 'Keycloak',
  issuerExample: 'https://HOST/realms/REALM',
  isHost: () => false,
  isMetadata(metadata) {
    const authorization = member(metadata, 'authorization_endpoint');
    return (
      typeof authorization === 'string' &&
      /\/realms\/[^/]+\/protocol\/openid-connect\/auth$/.test(authorization)
    );
  },
  loopback: fact('any-port', LAYERS),
  refresh: assume(
    'nothing',
    'offline_access there is a right of its own, which outlives the session: whoever wants that asks for it.',
  ),
  steps: [
    fact(
      'In the admin console, in the realm: Clients > Create client. Client type: OpenID Connect.',
      CLIENTS,
    ),
    fact('Client authentication: Off, for a program on a laptop keeps no secret.', TYPES),
    assume(
      'Authentication flow: Standard flow alone; OAuth 2.0 Device Authorization Grant for sign-in without a browser.',
      LOOK_FOR_THE_LIKE,
    ),
    fact('Valid redirect URIs. Keycloak takes any port for it, so one will do:\n{uris}', LAYERS),
    assume(
      'Under Advanced, Proof Key for Code Exchange Code Challenge Method: S256.',
      LOOK_FOR_THE_LIKE,
    ),
    assume(
      'For groups: Client scopes > the dedicated scope > Add mapper > By configuration > Group Membership, Token Claim Name groups, Add to ID token.',
      LOOK_FOR_THE_LIKE,
    ),
  ],
  notes: [
    'A refresh token comes with every sign-in, and ends with the session at Keycloak. For a longer one, ask for the scope offline_access yourself, which the client and the person must be allowed.',
    'AWS must reach the realm over the internet, with a certificate that it trusts. Where it cannot, put the exchange or a mirror before it.',
  ],
};
