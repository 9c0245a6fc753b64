/** What a hint may speak of. */
export interface SignInFacts {
  /** To register with the provider. */
  readonly redirectUri: string;
  readonly clientId: string;
  readonly scope: string;
}

/** One error of a provider, and what to do about it. */
export interface HintRow {
  /** `error` of the answer. Not given: whatever it is. */
  readonly error?: string;
  /** A part of `error_description` that tells it from others of the same `error`. */
  readonly description?: RegExp;
  readonly hint: (facts: SignInFacts) => string;
  /** Where the code and its cause are from. */
  readonly source: string;
}

const OAUTH = 'RFC 6749 section 4.1.2.1';
const TOKEN = 'RFC 6749 section 5.2';
const OIDC = 'OpenID Connect Core 1.0 section 3.1.2.6';
const DEVICE = 'RFC 8628 section 3.5';
const REGISTRATION = 'RFC 7591 section 3.2.2';

/** The errors of OAuth 2.0 and OpenID Connect. */
export const OAUTH_ROWS: readonly HintRow[] = [
  {
    error: 'access_denied',
    hint: () =>
      'The sign-in or the consent was declined, or a policy of the provider does not let this person or app in. Sign in as somebody who has the app, or ask its administrator to assign it.',
    source: OAUTH,
  },
  {
    error: 'unauthorized_client',
    hint: ({ clientId }) =>
      `The client ${clientId} may not sign in this way. Have its registration allow the authorization code grant, for a native or public client; for --device that of device codes. In the place of --implicit, take --authorization-code.`,
    source: OAUTH,
  },
  {
    error: 'unsupported_response_type',
    hint: flowOff,
    source: OAUTH,
  },
  {
    error: 'invalid_scope',
    hint: ({ scope }) =>
      `The provider does not give one of these scopes to this client: ${scope}. Have them allowed in its registration, or ask for fewer with --scopes.`,
    source: OAUTH,
  },
  {
    error: 'temporarily_unavailable',
    hint: () => 'The provider is overloaded or under maintenance. Try again in a few minutes.',
    source: OAUTH,
  },
  {
    error: 'server_error',
    hint: () =>
      'Something failed at the provider. Try again; if it lasts, its own log says more than it tells us.',
    source: OAUTH,
  },
  {
    error: 'login_required',
    hint: () =>
      'Nobody is signed in at the provider, and it was asked not to show a page. Leave out --prompt none.',
    source: OIDC,
  },
  {
    error: 'interaction_required',
    hint: () =>
      'The provider has something to ask a person: a second factor, say. Leave out --prompt none, and sign in with the browser.',
    source: OIDC,
  },
  {
    error: 'consent_required',
    hint: () =>
      'Somebody has to agree to this app first. Leave out --prompt none, or have an administrator agree for everybody.',
    source: OIDC,
  },
  {
    error: 'account_selection_required',
    hint: () =>
      'Several accounts are signed in at the provider. Leave out --prompt none, or say which with --login-hint.',
    source: OIDC,
  },
  {
    error: 'request_not_supported',
    hint: () => 'The provider does not take request objects. Remove the extra parameter request.',
    source: OIDC,
  },
  {
    error: 'invalid_client',
    hint: ({ clientId }) =>
      `The provider does not know the client ${clientId}, or expects it to prove itself otherwise: check the client id and the issuer; a confidential client needs its secret, a public one none.`,
    source: TOKEN,
  },
  {
    error: 'invalid_grant',
    hint: () =>
      'The code or the refresh token has ended, was used already, or is of another client or redirect URI. Sign in again.',
    source: TOKEN,
  },
  {
    error: 'unsupported_grant_type',
    hint: () => 'The provider does not have this flow. Sign in with the browser instead.',
    source: TOKEN,
  },
  {
    error: 'authorization_pending',
    hint: () => 'Nobody has entered the code yet.',
    source: DEVICE,
  },
  {
    error: 'expired_token',
    hint: () => 'The code was not entered in time. Begin again for a new one.',
    source: DEVICE,
  },
  {
    error: 'invalid_redirect_uri',
    hint: ({ redirectUri }) =>
      `The provider does not register ${redirectUri}. Register a client by hand, and give its --client-id.`,
    source: REGISTRATION,
  },
  {
    error: 'invalid_client_metadata',
    hint: () =>
      'The provider does not register a native client without a secret by itself. Register one by hand, and give its --client-id.',
    source: REGISTRATION,
  },
  {
    error: 'invalid_request',
    description: /redirect/i,
    hint: ({ redirectUri }) =>
      `Register this redirect URI with the client, letter by letter: ${redirectUri}`,
    source: OAUTH,
  },
  {
    error: 'invalid_request',
    description: /response_type/i,
    hint: flowOff,
    source: OAUTH,
  },
  {
    error: 'invalid_request',
    hint: ({ clientId, redirectUri }) =>
      `The provider minds something of the request. Check that the client ${clientId} has the redirect URI ${redirectUri}, and the extra parameters, if you gave any.`,
    source: OAUTH,
  },
];

function flowOff(): string {
  return 'The provider, or this client, has the flow switched off. In the place of --implicit, take --authorization-code; or have the flow switched on in the registration.';
}
