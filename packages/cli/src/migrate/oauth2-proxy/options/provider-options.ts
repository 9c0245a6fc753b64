import { never, otherwise, same, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const DISCOVERED =
  'Found by discovery; where the document is elsewhere, name it in gateway.providers[].discoveryUrl.';
const JWT_KEY =
  'The gateway proves itself by its client secret, or by PKCE alone; it signs no assertion.';

/** What is asked of a provider. */
export const PROVIDER_OPTIONS: OptionGroup = {
  title: 'Providers',
  options: [
    row('acr-values', 'string', '', setting('gateway.providers[].parameters.acr_values')),
    row(
      'allowed-group',
      'list',
      '',
      setting('gateway.rules[].match.groups', 'Whose groups are not known is not let in.'),
    ),
    row(
      'approval-prompt',
      'string',
      'force',
      never('It is a parameter of a former API of Google; prompt took its place.'),
    ),
    row(
      'backend-logout-url',
      'string',
      '',
      otherwise(
        'The provider is told of a logout at its end_session_endpoint, by way of the browser.',
      ),
    ),
    row('client-id', 'string', '', setting('gateway.providers[].clientId')),
    row('client-secret-file', 'string', '', setting('gateway.providers[].clientSecret.file')),
    row(
      'client-secret',
      'string',
      '',
      setting(
        'gateway.providers[].clientSecret',
        'It goes to a file of its own: no secret stands in drawbridge.yaml.',
      ),
    ),
    row('code-challenge-method', 'string', '', same('S256', 'Every sign-in has PKCE with S256.')),
    row(
      'insecure-oidc-allow-unverified-email',
      'bool',
      'false',
      setting(
        'gateway.providers[].trustEmail',
        'Safe only where nobody can choose the own email at the provider.',
      ),
    ),
    row(
      'insecure-oidc-skip-issuer-verification',
      'bool',
      'false',
      never(
        'A token of another issuer is somebody else: name the issuer of one tenant, or one provider for each.',
      ),
    ),
    row(
      'insecure-oidc-skip-nonce',
      'bool',
      'true',
      same('false', 'Every ID token must have the nonce of its sign-in.'),
    ),
    row('jwt-key-file', 'string', '', never(JWT_KEY)),
    row('jwt-key', 'string', '', never(JWT_KEY)),
    row('login-url', 'string', '', otherwise(DISCOVERED)),
    row(
      'auth-request-response-mode',
      'string',
      '',
      same(
        'query',
        'The answer comes in the query of the callback, and needs no cookie of another site.',
      ),
      'auth-request-response-mode',
    ),
    row(
      'oidc-audience-claim',
      'list',
      'aud',
      same('aud', 'An ID token is for whom its aud says (OpenID Connect Core 1.0 section 2).'),
    ),
    row(
      'oidc-email-claim',
      'string',
      'email',
      otherwise(
        'Only email has an email_verified beside it; rules compare another claim by match.claims.',
      ),
    ),
    row(
      'oidc-extra-audience',
      'list',
      '',
      setting(
        'gateway.bearer.issuers[].audiences',
        'For tokens that programs bring; an ID token of a sign-in must be for the client itself.',
      ),
    ),
    row('oidc-groups-claim', 'string', 'groups', setting('gateway.providers[].groupsClaim')),
    row(
      'oidc-issuer-url',
      'string',
      '',
      setting(
        'gateway.providers[].issuer',
        'For google and gitlab without it, that of their public service.',
      ),
    ),
    row('oidc-jwks-url', 'string', '', otherwise(DISCOVERED)),
    row(
      'oidc-public-key-file',
      'list',
      '',
      otherwise('Keys are those of the discovery document, so that the provider can replace them.'),
    ),
    row(
      'oidc-enabled-signing-alg',
      'list',
      '',
      same(
        '',
        'The asymmetric algorithms of RFC 7518 and RFC 8037 are taken, and a key is used only for its own.',
      ),
    ),
    row(
      'profile-url',
      'string',
      '',
      otherwise(
        'Where the ID token lacks the email, or the groups of the groupsClaim, the userinfo_endpoint that discovery names is asked, and no other address.',
      ),
    ),
    row('prompt', 'string', '', setting('gateway.providers[].parameters.prompt')),
    row(
      'provider-ca-file',
      'list',
      '',
      setting('gateway.providers[].caFile', 'One file: put the certificates of several into it.'),
    ),
    row('provider-display-name', 'string', '', setting('gateway.providers[].title')),
    row(
      'provider',
      'string',
      'google',
      setting(
        'gateway.providers[].name',
        'A provider that knows no OpenID Connect, such as GitHub, needs one before it that does, such as Dex or Keycloak.',
      ),
    ),
    row('pubjwk-url', 'string', '', never(JWT_KEY)),
    row('redeem-url', 'string', '', otherwise(DISCOVERED)),
    row('scope', 'string', '', setting('gateway.providers[].scope', 'It must have openid in it.')),
    row(
      'skip-claims-from-profile-url',
      'bool',
      'false',
      setting(
        'gateway.providers[].userinfo',
        'It is false then; without, UserInfo is asked where the ID token lacks something.',
      ),
    ),
    row(
      'skip-oidc-discovery',
      'bool',
      'false',
      same(
        'false',
        'Discovery is always done; it is cached and goes on from the last good answer.',
      ),
    ),
    row(
      'use-system-trust-store',
      'bool',
      'false',
      otherwise(
        'Leave caFile out for the authorities of the system, or name more in outbound.caFile.',
      ),
    ),
    row(
      'validate-url',
      'string',
      '',
      otherwise(
        'A session is renewed by its refresh token, which the provider refuses for who was locked there.',
      ),
    ),
  ],
};
