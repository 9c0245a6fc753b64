import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { api, config, docs, keySet, remoteKeys, unknownKey } = SOURCES;

/** What is asked of an issuer, and of where its keys come from. */
export const KEY_REQUIREMENTS = {
  'keys-one-place': {
    says: 'Keys come from exactly one of oidc_discovery_url, jwks_url, jwks_pairs and jwt_validation_pubkeys.',
    sources: [api, docs, config],
  },
  'discovery-base': {
    says: 'The address oidc_discovery_url is the base alone, without /.well-known/openid-configuration.',
    sources: [api, config],
  },
  'documents-reached': {
    says: 'Vault itself fetches the documents, at a login and when it is set up, so that an issuer may be private.',
    sources: [docs, config],
  },
  'documents-plain': {
    says: 'Vault fetches the documents over plain http, too, where an address says so.',
    sources: [keySet],
  },
  'documents-served': {
    says: 'The documents are answered with HTTP status 200 and are JSON; redirects are followed.',
    sources: [keySet, remoteKeys],
  },
  'discovery-issuer': {
    says: 'The issuer of the discovery document is oidc_discovery_url, letter by letter.',
    sources: [keySet],
  },
  'discovery-jwks-uri': {
    says: 'The discovery document says with jwks_uri where the keys are.',
    sources: [keySet],
  },
  'tls-authority': {
    says: 'The certificates are of an authority of oidc_discovery_ca_pem or jwks_ca_pem, or of the system where that is not set.',
    sources: [api, keySet],
  },
  'keys-some': {
    says: 'The keys that are fetched or given have the one that signs.',
    sources: [docs, remoteKeys],
  },
  'keys-readable': {
    says: 'A JWK Set with one key of an unknown type is not read at all, where go-oidc is older than 3.21.',
    sources: [unknownKey, remoteKeys],
  },
  'keys-remembered': {
    says: 'Fetched keys are kept until a token has a kid that is not among them: one that was taken back counts until then.',
    sources: [remoteKeys],
  },
  'keys-given': {
    says: 'The keys of jwt_validation_pubkeys are PEM of RSA or ECDSA, and nothing is fetched: a new key of the issuer is to be given, too.',
    sources: [docs, keySet],
  },
  'keys-pairs': {
    says: 'The JWK Sets of jwks_pairs are tried one after the other, until one verifies the token; bound_issuer cannot be set with them.',
    sources: [docs, config],
  },
} as const satisfies Requirements;
