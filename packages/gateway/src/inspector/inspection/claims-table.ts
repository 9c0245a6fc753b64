/** What a claim says, and where that is written. */
export interface KnownClaim {
  /** A sentence, for who has not read the standard. */
  readonly about: string;
  /** The scope that a client asks for it with. */
  readonly scope?: string;
  readonly source: string;
  /** Whether it is a NumericDate (RFC 7519 section 2). */
  readonly isTime?: true;
}

/** When the sources were read that may change. */
const READ_ON = 'read on 2026-11-28';

const CORE = 'OpenID Connect Core 1.0 section';
const JWT = 'RFC 7519 section';
const VOUCH = 'Vouch Proxy 0.45.1';
const CILOGON = `www.cilogon.org/oidc, ${READ_ON}`;
/** What CILogon's own page does not name. */
const CILOGON_SOURCE = `the source of CILogon (cilogon/cilogon-java), ${READ_ON}`;
/** Of what nobody here read anywhere. */
const UNCHECKED = 'from general knowledge, not checked';
const ENTRA = `Microsoft Entra, ID token claims reference, ${READ_ON}`;
const USERINFO = 'org.cilogon.userinfo';

const row = (source: string, about: string, scope?: string): KnownClaim => ({
  about,
  source,
  ...(scope !== undefined && { scope }),
});
const time = (source: string, about: string, scope?: string): KnownClaim => ({
  ...row(source, about, scope),
  isTime: true,
});
const profile = (about: string) => row(`${CORE} 5.1`, about, 'profile');

/** Claims of tokens, by name. */
export const TOKEN_CLAIMS: Readonly<Record<string, KnownClaim>> = {
  iss: row(`${JWT} 4.1.1`, 'Who issued it: keys and rules are looked up by this.'),
  sub: row(
    `${JWT} 4.1.2`,
    'Whom it is about: unique at its issuer, and never given to another person.',
    'openid',
  ),
  aud: row(`${JWT} 4.1.3`, 'Whom it is meant for. Who is not named here must refuse it.'),
  exp: time(`${JWT} 4.1.4`, 'When it ends.'),
  nbf: time(`${JWT} 4.1.5`, 'When it begins to count.'),
  iat: time(`${JWT} 4.1.6`, 'When it was issued.'),
  jti: row(
    `${JWT} 4.1.7`,
    'Its own identifier, by which it can be ended or be found to be used twice.',
  ),
  auth_time: time(`${CORE} 2`, 'When the person last proved who it is.', 'openid'),
  nonce: row(`${CORE} 2`, 'Ties it to one sign-in: the client sent this value along.'),
  acr: row(
    `${CORE} 2`,
    'How strongly the person proved who it is, as a name for a whole class of ways.',
  ),
  amr: row(
    `${CORE} 2`,
    'How the person proved who it is: pwd, otp, hwk, mfa and others of RFC 8176.',
  ),
  azp: row(
    `${CORE} 2`,
    'The client that it was issued to, where that is not plain from the audience.',
  ),
  at_hash: row(`${CORE} 3.1.3.6`, 'Half the hash of the access token that came with it.'),
  c_hash: row(`${CORE} 3.3.2.11`, 'Half the hash of the code that came with it.'),
  sid: row(
    'OpenID Connect Front-Channel Logout 1.0 section 3',
    'The session at the issuer, by which it is signed out.',
  ),
  name: profile('The full name, as it is to be shown.'),
  given_name: profile('First name, or names.'),
  family_name: profile('Last name, or names.'),
  middle_name: profile('Middle name, or names.'),
  nickname: profile('What the person likes to be called.'),
  preferred_username: profile(
    'A short name at the issuer. It may change, and another may have the same.',
  ),
  profile: profile('The address of a page about the person.'),
  picture: profile('The address of a picture of the person.'),
  website: profile("The person's own page."),
  gender: profile('As the person has it.'),
  birthdate: profile('YYYY-MM-DD, or the year alone.'),
  zoneinfo: profile('A time zone of the IANA list.'),
  locale: profile('A language, such as en-GB.'),
  updated_at: time(`${CORE} 5.1`, 'When what is told of the person last changed.', 'profile'),
  email: row(
    `${CORE} 5.1`,
    'E-mail address. It may change hands: identify people by iss and sub.',
    'email',
  ),
  email_verified: row(
    `${CORE} 5.1`,
    'Whether the issuer made sure that the address is of that person.',
    'email',
  ),
  address: row(`${CORE} 5.1.1`, 'Postal address.', 'address'),
  phone_number: row(`${CORE} 5.1`, 'Telephone number.', 'phone'),
  phone_number_verified: row(`${CORE} 5.1`, 'Whether the issuer made sure of the number.', 'phone'),
  client_id: row('RFC 9068 section 2.2', 'The client that the access token was issued to.'),
  scope: row(
    'RFC 9068 section 2.2.3',
    'What the access token may be used for, as the scopes that were granted.',
  ),
  groups: row('RFC 9068 section 2.2.3.1', 'Groups that the person is in.'),
  roles: row('RFC 9068 section 2.2.3.1', 'Roles that the person has.'),
  entitlements: row('RFC 9068 section 2.2.3.1', 'What the person may have.'),
  cnf: row(
    'RFC 7800 section 3.1',
    'The key that must be shown along with it: it is of no use without.',
  ),
  act: row('RFC 8693 section 4.1', 'Who acts for the person that it is about.'),
  may_act: row('RFC 8693 section 4.4', 'Who may act for the person that it is about.'),
  hd: row(
    `google-auth-library 10.9.1, TokenPayload, ${READ_ON}`,
    'The domain of an organisation at Google. It is there for accounts of one alone.',
  ),
  tid: row(ENTRA, 'The tenant that the person signed in to.'),
  oid: row(ENTRA, 'The person, the same in all apps of a tenant.', 'profile'),
  eppn: row(
    CILOGON,
    'eduPersonPrincipalName: a name at the home organisation, written like a mail address.',
    USERINFO,
  ),
  eptid: row(
    CILOGON,
    'eduPersonTargetedID: a name for the person that only this pair of parties shares.',
    USERINFO,
  ),
  idp: row(
    CILOGON,
    'The identity provider where the person signed in, by its entity ID.',
    USERINFO,
  ),
  idp_name: row(
    CILOGON,
    'The identity provider where the person signed in, by its name.',
    USERINFO,
  ),
  affiliation: row(
    CILOGON,
    'eduPersonScopedAffiliation: what the person is at the home organisation, such as member or staff.',
    USERINFO,
  ),
  entitlement: row(
    CILOGON_SOURCE,
    'eduPersonEntitlement: what the person is entitled to, as the home organisation has it.',
    USERINFO,
  ),
  ou: row(CILOGON, 'Organisational unit.', USERINFO),
  oidc: row(CILOGON, 'The sub that GitHub, Google or ORCID gave CILogon.', USERINFO),
  isMemberOf: row(
    CILOGON_SOURCE,
    'Groups that the person is in, as member_of of the home organisation tells them.',
  ),
  subject_id: row(
    `the name: ${CILOGON_SOURCE}; what it means: ${UNCHECKED}`,
    'SAML subject identifier: the same at all parties.',
    USERINFO,
  ),
  pairwise_id: row(
    `the name: ${CILOGON_SOURCE}; what it means: ${UNCHECKED}`,
    'SAML subject identifier: another at each party.',
    USERINFO,
  ),
  cert_subject_dn: row(
    CILOGON_SOURCE,
    'The subject that an X.509 certificate of CILogon for this person has.',
    USERINFO,
  ),
  token_id: row(UNCHECKED, 'The identifier of the ID token that this was told with.'),
};

/** Claims of a cookie of Vouch Proxy, which mean something else there or are there alone. */
export const VOUCH_CLAIMS: Readonly<Record<string, KnownClaim>> = {
  username: row(
    VOUCH,
    'Who is signed in: what X-Vouch-User tells. It is the username of the userinfo, else the e-mail address.',
  ),
  CustomClaims: row(
    VOUCH,
    'Claims of the userinfo that headers.claims of the configuration names, kept for fields of their own.',
  ),
  PAccessToken: row(VOUCH, "The provider's access token, kept where headers.accesstoken is set."),
  PIdToken: row(
    VOUCH,
    "The provider's ID token, kept where headers.idtoken is set. Vouch Proxy itself verified none of it.",
  ),
  PRefreshToken: row(
    'FABRIC, vouch-proxy 0.27.1',
    "The provider's refresh token: it opens new access tokens for days, without a password.",
  ),
  aud: row(
    VOUCH,
    'The domains that the cookie counts for, in one text with commas between. It is no audience as tokens have one.',
  ),
  iss: row(VOUCH, 'jwt.issuer of the configuration: a name that nobody checks.'),
  exp: time(VOUCH, 'When the cookie ends: jwt.maxAge after the sign-in.'),
};

/** Parameters of a JOSE header. */
export const HEADER_PARAMETERS: Readonly<Record<string, KnownClaim>> = {
  alg: row(
    'RFC 7515 section 4.1.1',
    'How it is signed. Who verifies decides which are accepted, never the token.',
  ),
  typ: row('RFC 7515 section 4.1.9', 'What it is.'),
  cty: row('RFC 7515 section 4.1.10', 'What is inside.'),
  kid: row('RFC 7515 section 4.1.4', 'Which key of the issuer signed it.'),
  jku: row('RFC 7515 section 4.1.2', 'Where keys are said to be. Never follow it.'),
  jwk: row('RFC 7515 section 4.1.3', 'A key that it brings along. Never trust it.'),
  x5u: row('RFC 7515 section 4.1.5', 'Where a certificate is said to be. Never follow it.'),
  x5c: row(
    'RFC 7515 section 4.1.6',
    'A certificate that it brings along. Never trust it by itself.',
  ),
  x5t: row('RFC 7515 section 4.1.7', 'The SHA-1 of the certificate whose key signed it.'),
  'x5t#S256': row('RFC 7515 section 4.1.8', 'The SHA-256 of the certificate whose key signed it.'),
  crit: row('RFC 7515 section 4.1.11', 'Parameters that must be understood, or it is refused.'),
  enc: row('RFC 7516 section 4.1.2', 'How its content is encrypted.'),
  zip: row('RFC 7516 section 4.1.3', 'How its content was compressed before.'),
};

/** What is known of a member. */
export function knownClaim(
  table: Readonly<Record<string, KnownClaim>>,
  name: string,
): KnownClaim | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
