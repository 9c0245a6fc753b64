import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const { authenticator, caching, docs, jose, keySet, provider, structured, unknownKey, validation } =
  SOURCES;

/** What is asked of an issuer, and of what it publishes. */
export const ISSUER_REQUIREMENTS = {
  'issuer-https': {
    says: 'The URL of an issuer, and discoveryURL where there is one, is https.',
    sources: [docs, validation],
  },
  'issuer-plain': {
    says: 'The URL of an issuer has no user name, no query and no fragment.',
    sources: [validation],
  },
  'issuer-unique': {
    says: 'A configuration has one authenticator for an issuer, and one for a discoveryURL.',
    sources: [docs, validation],
  },
  'issuer-foreign': {
    says: 'No issuer is that of the service accounts of the cluster itself (--service-account-issuer).',
    sources: [docs, validation],
  },
  'documents-reached': {
    says: 'The API server itself fetches the documents, every 10 seconds until it has them once, so that an issuer may be private.',
    answers: [
      '401 Unauthorized',
      'oidc: authenticator for issuer … is not initialized (in its log)',
    ],
    sources: [docs, authenticator],
  },
  'discovery-url': {
    says: 'The whole address of the discovery document, discoveryURL, may be at another host than the issuer, and is not the issuer itself.',
    sources: [docs, validation],
  },
  'documents-served': {
    says: 'Both documents are answered with HTTP status 200 and are JSON; redirects are followed.',
    sources: [provider, keySet],
  },
  'answer-time': {
    says: 'The API server gives up on a document after 30 seconds.',
    sources: [authenticator],
  },
  'discovery-issuer': {
    says: 'The issuer of the discovery document is the URL of the issuer, letter by letter.',
    sources: [docs, structured, provider],
  },
  'discovery-jwks-uri': {
    says: 'The discovery document says with jwks_uri where the keys are.',
    sources: [provider],
  },
  'tls-authority': {
    says: 'The certificates of both documents are of an authority of certificateAuthority, or of the host of the API server where that is not set.',
    sources: [docs, authenticator],
  },
  'keys-some': {
    says: 'The JWK Set has the key that signs.',
    sources: [keySet],
  },
  'keys-readable': {
    says: 'A JWK Set with one key that is of an unknown type or is malformed is not read at all.',
    sources: [jose, unknownKey],
  },
  'keys-kept': {
    says: 'Keys are kept as long as the answer says (Cache-Control, Expires, or a tenth of its age by Last-Modified, a day at most), and a new kid is not looked for before.',
    sources: [keySet, caching],
  },
} as const satisfies Requirements;
