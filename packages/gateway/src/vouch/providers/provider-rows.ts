import { VOUCH_PROVIDERS, type VouchProviderName } from '../vouch-provider.ts';

/** Settings that a provider may need, by their names in the file. */
export type VouchOauthKey =
  | 'client_id'
  | 'client_secret'
  | 'auth_url'
  | 'token_url'
  | 'user_info_url'
  | 'callback_url';

/** What is known of one provider. Sentences are for a reference page. */
export interface VouchProviderRow {
  readonly name: VouchProviderName;
  readonly title: string;
  /** Settings that there is no sign-in without. */
  readonly required: readonly VouchOauthKey[];
  /** Settings that have a value where the file gives none. */
  readonly defaults: {
    readonly auth_url?: string;
    readonly token_url?: string;
    readonly user_info_url?: string;
    readonly user_team_url?: string;
    readonly user_org_url?: string;
    readonly scopes?: readonly string[];
  };
  /** Whether the endpoints above count even where the file gives others, as Vouch Proxy has it. */
  readonly isFixed?: boolean;
  /** Whether S256 (RFC 7636) is sent: always, or as `code_challenge_method` says. */
  readonly pkce: 'always' | 'configured';
  /** How the client proves itself at the token endpoint; the next is tried where one is refused as `invalid_client`. */
  readonly clientMethods: readonly ('client_secret_basic' | 'client_secret_post')[];
  /** Scopes that it usually needs, which is worth a warning. */
  readonly usualScopes?: readonly string[];
  /** What a person is asked for there, and what is asked on top. */
  readonly asks: string;
  /** Which member is the user name. */
  readonly userName: string;
  /** Which member is the email. */
  readonly email: string;
  /** What was read for this: each of them, as a public copy of it stood on the day below. */
  readonly sources: readonly string[];
  /** Which of these facts are the provider's own words, and which rest on what Vouch Proxy does. A sentence. */
  readonly restsOn: string;
  /** When the sources were read: `YYYY-MM-DD`. */
  readonly readOn: string;
}

const READ_ON = '2026-11-28';
const VOUCH = 'https://github.com/vouch/vouch-proxy/blob/master';
/** Which settings are required, endpoints and scopes that are defaults, and who is sent S256. */
const DEFAULTS_OF_VOUCH = `${VOUCH}/pkg/cfg/oauth.go`;
const MEMBERS_OF_VOUCH = `${VOUCH}/pkg/structs/structs.go`;

/** RFC 6749 section 2.3.1: a server must take the first, and some take only the second. */
const EITHER = ['client_secret_basic', 'client_secret_post'] as const;
const IN_BODY = ['client_secret_post'] as const;

const OPENID_SCOPES = ['openid', 'email', 'profile'] as const;
const USUAL: readonly VouchOauthKey[] = [
  'client_id',
  'client_secret',
  'auth_url',
  'token_url',
  'user_info_url',
  'callback_url',
];

const without = (...keys: readonly VouchOauthKey[]): readonly VouchOauthKey[] =>
  USUAL.filter((key) => !keys.includes(key));

const ROWS: Readonly<Record<VouchProviderName, Omit<VouchProviderRow, 'name' | 'readOn'>>> = {
  google: {
    title: 'Google',
    required: ['client_id', 'client_secret', 'callback_url'],
    defaults: {
      auth_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      token_url: 'https://oauth2.googleapis.com/token',
      user_info_url: 'https://www.googleapis.com/oauth2/v3/userinfo',
      scopes: ['openid', 'email'],
    },
    isFixed: true,
    pkce: 'always',
    clientMethods: IN_BODY,
    asks: 'UserInfo; `hd` is sent where `preferredDomain` is set, which is a wish and no rule',
    userName: '`username`, else `email`',
    email: '`email`, unless `email_verified` is false',
    sources: [
      DEFAULTS_OF_VOUCH,
      MEMBERS_OF_VOUCH,
      'https://github.com/googleapis/google-auth-library-nodejs (10.9.1: OAuth2Client, TokenPayload)',
    ],
    restsOn:
      'Google’s own library has the authorization and token endpoints, sends the secret in the body, and has `email` and `email_verified` in an ID token; that UserInfo is where it is, and has the same, is as Vouch Proxy has it.',
  },
  github: {
    title: 'GitHub',
    required: ['client_id', 'client_secret'],
    defaults: {
      auth_url: 'https://github.com/login/oauth/authorize',
      token_url: 'https://github.com/login/oauth/access_token',
      user_info_url: 'https://api.github.com/user',
      user_team_url: 'https://api.github.com/orgs/:org_id/teams/:team_slug/memberships/:username',
      user_org_url: 'https://api.github.com/orgs/:org_id/members/:username',
      scopes: ['read:user'],
    },
    pkce: 'always',
    clientMethods: IN_BODY,
    asks: 'the user; each team and organization of `teamWhitelist`, for which the scope `read:org` is a default',
    userName: '`login`',
    email: '`email`, which is there where the person made it public',
    sources: [
      DEFAULTS_OF_VOUCH,
      MEMBERS_OF_VOUCH,
      'https://github.com/github/docs/blob/main/content/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps.md',
      'https://github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication',
      'https://docs.github.com/en/rest/users/users#get-the-authenticated-user',
      'https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user',
      `${VOUCH}/pkg/providers/github/github.go`,
    ],
    restsOn:
      'GitHub’s pages say how the code is redeemed, that S256 counts, that the token goes in a field, and that `/user` has a `login` and the scope `read:org` is for teams; the addresses of memberships, and which status means what, are as Vouch Proxy has them.',
  },
  indieauth: {
    title: 'IndieAuth',
    required: ['client_id', 'auth_url', 'callback_url'],
    defaults: {},
    pkce: 'always',
    clientMethods: [],
    asks: 'the authorization endpoint itself, which answers a code with whose it is',
    userName: '`me`, the address of a site',
    email: 'none',
    sources: [
      `${VOUCH}/pkg/providers/indieauth/indieauth.go`,
      'https://indieauth.spec.indieweb.org/20240711/#profile-url-response',
    ],
    restsOn:
      'The specification says that the authorization endpoint answers a code with `me`. Its section 5.4, by which a client asks the site whether that endpoint may speak for it, is not done: there is one endpoint, and the settings trust it with every site.',
  },
  adfs: {
    title: 'AD FS',
    required: without('client_secret', 'user_info_url'),
    defaults: {},
    pkce: 'configured',
    clientMethods: IN_BODY,
    usualScopes: OPENID_SCOPES,
    asks: 'the ID token, whose signature is verified; `resource` is sent: `relying_party_id`, else the callback address',
    userName: '`upn` of the ID token',
    email:
      '`email` of the ID token, else its `upn` where that is an email; unless `email_verified` is false',
    sources: [
      `${VOUCH}/pkg/providers/adfs/adfs.go`,
      DEFAULTS_OF_VOUCH,
      'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oidce/55c0a84d-48e7-4043-91f8-9ebd0a51ab68',
      'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oapx/65aeaef4-5553-43cd-b778-6e89f126717c',
    ],
    restsOn:
      'Microsoft’s protocols have `upn`, `email` and `resource`; that the secret goes in the body, and that an email may be told by `upn`, is as Vouch Proxy has it. That `email_verified` counts is ours.',
  },
  azure: {
    title: 'Microsoft Entra ID (Azure AD)',
    required: without('user_info_url'),
    defaults: {},
    pkce: 'always',
    clientMethods: IN_BODY,
    usualScopes: OPENID_SCOPES,
    asks: 'the ID token, whose signature is verified; with `azure_token: access_token`, the default, also the access token, where its `oid` and `tid` are those of the ID token',
    userName: '`username`, else `upn`, else `preferred_username`',
    email: '`email`, else `upn`; unless `xms_edov` is false',
    sources: [
      `${VOUCH}/pkg/providers/azure/azure.go`,
      DEFAULTS_OF_VOUCH,
      MEMBERS_OF_VOUCH,
      'https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference',
      'https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference',
    ],
    restsOn:
      'Microsoft’s references have `oid`, `tid`, `preferred_username`, `email`, `upn` and `xms_edov`, and say of the names that they may change and are not to decide who may do what; which of them counts first is as Vouch Proxy has it.',
  },
  oidc: {
    title: 'OpenID Connect',
    required: without('client_secret'),
    defaults: {},
    pkce: 'configured',
    clientMethods: EITHER,
    usualScopes: OPENID_SCOPES,
    asks: 'UserInfo, and the ID token where there is one: both must be of the same `sub`',
    userName: '`username`, else `email`',
    email: '`email`, unless `email_verified` is false',
    sources: [
      MEMBERS_OF_VOUCH,
      DEFAULTS_OF_VOUCH,
      `${VOUCH}/pkg/providers/openid/openid.go`,
      'https://openid.net/specs/openid-connect-core-1_0.html (section 5.3.2, as others quote it)',
    ],
    restsOn:
      'OpenID Connect Core 1.0 has `sub`, `email` and `email_verified` (sections 5.1 and 5.3.2); it has no `username`, which is of Vouch Proxy.',
  },
  homeassistant: {
    title: 'Home Assistant',
    required: without('client_secret', 'user_info_url'),
    defaults: {},
    pkce: 'configured',
    clientMethods: IN_BODY,
    asks: 'the token endpoint, and nothing else: it does not say who it is',
    userName: '`homeassistant` for everybody',
    email: 'none',
    sources: [
      `${VOUCH}/pkg/providers/homeassistant/homeassistant.go`,
      'https://github.com/home-assistant/developers.home-assistant/blob/master/docs/auth_api.md',
    ],
    restsOn:
      'Home Assistant’s page has the token endpoint, which tells nobody’s name; the name for everybody is that of Vouch Proxy.',
  },
  openstax: {
    title: 'OpenStax',
    required: USUAL,
    defaults: {},
    pkce: 'configured',
    clientMethods: EITHER,
    asks: 'the user',
    userName: '`username`, else the email',
    email: '`email`, else the first of `contact_infos` that is an `EmailAddress` and is verified',
    sources: [
      MEMBERS_OF_VOUCH,
      `${VOUCH}/pkg/providers/openstax/openstax.go`,
      'https://github.com/openstax/accounts/blob/main/app/representers/api/v1/user_representer.rb',
      'https://github.com/openstax/accounts/blob/main/app/representers/api/v1/contact_info_representer.rb',
    ],
    restsOn:
      'No page of OpenStax tells it; the source of its accounts has `username` and, for whoever may see them, `contact_infos` with `type`, `value` and `is_verified`. An `email` of its own is in the source of Vouch Proxy alone.',
  },
  nextcloud: {
    title: 'Nextcloud',
    required: USUAL,
    defaults: {},
    pkce: 'configured',
    clientMethods: EITHER,
    usualScopes: OPENID_SCOPES,
    asks: 'the user (OCS)',
    userName: '`username`, else `ocs.data.id`',
    email: '`email` beside `username`, else `ocs.data.email`',
    sources: [
      MEMBERS_OF_VOUCH,
      DEFAULTS_OF_VOUCH,
      `${VOUCH}/pkg/providers/nextcloud/nextcloud.go`,
      'https://github.com/nextcloud/documentation/blob/master/developer_manual/client_apis/OCS/ocs-api-overview.rst',
      'https://github.com/nextcloud/documentation/blob/master/admin_manual/configuration_server/oauth2.rst',
    ],
    restsOn:
      'Nextcloud’s manual has `id` and `email` in the data of a user (shown as XML), and a secret for each client; `username` beside it is as Vouch Proxy has it.',
  },
  alibaba: {
    title: 'Alibaba Cloud IDaaS',
    required: USUAL,
    defaults: {},
    pkce: 'configured',
    clientMethods: EITHER,
    asks: 'the user',
    userName: '`data.username`',
    email: '`data.email`',
    sources: [
      MEMBERS_OF_VOUCH,
      `${VOUCH}/pkg/providers/alibaba/alibaba.go`,
      'https://github.com/vouch/vouch-proxy/issues/344',
    ],
    restsOn:
      'The source of Vouch Proxy alone: no page of Alibaba Cloud was found that shows such an answer, and the issue says which of its services it is.',
  },
  discord: {
    title: 'Discord',
    required: ['client_id', 'client_secret', 'callback_url'],
    defaults: {
      auth_url: 'https://discord.com/oauth2/authorize',
      token_url: 'https://discord.com/api/oauth2/token',
      user_info_url: 'https://discord.com/api/users/@me',
      scopes: ['identify', 'email'],
    },
    pkce: 'always',
    clientMethods: EITHER,
    asks: 'the user',
    userName:
      '`id` with `discord_use_ids`; else `username`, with `#` and `discriminator` behind it where that is not 0',
    email: '`email`, unless `verified` is false',
    sources: [
      DEFAULTS_OF_VOUCH,
      `${VOUCH}/pkg/providers/discord/discord.go`,
      `${VOUCH}/config/config.yml_example_discord`,
      'https://github.com/discord/discord-api-docs/blob/main/developers/resources/user.mdx',
      'https://github.com/discord/discord-api-docs/blob/main/developers/topics/oauth2.mdx',
    ],
    restsOn:
      'Discord’s pages have the endpoints, the scopes and the members of a user; that a `discriminator` of 0 is none, and how one is written behind the name, is as Vouch Proxy has it.',
  },
};

/** What is known of each provider, in the order of {@link VOUCH_PROVIDERS}. */
export const VOUCH_PROVIDER_ROWS: readonly VouchProviderRow[] = VOUCH_PROVIDERS.map((name) => ({
  name,
  readOn: READ_ON,
  ...ROWS[name],
}));

/** What is known of one. */
export function vouchProviderRow(name: VouchProviderName): VouchProviderRow {
  return { name, readOn: READ_ON, ...ROWS[name] };
}
