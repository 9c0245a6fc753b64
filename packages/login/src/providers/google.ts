import { assume, fact, LOOK_FOR_THE_LIKE, type Provider } from './provider.ts';

const LIBRARY =
  'https://cloud.google.com/nodejs/docs/reference/google-auth-library/7.4.1/google-auth-library/generateauthurlopts';
const DESKTOP = 'https://developers.google.com/identity/protocols/OAuth2InstalledApp';

/** Google, for accounts of Google and of Google Workspace. */
export const google: Provider = {
  id: 'google',
  name: 'Google',
  issuerExample: 'https://accounts.google.com',
  isHost: (host) => host === 'accounts.google.com',
  loopback: assume(
    'unregistered',
    'The page on desktop apps tells of loopback addresses and of no place to register one.',
  ),
  refresh: fact('parameters', LIBRARY),
  refreshParameters: { access_type: 'offline', prompt: 'consent' },
  sendsSecret: fact(true, DESKTOP),
  steps: [
    assume(
      'In the Google Cloud console: Google Auth Platform > Clients > Create client. Application type: Desktop app.',
      LOOK_FOR_THE_LIKE,
    ),
    assume(
      'No redirect URI is registered: for a desktop app, Google takes loopback addresses, this one too:\n{uris}',
      LOOK_FOR_THE_LIKE,
    ),
    fact(
      'Copy the Client ID and the client secret. The secret of a desktop app is sent with every request, and is not taken to be confidential.',
      DESKTOP,
    ),
  ],
  notes: [
    'Google has no scope offline_access: a refresh token is asked for by access_type=offline, and comes where consent is given (prompt=consent).',
    'Tokens of Google have no groups.',
    'The issuer is everybody with an account of Google: have the role trust the subjects (sub) that you mean, or put the exchange before it, whose rules can test the claim hd.',
  ],
};
