import { assume, EXACT_FITS_BOTH, fact, type Provider } from './provider.ts';

const OFFLINE =
  'https://auth0.github.io/auth0-oidc-client-net/documentation/advanced-scenarios/refresh-tokens.html';
const NATIVE = 'https://auth0.com/docs/dashboard/guides/applications/register-app-native';
// It quotes the dashboard's own words about several of them.
const CALLBACKS = 'https://github.com/aurelia-ui-toolkits/carmel-api/issues/18';
const GRANTS = 'https://auth0.com/docs/applications/update-grant-types';
const SETTINGS = 'https://auth0.com/docs/ja-jp/get-started/applications/application-settings.md';

/** Auth0, by the domain of a tenant. A custom domain is recognised by nothing. */
export const auth0: Provider = {
  id: 'auth0',
  name: 'Auth0',
  issuerExample: 'https://TENANT.eu.auth0.com/',
  isHost: (host) => /(?:^|\.)auth0\.com$/.test(host),
  loopback: assume('exact', EXACT_FITS_BOTH),
  refresh: fact('scope', OFFLINE),
  steps: [
    fact(
      'In the dashboard: Applications > Applications > Create Application. Type: Native.',
      NATIVE,
    ),
    fact('Under Settings, Allowed Callback URLs, with a comma between them:\n{uris}', CALLBACKS),
    fact(
      'Under Advanced Settings > Grant Types: Authorization Code and Refresh Token; Device Code for sign-in without a browser.',
      GRANTS,
    ),
    fact('Copy the Domain and the Client ID.', SETTINGS),
  ],
  notes: [
    'The issuer ends with a slash: AWS compares it letter by letter.',
    'A refresh token needs the scope offline_access, and Allow Offline Access of the API where an audience is asked for.',
    'No claim of groups is there by itself. An Action adds one, under a name of your choice, such as https://example.com/groups.',
    'The subject (sub) has a bar in it: auth0|0123456789. Quote it in shells.',
  ],
};
