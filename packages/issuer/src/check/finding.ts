/** Who reads the documents of an issuer. */
export type Reader = 'aws' | 'gcp' | 'azure' | 'kubernetes' | 'vault';

/** Every one of them. */
const ALL: readonly Reader[] = ['aws', 'gcp', 'azure', 'kubernetes', 'vault'];

/** Those that come from the internet, over which they must find the issuer. */
const CLOUDS: readonly Reader[] = ['aws', 'gcp', 'azure'];

/** One thing that a relying party minds. */
export interface Finding {
  /** Names the kind of it, for scripts. */
  readonly id: FindingId;
  /** An `error` has a relying party refuse tokens. */
  readonly level: 'error' | 'warning';
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** Who minds. */
  readonly readers: readonly Reader[];
}

interface FindingRow {
  readonly level: Finding['level'];
  readonly advice: string;
  readonly readers: readonly Reader[];
}

/** Where the requirements of AWS are told, for the rows below. */
const AWS_FIELDS =
  'Add it: AWS asks for issuer, jwks_uri, response_types_supported, subject_types_supported, id_token_signing_alg_values_supported and claims_supported.';

/**
 * What there is to find, who minds and what to do. The requirements are those of the IAM User Guide ("Create an OpenID
 * Connect identity provider in IAM"; "Obtain the thumbprint"), Google Cloud's "Workload Identity Federation with other
 * identity providers", Microsoft's "Workload identity federation considerations", Kubernetes' KEP-3331 and OpenID
 * Connect Discovery 1.0.
 */
export const FINDINGS = {
  'address-odd': {
    level: 'warning',
    advice:
      'AWS compares iss with its provider as text and takes no port: give the issuer a plain https address.',
    readers: ['aws'],
  },
  'address-private': {
    level: 'warning',
    advice:
      'Clouds cannot reach it. Host the two documents where they can, and sign with that address as iss.',
    readers: CLOUDS,
  },
  'address-plain-http': {
    level: 'warning',
    advice: 'Every relying party but one for tests wants https.',
    readers: ALL,
  },
  'name-unknown': {
    level: 'error',
    advice: 'Is the name right, and its DNS record public? A new record may take some minutes.',
    readers: ALL,
  },
  'certificate-untrusted': {
    level: 'error',
    advice:
      'Use a certificate of a public authority, and send its intermediate certificates too. AWS alone takes another, by its thumbprint; Kubernetes and Vault, by a file of authorities.',
    readers: ALL,
  },
  'certificate-expired': {
    level: 'error',
    advice: 'Renew the certificate, and have that done by itself from now on.',
    readers: ALL,
  },
  'certificate-name': {
    level: 'error',
    advice: 'Get a certificate for the name of the issuer, or correct what the name points to.',
    readers: ALL,
  },
  'certificate-ends': {
    level: 'warning',
    advice: 'Is its renewal under way? certbot renews a month before the end, ACM two.',
    readers: ALL,
  },
  unreachable: {
    level: 'error',
    advice: 'Is the site published, and open to the internet on port 443?',
    readers: ALL,
  },
  slow: {
    level: 'warning',
    advice:
      'AWS gives up after 5 seconds, and STS then says InvalidIdentityToken. Put a cache in front of it.',
    readers: ['aws'],
  },
  redirect: {
    level: 'error',
    advice:
      'Serve the document at this very address: of AWS, Google Cloud and Microsoft Entra nobody says that they follow a redirect.',
    readers: CLOUDS,
  },
  status: {
    level: 'error',
    advice: 'Is the site published? A bucket answers 403 for what is not there.',
    readers: ALL,
  },
  'content-type': {
    level: 'warning',
    advice:
      'Serve discovery as application/json and keys as application/jwk-set+json: a page of HTML here is often that of an error.',
    readers: ['kubernetes', 'vault'],
  },
  'cache-missing': {
    level: 'warning',
    advice:
      'Serve both documents with Cache-Control: public, max-age=300. Else caches choose how long they keep old keys.',
    readers: ALL,
  },
  'cache-long': {
    level: 'warning',
    advice:
      'Keep max-age far below the time between the publication of a key and its first signature, an hour by default.',
    readers: ALL,
  },
  'too-large': {
    level: 'error',
    advice: 'Is this the right document? Those of an issuer have some kilobytes.',
    readers: ALL,
  },
  'not-json': { level: 'error', advice: 'Is this the right document, and whole?', readers: ALL },
  'issuer-differs': {
    level: 'error',
    advice:
      'It must be the address that tokens have as iss, letter by letter: case, slash and all.',
    readers: ALL,
  },
  'jwks-missing': {
    level: 'error',
    advice: 'Name the address of the JWK Set with jwks_uri, over https.',
    readers: ALL,
  },
  'jwks-elsewhere': {
    level: 'warning',
    advice: 'It is allowed, and one more host that must be up and hold its certificate.',
    readers: ['aws'],
  },
  'member-missing': { level: 'error', advice: AWS_FIELDS, readers: ['aws'] },
  'algorithm-narrow': {
    level: 'warning',
    advice:
      'Microsoft Entra takes RS256 alone, and AWS neither PS256 nor EdDSA: add a key for RS256.',
    readers: ['aws', 'azure'],
  },
  'keys-none': { level: 'error', advice: 'Publish the public keys of the issuer.', readers: ALL },
  'keys-many': {
    level: 'error',
    advice: 'AWS takes 100 RSA keys and 100 EC keys: take out those that sign nothing any more.',
    readers: ['aws'],
  },
  'key-private': {
    level: 'error',
    advice: 'Consider the key stolen. Publish a new one and take this away, now.',
    readers: ALL,
  },
  'key-malformed': {
    level: 'error',
    advice: 'Take the key out or correct it: it verifies nothing.',
    readers: ALL,
  },
  'key-weak': {
    level: 'error',
    advice: 'Sign with an RSA key of 2048 bits or more.',
    readers: ALL,
  },
  'key-kid': {
    level: 'error',
    advice: 'Give each key a kid of its own: that is how a token says which key signed it.',
    readers: ALL,
  },
  'key-use': {
    level: 'error',
    advice:
      'Set use to "sig" and leave key_ops out: Microsoft Entra and AWS pass over a key without.',
    readers: ['aws', 'azure'],
  },
  'key-alg': {
    level: 'warning',
    advice: 'Set alg, which Google Cloud asks of a key.',
    readers: ['gcp'],
  },
  'key-x5c': {
    level: 'warning',
    advice:
      'Google Cloud refuses keys with anything but kty, alg, use, kid, n, e, x, y and crv when they are uploaded. Leave it out unless Ceph reads them.',
    readers: ['gcp'],
  },
} as const satisfies Record<string, FindingRow>;

/** What there is to find. */
export type FindingId = keyof typeof FINDINGS;

/** A finding of the table, with what was seen. */
export function finding(id: FindingId, message: string): Finding {
  const { level, advice, readers } = FINDINGS[id];
  return { id, level, message, advice, readers };
}
