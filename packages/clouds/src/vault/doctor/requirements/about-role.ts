import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { api, audiences, docs, login, openbaoApi } = SOURCES;

/** What is asked of a role, and of a login. */
export const ROLE_REQUIREMENTS = {
  'role-type': {
    says: 'A role for tokens has the role_type jwt: without one it is for a sign-in with a browser.',
    sources: [api, login],
  },
  'role-bound': {
    says: 'A role has one of bound_audiences, bound_subject, bound_claims and token_bound_cidrs at least.',
    sources: [api],
  },
  'audience-bound': {
    says: 'A token with an aud wants bound_audiences in the role, and one of its audiences among them.',
    answers: [
      'invalid audience (aud) claim',
      'audience claim found in JWT but no audiences bound to the role',
    ],
    sources: [api, audiences, login],
  },
  'subject-bound': {
    says: 'The sub of a token is bound_subject, letter by letter, where that is set.',
    answers: ['invalid subject (sub) claim'],
    sources: [api],
  },
  'claims-bound': {
    says: 'Every claim of bound_claims is in the token with one of its values, or matches its glob where bound_claims_type says so.',
    answers: ['error validating claims: claim … does not match any associated bound claim values'],
    sources: [api, docs],
  },
  'user-claim': {
    says: 'The claim that user_claim names is in the token, and is a text.',
    sources: [api],
  },
  'groups-claim': {
    says: 'The claim that groups_claim names is in the token, and is a list of texts.',
    sources: [api],
  },
  'claims-mapped': {
    says: 'What claim_mappings copies is text.',
    sources: [api, docs],
  },
  'policies-claims': {
    says: 'With token_policies_template_claims of OpenBao, every claim that a policy of the role names is in the token.',
    sources: [openbaoApi],
  },
  'addresses-bound': {
    says: 'A login comes from an address of token_bound_cidrs, where these are set.',
    sources: [api, login],
  },
  'login-policies': {
    says: 'What a login gives may do what the policies of the role say, and no more.',
    sources: [docs, api],
  },
  'login-call': {
    says: 'A login is at auth/PATH/login, with jwt and with role, or with default_role of the configuration.',
    sources: [api, docs],
  },
} as const satisfies Requirements;
