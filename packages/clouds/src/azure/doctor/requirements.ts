import type { Requirements } from '../../doctor/requirement.ts';
import { SOURCES } from './sources.ts';

const {
  assertion,
  caseOnly,
  concourse,
  considerations,
  ended,
  flexible,
  flexibleSetUp,
  issuerDocument,
  keyNotFound,
  managedIdentity,
  noMatch,
  overview,
  ownTokens,
  troubleshooting,
  unreachable,
} = SOURCES;

/** What is asked of an issuer, and of what it publishes. */
const ISSUER_REQUIREMENTS = {
  'documents-public': {
    says: 'Entra reads the documents of the issuer over https from the public internet.',
    answers: ['AADSTS90061', 'AADSTS50166'],
    sources: [troubleshooting, issuerDocument, unreachable],
  },
  'issuer-foreign': {
    says: 'The issuer is not Entra itself, but for tokens of managed identities.',
    answers: ['AADSTS700222'],
    sources: [overview, managedIdentity, ownTokens],
  },
  'issuer-length': {
    says: 'The issuer has 600 characters at most.',
    sources: [considerations],
  },
  'issuer-spaces': {
    says: 'The iss of a token has no space before or after it.',
    sources: [considerations],
  },
  'discovery-members': {
    says: 'The discovery document has issuer, jwks_uri, response_types_supported, subject_types_supported and id_token_signing_alg_values_supported.',
    sources: [issuerDocument],
  },
  'keys-first-hundred': {
    says: 'Entra keeps the first 100 signing keys of an issuer alone.',
    sources: [overview],
  },
  'key-use': {
    says: 'The use of a key is "sig".',
    sources: [concourse],
  },
  'key-published': {
    says: 'The key that signed the token is in the JWK Set.',
    answers: ['AADSTS7000272'],
    sources: [overview, keyNotFound],
  },
} as const satisfies Requirements;

/** What is asked of a token. */
const TOKEN_REQUIREMENTS = {
  'token-algorithm': {
    says: 'Tokens that are signed by RS256 are supported; others may work, and are not tested.',
    sources: [considerations],
  },
  'token-claims': {
    says: 'A token has the iss, the sub and the aud by which a credential is looked for, and exp.',
    sources: [overview, assertion],
  },
  'claims-exact': {
    says: 'The iss, the sub and the aud of a token are what the credential has, letter by letter: case counts, and a slash at the end.',
    answers: ['AADSTS700211', 'AADSTS700212', 'AADSTS700213', 'AADSTS7002138'],
    sources: [overview, considerations, troubleshooting, noMatch, caseOnly],
  },
  'subject-length': {
    says: 'A subject has 600 characters at most.',
    sources: [considerations],
  },
  'audience-value': {
    says: 'The aud of a token is api://AzureADTokenExchange, or what stands for it in a national cloud.',
    sources: [considerations, managedIdentity],
  },
  'audience-length': {
    says: 'An audience has 600 characters at most.',
    sources: [considerations],
  },
  'token-ended': {
    says: 'A token is not taken on or after its exp.',
    answers: ['AADSTS700024'],
    sources: [assertion, ended],
  },
  'token-begun': {
    says: 'A token is not taken before its nbf.',
    sources: [assertion],
  },
} as const satisfies Requirements;

/** What is asked of a federated identity credential. */
const CREDENTIAL_REQUIREMENTS = {
  'credential-count': {
    says: 'An application or a managed identity has 20 federated identity credentials at most.',
    sources: [considerations],
  },
  'credential-unique': {
    says: 'No two credentials of an application or a managed identity have the same issuer and subject.',
    sources: [considerations],
  },
  'credential-audience': {
    says: 'A credential has exactly one audience.',
    sources: [considerations],
  },
  'credential-whole': {
    says: 'A credential has a name, an issuer, a subject and an audience: none may be empty.',
    sources: [considerations],
  },
  'credential-name': {
    says: 'The name of a credential has 3 to 120 letters, digits, - and _, and begins with a letter or a digit.',
    sources: [considerations],
  },
  'credential-description': {
    says: 'The description of a credential has 600 characters at most.',
    sources: [considerations],
  },
  'credential-wildcards': {
    says: 'Wildcards stand for nothing in a credential: the sub is one of a small set, without branch names and the like.',
    answers: ['AADSTS700213'],
    sources: [considerations],
  },
  'credential-flexible': {
    says: 'An expression in place of the subject (a flexible credential) is for tokens of GitHub, GitLab and Terraform Cloud alone.',
    answers: ['AADSTS7002131'],
    sources: [flexible, flexibleSetUp],
  },
  'credential-immutable': {
    says: 'An expression for GitHub compares sub, and repository_id or repository_owner_id by eq; one for GitLab compares project_id beside a sub that begins with a path.',
    sources: [flexible, flexibleSetUp],
  },
  'credential-new': {
    says: 'A new credential takes some minutes to be known everywhere: until then Entra is to be asked again.',
    answers: ['AADSTS70021'],
    sources: [considerations],
  },
  'credential-serial': {
    says: 'Credentials of one managed identity are made one after another: Entra answers 409 else, and 429 to more than one in four seconds.',
    sources: [considerations],
  },
  'credential-regions': {
    says: 'In a few regions managed identities have no federated identity credentials.',
    sources: [considerations],
  },
} as const satisfies Requirements;

/** What Microsoft Entra asks of an issuer, its tokens, and its own federated identity credentials. */
export const AZURE_REQUIREMENTS = {
  ...ISSUER_REQUIREMENTS,
  ...TOKEN_REQUIREMENTS,
  ...CREDENTIAL_REQUIREMENTS,
} as const satisfies Requirements;

/** Their names. */
export type AzureRequirement = keyof typeof AZURE_REQUIREMENTS;
