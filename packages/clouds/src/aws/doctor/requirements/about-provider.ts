import type { Requirements } from '../../../doctor/requirement.ts';
import { SOURCES } from '../sources.ts';

const {
  assumeRole,
  chinaGuide,
  createGuide,
  createProvider,
  repostProvider,
  thumbprintGuide,
  updateThumbprint,
} = SOURCES;

/** What is asked of the URL of a provider, and of what an account says of it. */
export const PROVIDER_REQUIREMENTS = {
  'provider-url-https': {
    says: 'The URL of a provider begins with https://.',
    sources: [createProvider, createGuide],
  },
  'provider-url-plain': {
    says: 'The URL of a provider may have a path, and has no query.',
    sources: [createProvider, createGuide],
  },
  'provider-url-port': {
    says: 'The URL of a provider should have no port.',
    sources: [createProvider, createGuide],
  },
  'provider-url-length': {
    says: 'The URL of a provider has 255 characters at most.',
    sources: [createProvider],
  },
  'provider-url-exact': {
    says: 'The iss of a token is the URL of the provider letter by letter: case counts, and a slash at the end.',
    answers: ['InvalidIdentityToken: No OpenIDConnect provider found in your account'],
    sources: [createProvider, repostProvider],
  },
  'provider-in-account': {
    says: 'The provider is in the account of the role.',
    answers: ['InvalidIdentityToken: No OpenIDConnect provider found in your account'],
    sources: [repostProvider],
  },
  'provider-arn-slash': {
    says: 'The AWS CLI adds a slash to the end of the ARN of a provider, the SDKs do not.',
    sources: [repostProvider],
  },
  'provider-url-unique': {
    says: 'An account has one provider at most for a URL.',
    sources: [createProvider],
  },
  'client-id-listed': {
    says: 'The audience of the token is a client ID of the provider.',
    answers: ['InvalidIdentityToken: Incorrect token audience'],
    sources: [createProvider, repostProvider],
  },
  'client-id-count': {
    says: 'A provider has 100 client IDs at most.',
    sources: [createProvider],
  },
  'client-id-length': {
    says: 'A client ID has 255 characters at most.',
    sources: [createProvider],
  },
  'tls-authority': {
    says: 'The certificate of the documents is signed by an authority that AWS trusts: the public ones.',
    sources: [createProvider, createGuide, thumbprintGuide],
  },
  'tls-valid': {
    says: "The certificate of the documents is for the host's name, and in time.",
    sources: [createGuide, thumbprintGuide],
  },
  thumbprints: {
    says: 'The thumbprints of a provider count only where no public authority has signed the certificate, where AWS cannot get the certificate, or where TLS 1.3 is required.',
    answers: [
      "InvalidIdentityToken: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    ],
    sources: [createProvider, updateThumbprint, thumbprintGuide, SOURCES.thumbprintError],
  },
  'thumbprint-form': {
    says: 'A provider has five thumbprints at most, each of 40 hexadecimal digits; without any, IAM gets one itself.',
    sources: [createProvider, updateThumbprint],
  },
  'thumbprints-china': {
    says: 'The guide of AWS in China has thumbprints count for more issuers than that of the other partitions.',
    sources: [chinaGuide],
  },
  'sts-region': {
    says: 'STS is active in the region that is asked.',
    answers: ['RegionDisabledException'],
    sources: [assumeRole],
  },
  'sts-transient': {
    says: 'IDPCommunicationError, that the issuer was not reached, may pass: STS is to be asked again a few times.',
    answers: ['IDPCommunicationError'],
    sources: [assumeRole, SOURCES.retries],
  },
  'sts-rejected': {
    says: 'IDPRejectedClaim says that the identity provider did not stand by the token, or that it has ended or was revoked.',
    answers: ['IDPRejectedClaim'],
    sources: [assumeRole],
  },
} as const satisfies Requirements;
