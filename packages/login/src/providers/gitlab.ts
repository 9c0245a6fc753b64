import { member } from '@drawbridge/core';
import { GROUPS_FACTS } from '@drawbridge/rules';
import { assume, EXACT_FITS_BOTH, fact, LOOK_FOR_THE_LIKE, type Provider } from './provider.ts';

const OIDC = 'https://docs.gitlab.com/integration/openid_connect_provider/';
const API = 'https://docs.gitlab.com/api/oauth2/';
const APPLICATIONS = 'https://docs.gitlab.com/integration/oauth_provider';

/** GitLab, as gitlab.com or wherever it runs: the claims in its discovery document tell. */
export const gitlab: Provider = {
  id: 'gitlab',
  name: GROUPS_FACTS.gitlab.name,
  issuerExample: 'https://gitlab.com, or https://HOST',
  isHost: GROUPS_FACTS.gitlab.isHost,
  isMetadata(metadata) {
    const claims = member(metadata, 'claims_supported');
    return Array.isArray(claims) && claims.includes('sub_legacy');
  },
  loopback: assume('exact', EXACT_FITS_BOTH),
  refresh: assume(
    'nothing',
    'A scope that an application was not given is refused at GitLab; without it, at worst, a person signs in again.',
  ),
  device: fact(true, API),
  idTokenLife: fact(120, 'https://gitlab.com/gitlab-org/gitlab/-/issues/377654'),
  steps: [
    fact(
      'In GitLab: your user settings, a group or the admin area > Applications > Add new application.',
      APPLICATIONS,
    ),
    fact('Redirect URI, a line each:\n{uris}', APPLICATIONS),
    assume(
      'Take the tick off Confidential: a program on a laptop keeps no secret, and PKCE stands in for it.',
      LOOK_FOR_THE_LIKE,
    ),
    fact('Scopes: openid and email.', OIDC),
    fact('Copy the Application ID. The secret is not needed.', APPLICATIONS),
  ],
  notes: [
    'An ID token of GitLab lives two minutes by default: credentials are fetched at once, and later ones by a refresh.',
    'groups_direct names the groups of which somebody is a member directly, not those above them. The claim groups is in userinfo alone.',
    'Do not take this issuer for that of CI jobs where a role is meant for people: both have the same issuer, so the audience (the Application ID) and the subject must tell them apart.',
  ],
};
