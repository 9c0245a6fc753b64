import { assume, EXACT_FITS_BOTH, fact, type Provider } from './provider.ts';

const OFFLINE =
  'https://auth0.github.io/auth0-oidc-client-net/documentation/advanced-scenarios/refresh-tokens.html';

/** Auth0, by the domain of a tenant. A custom domain is recognised by nothing. */
export const auth0: Provider = {
  id: 'auth0',
  name: 'Auth0',
  issuerExample: 'https://TENANT.eu.auth0.com/',
  isHost: (host) => /(?:^|\.)auth0\.com$/.test(host),
  loopback: assume('exact', EXACT_FITS_BOTH),
  refresh: fact('scope', OFFLINE),
  steps: [
    'In the dashboard: Applications > Applications > Create Application. Type: Native.',
    'Under Settings, Allowed Callback URLs, with a comma between them:\n{uris}',
    'Under Advanced Settings > Grant Types: Authorization Code and Refresh Token; Device Code for sign-in without a browser.',
    'Copy the Domain and the Client ID.',
  ],
  notes: [
    'The issuer ends with a slash: AWS compares it letter by letter.',
    'A refresh token needs the scope offline_access, and Allow Offline Access of the API where an audience is asked for.',
    'No claim of groups is there by itself. An Action adds one, under a name of your choice, such as https://example.com/groups.',
    'The subject (sub) has a bar in it: auth0|0123456789. Quote it in shells.',
  ],
};
