/**
 * What providers answer, in the members that the page or source that is named has, as a public copy of it stood on the day beside it.
 * Persons and values are made up; `provider-rows.ts` says what of it is the provider's own word.
 */

/** `TokenPayload` of google-auth-library 10.9.1 (2026-11-28), for want of a page that shows UserInfo. */
export const GOOGLE_USERINFO = {
  sub: '10769150350006150715113082367',
  picture: 'https://lh3.googleusercontent.com/a/photo',
  email: 'ada@example.com',
  email_verified: true,
  hd: 'example.com',
};

/** https://docs.github.com/en/rest/users/users#get-the-authenticated-user (2026-11-28). */
export const GITHUB_USER = {
  login: 'ada',
  id: 1,
  avatar_url: 'https://github.com/images/error/octocat_happy.gif',
  type: 'User',
  name: 'Ada Lovelace',
  email: null,
};

/**
 * The code of https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors, which
 * was not read again: that it comes with status 200 is what others' clients of GitHub say (2026-11-28).
 */
export const GITHUB_BAD_CODE = {
  error: 'bad_verification_code',
  error_description: 'The code passed is incorrect or expired.',
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code',
};

/** https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user (2026-11-28). */
export const GITHUB_MEMBERSHIP = {
  url: 'https://api.github.com/teams/1/memberships/ada',
  role: 'member',
  state: 'active',
};

/** https://indieauth.spec.indieweb.org/20240711/#profile-url-response (2026-11-28). */
export const INDIEAUTH_PROFILE = { me: 'https://ada.example.net/' };

/** https://developers.home-assistant.io/docs/auth_api (2026-11-28). */
export const HOMEASSISTANT_TOKENS = {
  access_token: 'the-access-token-of-ada',
  expires_in: 1800,
  refresh_token: 'the-refresh-token-of-ada',
  token_type: 'Bearer',
};

/** https://docs.nextcloud.com/server/latest/developer_manual/client_apis/OCS/ocs-api-overview.html (2026-11-28), which shows it as XML. */
export const NEXTCLOUD_USER = {
  ocs: {
    meta: { status: 'ok', statuscode: 100, message: 'OK' },
    data: { enabled: true, id: 'ada', email: 'ada@example.com', displayname: 'Ada Lovelace' },
  },
};

/** `AliData` of pkg/structs/structs.go of vouch/vouch-proxy (2026-11-28): no page of Alibaba Cloud that shows an answer was found. */
export const ALIBABA_USER = {
  data: {
    sub: '823071756087671783',
    ou_id: '2079225187122667069',
    nickname: 'ada',
    username: 'ada',
    email: 'ada@example.com',
  },
};

/** The representers of a user and of contact infos in openstax/accounts (2026-11-28): no page of OpenStax shows an answer. */
export const OPENSTAX_USER = {
  id: 1,
  username: 'ada',
  name: 'Ada Lovelace',
  contact_infos: [
    { type: 'EmailAddress', value: 'old@example.com', is_verified: false },
    { type: 'EmailAddress', value: 'ada@example.com', is_verified: true },
  ],
};

/** https://discord.com/developers/docs/resources/user#user-object (2026-11-28). */
export const DISCORD_USER = {
  id: '80351110224678912',
  username: 'ada',
  discriminator: '0',
  global_name: 'Ada Lovelace',
  verified: true,
  email: 'ada@example.com',
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference (2026-11-28). */
export const ENTRA_CLAIMS = {
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  tid: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
  preferred_username: 'ada@example.com',
  name: 'Ada Lovelace',
  ver: '2.0',
};

/** https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oidce/55c0a84d-48e7-4043-91f8-9ebd0a51ab68 (2026-11-28). */
export const ADFS_CLAIMS = { upn: 'ada@corp.example.com', unique_name: 'CORP\\ada' };
