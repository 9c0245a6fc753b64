import { GROUPS_FACTS } from '@drawbridge/rules';
import { assume, fact, LOOK_FOR_THE_LIKE, type Provider } from './provider.ts';

const REFERENCE = 'https://developer.okta.com/docs/reference/api/oidc/';
const REFRESH = 'https://developer.okta.com/docs/guides/refresh-tokens/main/';
const WIZARD =
  'https://help.okta.com/oie/en-us/content/Topics/apps/apps_app_integration_wizard_oidc.htm';

/** Okta, by an org's own address or one of its authorization servers. */
export const okta: Provider = {
  id: 'okta',
  name: GROUPS_FACTS.okta.name,
  issuerExample: 'https://ORG.okta.com, or https://ORG.okta.com/oauth2/default',
  isHost: GROUPS_FACTS.okta.isHost,
  loopback: fact('exact', REFERENCE),
  refresh: fact('always-scope', REFRESH),
  steps: [
    fact('In the Admin Console: Applications > Applications > Create App Integration.', WIZARD),
    fact('Sign-in method: OIDC - OpenID Connect. Application type: Native Application.', WIZARD),
    fact('Grant types: Authorization Code and Refresh Token.', REFRESH),
    fact(
      'Sign-in redirect URIs, each of them, for Okta compares them letter by letter:\n{uris}',
      REFERENCE,
    ),
    assume(
      'Under Assignments, give the app to the people or groups that may sign in.',
      LOOK_FOR_THE_LIKE,
    ),
    assume(
      'Copy the Client ID. There is no secret: Client authentication is None, with PKCE required.',
      LOOK_FOR_THE_LIKE,
    ),
  ],
  notes: [
    'A refresh token needs the grant type Refresh Token and the scope offline_access, which is asked for at Okta without being told to.',
    'Okta leaves groups out without a word past 100: so many are taken as unknown.',
    'For groups, add a groups claim to the ID token of the app, with a filter that few groups match.',
  ],
};
