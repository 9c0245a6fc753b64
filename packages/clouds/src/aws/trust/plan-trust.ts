import { quote } from '@drawbridge/core';
import { isVisibleLine } from '../../trust/visible-line.ts';
import { findPartition, type Partition } from '../partitions.ts';
import { parseProviderUrl, providerArn, type ProviderUrl } from '../provider-url.ts';
import { isPolicyArn } from '../session-limits.ts';
import { settingFault } from '../../setting-fault.ts';
import { trustPartition } from './trust-partition.ts';
import type { TrustPlan } from './trust-plan.ts';
import { trustPolicy } from './trust-policy.ts';

/** Whose tokens get which role. */
export interface TrustOptions {
  /** Exactly the `iss` of the tokens. */
  readonly issuer: string;
  /** The `aud` of the tokens; with several, any of them. */
  readonly audiences: readonly string[];
  /** The `sub` of the tokens, letter by letter; with several, any of them. */
  readonly subjects?: readonly string[];
  /** Patterns of subjects beside them: `*` is any text, `?` is any character. */
  readonly subjectPatterns?: readonly string[];
  /** Default: `drawbridge`. */
  readonly roleName?: string | undefined;
  /** Twelve digits, where the ARN of the provider is to be known. */
  readonly account?: string | undefined;
  /** Default: that of `providerArn` or of the policies, else `aws`. */
  readonly partition?: string | undefined;
  /** A provider that is there. Default: one is made. */
  readonly providerArn?: string | undefined;
  /** SHA-1 of a certificate in hex, where its authority is none that AWS trusts. At most five. */
  readonly thumbprints?: readonly string[];
  /** Managed policies that the role gets. */
  readonly policyArns?: readonly string[];
  /** Seconds, 3,600 to 43,200. Default: AWS's, an hour. */
  readonly maxSession?: number | undefined;
  /** Whether tokens may carry session tags. Default: false. */
  readonly sessionTags?: boolean;
  /** Whether tokens may carry a source identity. Default: false. */
  readonly sourceIdentity?: boolean;
}

/**
 * IAM API reference: CreateOpenIDConnectProvider (ClientIDList, ThumbprintList), CreateRole (RoleName, MaxSessionDuration). IAM
 * user guide, "IAM and AWS STS quotas": role trust policy length.
 */
const LIMITS = {
  /** Characters, white space not counted: by default, and as an account may ask for. */
  policyLength: 2048,
  longestPolicy: 8192,
  audiences: 100,
  audienceLength: 255,
  thumbprints: 5,
  shortestMaxSession: 3600,
  longestMaxSession: 43_200,
} as const;

/**
 * Judges what AWS is to trust. A subject is always asked for: an issuer may have others' subjects too.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function planTrust(options: TrustOptions): TrustPlan {
  const { subjects = [], subjectPatterns = [], roleName = 'drawbridge', maxSession } = options;
  const url = parseProviderUrl(options.issuer);
  requireAudiences(options.audiences);
  requireSubjects(subjects, subjectPatterns);
  if (!/^[\w+=,.@-]{1,64}$/.test(roleName)) {
    throw settingFault(
      `${quote(roleName)} is no name of a role`,
      /^arn:[^:]*:iam::\d*:role\//.test(roleName)
        ? `Give the name alone, not the ARN: ${quote(roleName.replace(/^.*\//s, ''))}.`
        : 'It has 1 to 64 letters, digits and _+=,.@- alone, without a path.',
    );
  }
  const { shortestMaxSession: shortest, longestMaxSession: longest } = LIMITS;
  const isSession = (seconds: number) =>
    Number.isSafeInteger(seconds) && seconds >= shortest && seconds <= longest;
  if (maxSession !== undefined && !isSession(maxSession)) {
    throw settingFault(
      `a role cannot have sessions of up to ${maxSession} seconds`,
      `It takes ${shortest} to ${longest}.`,
    );
  }
  if (options.providerArn !== undefined) requireProviderArn(options.providerArn, url, options);
  const policyArns = requirePolicyArns(options.policyArns ?? []);
  const partition = trustPartition({ ...options, policyArns });
  const arn = options.providerArn ?? arnOf(url, options.account, partition);
  const plan: TrustPlan = {
    url,
    audiences: options.audiences,
    subjects,
    subjectPatterns,
    roleName,
    ...(partition !== undefined && { partition }),
    ...(arn !== undefined && { providerArn: arn }),
    isProviderThere: options.providerArn !== undefined,
    thumbprints: (options.thumbprints ?? []).map(readThumbprint),
    policyArns,
    ...(maxSession !== undefined && { maxSession }),
    actions: [
      'sts:AssumeRoleWithWebIdentity',
      ...(options.sessionTags === true ? ['sts:TagSession'] : []),
      ...(options.sourceIdentity === true ? ['sts:SetSourceIdentity'] : []),
    ],
    warnings: [...url.warnings, ...subjectWarnings(subjects, subjectPatterns)],
  };
  const warning = lengthWarning(policyLength(plan));
  return warning === undefined ? plan : { ...plan, warnings: [...plan.warnings, warning] };
}

/** @throws for more than IAM ever takes */
function lengthWarning(length: number): string | undefined {
  const { policyLength: usual, longestPolicy: longest } = LIMITS;
  const told = `has ${length} characters without white space`;
  if (length > longest) {
    throw settingFault(
      `the trust policy ${told}, and IAM takes ${longest} at most`,
      'Make several roles, each for some of the subjects, or give a pattern of what only your subjects have.',
    );
  }
  if (length <= usual) return undefined;
  return `The trust policy ${told}, and IAM takes ${usual} unless the account has a higher quota: Service Quotas, "Role trust policy length", up to ${longest}.`;
}

/** Characters without white space, which IAM does not count. Where its ARN is not known, that of an account is counted. */
function policyLength(plan: TrustPlan): number {
  const provider =
    plan.providerArn ?? providerArn(plan.partition?.name ?? 'aws', '0'.repeat(12), plan.url);
  return JSON.stringify(trustPolicy(plan, provider)).replace(/\s/g, '').length;
}

/** @throws for more than IAM takes */
function requireAudiences(audiences: readonly string[]): void {
  if (audiences.length === 0) throw settingFault('an audience is needed: the aud of the tokens');
  if (audiences.length > LIMITS.audiences) {
    throw settingFault(
      `there are ${audiences.length} audiences, and IAM takes ${LIMITS.audiences}`,
    );
  }
  for (const audience of audiences) {
    if (audience === '' || audience.length > LIMITS.audienceLength || !isVisibleLine(audience)) {
      throw settingFault(
        `${quote(audience)} is no audience`,
        `An audience (client ID) has 1 to ${LIMITS.audienceLength} characters of one line.`,
      );
    }
  }
}

function requireSubjects(subjects: readonly string[], patterns: readonly string[]): void {
  if (subjects.length + patterns.length === 0) {
    throw settingFault(
      'a subject is needed: the sub of the tokens',
      'Without one, everybody who has a token of the issuer for the audience could assume the role.',
    );
  }
  for (const subject of [...subjects, ...patterns]) {
    if (subject === '' || !isVisibleLine(subject)) {
      throw settingFault(`${quote(subject)} is no subject`, 'A subject is text of one line.');
    }
  }
  for (const pattern of patterns) {
    if (/^[*?]+$/.test(pattern)) {
      throw settingFault(
        `the pattern ${quote(pattern)} is for every subject`,
        'Everybody who has a token of the issuer for the audience could assume the role. Begin it with what only your subjects have.',
      );
    }
  }
}

function subjectWarnings(
  subjects: readonly string[],
  patterns: readonly string[],
): readonly string[] {
  const warnings = patterns.map(
    (pattern) =>
      `The pattern ${quote(pattern)} lets in every subject that fits, also those that the issuer makes later. A * takes in slashes and colons, too.`,
  );
  const starred = subjects.filter((subject) => /[*?]/.test(subject));
  return [
    ...warnings,
    ...starred.map(
      (subject) =>
        `The subject ${quote(subject)} is compared letter by letter, * and ? included: a pattern would be given by --sub-like.`,
    ),
  ];
}

function arnOf(
  url: ProviderUrl,
  account: string | undefined,
  partition: Partition | undefined,
): string | undefined {
  if (account === undefined) return undefined;
  if (!/^\d{12}$/.test(account)) {
    throw settingFault(`${quote(account)} is no account`, 'An account of AWS has twelve digits.');
  }
  return providerArn(partition?.name ?? 'aws', account, url);
}

function requireProviderArn(arn: string, url: ProviderUrl, { account }: TrustOptions): void {
  const [, partition = '', owner = '', host = ''] =
    /^arn:([\w-]+):iam::(\d{12}|):oidc-provider\/([\x21-\x7e]+)$/.exec(arn) ?? [];
  if (findPartition(partition) === undefined) {
    throw settingFault(
      `${quote(arn)} is not the ARN of an OpenID Connect provider`,
      'Such an ARN looks like arn:aws:iam::123456789012:oidc-provider/oidc.example.com.',
    );
  }
  if (host !== url.host) {
    throw settingFault(
      `the provider ${arn} is for https://${host}, and the issuer is ${url.issuer}`,
      'AWS compares them letter by letter, a slash at the end included.',
    );
  }
  if (account !== undefined && account !== owner) {
    throw settingFault(
      `the provider ${arn} is not in the account ${account}`,
      'A role trusts providers of its own account alone.',
    );
  }
}

/** Forty digits in lower case. `openssl x509 -fingerprint` writes colons and capitals. */
function readThumbprint(text: string): string {
  const digits = text.replaceAll(':', '').toLowerCase();
  if (/^[0-9a-f]{40}$/.test(digits)) return digits;
  throw settingFault(
    `${quote(text)} is no thumbprint`,
    'It is the SHA-1 of a certificate, 40 hexadecimal digits: "drawbridge aws thumbprint HOST" prints it.',
  );
}

function requirePolicyArns(arns: readonly string[]): readonly string[] {
  const wrong = arns.find((arn) => !isPolicyArn(arn));
  if (wrong === undefined) return arns;
  throw settingFault(
    `${quote(wrong)} is not the ARN of a policy`,
    'Such an ARN looks like arn:aws:iam::aws:policy/ReadOnlyAccess.',
  );
}
