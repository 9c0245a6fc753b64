import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { guide, probes, provider, token, trouble } = SOURCES;

/** What is asked of an issuer, and of what it publishes. */
export const ISSUER_REQUIREMENTS = {
  'issuer-https': {
    says: 'The issuer URI of a provider is https.',
    sources: [provider],
  },
  'documents-public': {
    says: 'The discovery document and the JWK Set are reached from the public internet, where no keys were uploaded.',
    answers: ["invalid_grant: Error connecting to the given credential's issuer"],
    sources: [guide, trouble],
  },
  'discovery-place': {
    says: 'The discovery document is at /.well-known/openid-configuration below iss.',
    sources: [token, guide],
  },
  'discovery-form': {
    says: 'The discovery document is as OpenID Connect Discovery 1.0 has it: it names the issuer, the address of the keys, response types, subject types and algorithms.',
    sources: [token],
  },
  'jwks-https': {
    says: 'The address of the JWK Set begins with https://.',
    sources: [guide],
  },
  'tls-authority': {
    says: 'The certificates of both documents are of a public authority: no self-signed one is taken.',
    answers: ["invalid_grant: Error connecting to the given credential's issuer"],
    sources: [guide, trouble],
  },
  'keys-some': {
    says: 'The JWK Set has one key at least; Google downloads any number of them.',
    sources: [guide],
  },
  'key-types': {
    says: 'Keys are of the type RSA or EC.',
    sources: [provider],
  },
  'key-curve': {
    says: 'Of EC keys those on P-256 alone can be uploaded.',
    sources: [probes],
  },
  'keys-uploaded': {
    says: 'Keys can be uploaded to the provider, and then nothing is fetched from the issuer.',
    sources: [guide, provider],
  },
  'keys-uploaded-count': {
    says: 'Eight keys at most can be uploaded.',
    sources: [guide],
  },
  'keys-uploaded-members': {
    says: 'An uploaded key has no members but kty, alg, use, kid, n, e, x, y and crv; x5c and x5t are to be taken out.',
    answers: ['Input JWK is not in a valid json format'],
    sources: [provider, trouble],
  },
} as const satisfies Requirements;
