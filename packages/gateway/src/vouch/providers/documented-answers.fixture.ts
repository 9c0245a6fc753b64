/** What providers answer, by their own documentation: each was read at its source on the day that is named. Persons are made up. */

/** https://developers.google.com/identity/openid-connect/openid-connect (2026-11-27): UserInfo of the scopes openid and email. */
export const GOOGLE_USERINFO = {
  sub: '10769150350006150715113082367',
  picture: 'https://lh3.googleusercontent.com/a/photo',
  email: 'ada@example.com',
  email_verified: true,
  hd: 'example.com',
};

/** https://docs.github.com/en/rest/users/users#get-the-authenticated-user (2026-11-27). */
export const GITHUB_USER = {
  login: 'ada',
  id: 1,
  avatar_url: 'https://github.com/images/error/octocat_happy.gif',
  type: 'User',
  name: 'Ada Lovelace',
  email: null,
};

/** https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors (2026-11-27); its status is 200. */
export const GITHUB_BAD_CODE = {
  error: 'bad_verification_code',
  error_description: 'The code passed is incorrect or expired.',
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code',
};

/** https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user (2026-11-27). */
export const GITHUB_MEMBERSHIP = {
  url: 'https://api.github.com/teams/1/memberships/ada',
  role: 'member',
  state: 'active',
};

/** https://indieauth.spec.indieweb.org/#profile-url-response (2026-11-27). */
export const INDIEAUTH_PROFILE = { me: 'https://ada.example.net/' };

/** https://developers.home-assistant.io/docs/auth_api (2026-11-27). */
export const HOMEASSISTANT_TOKENS = {
  access_token: 'the-access-token-of-ada',
  expires_in: 1800,
  refresh_token: 'the-refresh-token-of-ada',
  token_type: 'Bearer',
};

/** https://docs.nextcloud.com/server/latest/developer_manual/client_apis/OCS/ocs-api-overview.html (2026-11-27), as JSON. */
export const NEXTCLOUD_USER = {
  ocs: {
    meta: { status: 'ok', statuscode: 200, message: 'OK' },
    data: { enabled: true, id: 'ada', email: 'ada@example.com', displayname: 'Ada Lovelace' },
  },
};

/** https://github.com/vouch/vouch-proxy/issues/344 and pkg/structs/structs.go of that repository (2026-11-27). */
export const ALIBABA_USER = {
  success: true,
  code: '200',
  data: {
    sub: '823071756087671783',
    ou_id: '2079225187122667069',
    nickname: 'ada',
    username: 'ada',
    email: 'ada@example.com',
  },
};

/** pkg/structs/structs.go of vouch/vouch-proxy (2026-11-27): no page of OpenStax shows an answer. */
export const OPENSTAX_USER = {
  id: 1,
  username: 'ada',
  name: 'Ada Lovelace',
  contact_infos: [
    { type: 'EmailAddress', value: 'old@example.com', is_verified: false },
    { type: 'EmailAddress', value: 'ada@example.com', is_verified: true },
  ],
};

/** https://discord.com/developers/docs/resources/user#user-object (2026-11-27). */
export const DISCORD_USER = {
  id: '80351110224678912',
  username: 'ada',
  discriminator: '0',
  global_name: 'Ada Lovelace',
  verified: true,
  email: 'ada@example.com',
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference (2026-11-27). */
export const ENTRA_CLAIMS = {
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  tid: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
  preferred_username: 'ada@example.com',
  name: 'Ada Lovelace',
  ver: '2.0',
};

/** https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oidce/55c0a84d-48e7-4043-91f8-9ebd0a51ab68 (2026-11-27). */
export const ADFS_CLAIMS = { upn: 'ada@corp.example.com', unique_name: 'CORP\\ada' };
