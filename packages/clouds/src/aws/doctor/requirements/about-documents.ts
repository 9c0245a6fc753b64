import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { bursts, concourse, createGuide, probes, repostToken, spire } = SOURCES;

/** What is asked of the discovery document and the JWK Set of an issuer. */
export const DOCUMENT_REQUIREMENTS = {
  'documents-public': {
    says: 'The discovery document and the JWK Set are reached from the public internet.',
    answers: [
      "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
    ],
    sources: [repostToken, createGuide],
  },
  'documents-served': {
    says: 'The discovery document and the JWK Set are answered with HTTP status 200.',
    answers: [
      "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
    ],
    sources: [repostToken],
  },
  'answer-time': {
    says: 'STS gives up on the documents of an issuer after about five seconds.',
    answers: [
      "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
    ],
    sources: [repostToken],
  },
  'issuer-throttling': {
    says: 'STS may ask an issuer very often, and where the issuer turns it away STS answers as if the keys were not there.',
    answers: [
      "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
    ],
    sources: [repostToken, bursts],
  },
  'issuer-log': {
    says: 'That STS did not get the keys of an issuer is in no event of CloudTrail.',
    sources: [repostToken],
  },
  'discovery-issuer': {
    says: 'The discovery document names the issuer.',
    sources: [createGuide],
  },
  'discovery-jwks-uri': {
    says: 'The discovery document says with jwks_uri where the keys are.',
    sources: [createGuide],
  },
  'discovery-members': {
    says: 'The discovery document has response_types_supported, subject_types_supported, id_token_signing_alg_values_supported and claims_supported.',
    sources: [createGuide, concourse],
  },
  'keys-some': {
    says: 'The JWK Set has one key at least.',
    sources: [createGuide],
  },
  'keys-rsa-count': {
    says: 'The JWK Set has 100 RSA keys at most, else no token that is signed by an RSA key is taken.',
    sources: [createGuide, spire, probes],
  },
  'keys-ec-count': {
    says: 'The JWK Set has 100 EC keys at most, else no token that is signed by an EC key is taken.',
    sources: [createGuide],
  },
  'key-kid': {
    says: 'A key has a kid.',
    sources: [probes],
  },
  'key-kid-unique': {
    says: 'Of two keys with one kid the later counts.',
    sources: [probes],
  },
  'key-ops': {
    says: 'A key that verifies has no key_ops, not even ["verify"].',
    sources: [probes],
  },
  'key-use': {
    says: 'A key that verifies is not for encryption (use).',
    sources: [probes],
  },
  'key-x5c': {
    says: 'The certificate of a key (x5c), where there is one, is of that key.',
    sources: [probes],
  },
  'key-members': {
    says: 'A key has its own members, n and e or crv, x and y: a certificate alone (x5c) does not do.',
    sources: [probes],
  },
} as const satisfies Requirements;
