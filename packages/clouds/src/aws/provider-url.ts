import { isLoopback, issuerFault } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

/** IAM API reference, CreateOpenIDConnectProvider: `Url` has 1 to 255 characters. */
const LONGEST_URL = 255;

/** An issuer that AWS may be set up to trust. */
export interface ProviderUrl {
  /** Exactly the `iss` of its tokens. */
  readonly issuer: string;
  /** The issuer without its scheme, as ARNs and condition keys have it: with its path, and a slash at its end where it has one. */
  readonly host: string;
  /** What is to be told, each a sentence: of a slash at the end, and of an issuer on this machine, which AWS would not take. */
  readonly warnings: readonly string[];
}

/**
 * Takes an issuer as AWS may be set up to trust it. One on this machine may have http and a port, for stand-ins of AWS.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function parseProviderUrl(issuer: string): ProviderUrl {
  const fault = providerUrlFault(issuer);
  if (fault !== undefined) {
    throw settingFault(
      `the issuer ${fault}`,
      'Give it letter by letter as the iss of its tokens, such as https://oidc.example.com.',
    );
  }
  return { issuer, host: withoutScheme(issuer), warnings: warningsOf(issuer) };
}

/**
 * Says what IAM has against an issuer: what is no issuer at all, and more (IAM API reference,
 * CreateOpenIDConnectProvider). It has nothing to say of one on this machine, which is for stand-ins of AWS.
 *
 * @returns a clause such as `has a port, which AWS does not take`, or `undefined` when the issuer is fine
 */
export function providerUrlFault(issuer: string): string | undefined {
  const fault = issuerFault(issuer);
  if (fault !== undefined) return fault;
  const url = new URL(issuer);
  if (url.port !== '' && !isLoopback(url)) return 'has a port, which AWS does not take';
  // IAM user guide, "IAM JSON policy elements: Principal": no wildcard stands for a part of an ARN, so no policy could name it.
  if (issuer.includes('*'))
    return 'has a *, which no trust policy can have in the ARN of a provider';
  return issuer.length > LONGEST_URL
    ? `has ${issuer.length} characters, and AWS takes ${LONGEST_URL}`
    : undefined;
}

function warningsOf(issuer: string): readonly string[] {
  const warnings: string[] = [];
  if (issuer.endsWith('/')) {
    warnings.push(
      `The issuer ends with a slash, and AWS compares it letter by letter: the iss of its tokens must end with one, too, else use ${issuer.slice(0, -1)}.`,
    );
  }
  if (isLoopback(new URL(issuer))) {
    warnings.push(`AWS takes no issuer on this machine: ${issuer} is for stand-ins of AWS alone.`);
  }
  return warnings;
}

/** An issuer as ARNs and condition keys have it. */
export function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '');
}

/** The ARN of the provider of an issuer (IAM user guide, "IAM identifiers"). */
export function providerArn(partition: string, account: string, { host }: ProviderUrl): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${host}`;
}
