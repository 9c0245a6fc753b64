import { encodeUtf8, isLoopback, issuerFault, parseUrl, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { patternWarnings, slashWarnings, starWarnings } from '../../trust/pattern-warnings.ts';
import { requireTexts } from '../../trust/require-texts.ts';
import { LIMITS } from '../limits.ts';
import { googleKeys } from './google-keys.ts';
import type { GooglePlan, Member } from './google-plan.ts';
import { subjectCondition } from './subject-condition.ts';

/** Whose tokens Google Cloud takes, and whom they may act as. */
export interface GoogleTrustOptions {
  /** Exactly the `iss` of the tokens. */
  readonly issuer: string;
  /** The `aud` of the tokens; with several, any of them. Default: the full name of the provider. */
  readonly audiences?: readonly string[];
  /** The `sub` of the tokens, letter by letter; with several, any of them. */
  readonly subjects?: readonly string[];
  /** Patterns of subjects beside them: `*` is any text, `?` is any character. */
  readonly subjectPatterns?: readonly string[];
  /** Default: `drawbridge`. */
  readonly pool?: string | undefined;
  /** Whether the pool is there. Default: false, it is made. */
  readonly isPoolThere?: boolean;
  /** Default: `drawbridge`. */
  readonly provider?: string | undefined;
  /** The ID of the project, or its number. Default: that of the tool that sets it up. */
  readonly project?: string | undefined;
  /** The e-mail address of a service account that the tokens may act as. */
  readonly serviceAccount?: string | undefined;
  /** A JWK Set that is uploaded, for an issuer that Google cannot reach. */
  readonly jwks?: unknown;
}

/**
 * Judges what Google Cloud is to trust. A subject is always asked for: an issuer may have others' subjects too.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function planGoogleTrust(options: GoogleTrustOptions): GooglePlan {
  const { issuer, subjectPatterns = [], project } = options;
  const audiences = [...new Set(options.audiences ?? [])];
  const subjects = [...new Set(options.subjects ?? [])];
  const { pool = 'drawbridge', provider = 'drawbridge', isPoolThere = false } = options;
  requireIssuer(issuer, options.jwks !== undefined);
  requireAudiences(audiences);
  requireSubjects(subjects, subjectPatterns);
  requireId(pool, 'pool');
  requireId(provider, 'provider');
  if (project !== undefined) requireProject(project);
  const condition = requireCondition(subjects, subjectPatterns);
  const keys = options.jwks === undefined ? undefined : googleKeys(options.jwks);
  const members = membersOf(subjects, subjectPatterns);
  const { serviceAccount } = options;
  if (serviceAccount !== undefined) requireServiceAccount(serviceAccount);
  const nameIn = (number: string) =>
    `projects/${number}/locations/global/workloadIdentityPools/${pool}/providers/${provider}`;
  const name = isNumber(project) ? nameIn(project) : undefined;
  return {
    issuer,
    audiences,
    mapping: { 'google.subject': 'assertion.sub' },
    condition,
    ...(keys !== undefined && { jwks: keys.jwks }),
    pool,
    provider,
    ...(project !== undefined && { project }),
    ...(name !== undefined && { name }),
    isPoolThere,
    ...(serviceAccount !== undefined && { serviceAccount: { email: serviceAccount, members } }),
    warnings: [
      ...slashWarnings(issuer),
      ...patternWarnings(subjectPatterns),
      ...starWarnings(subjects),
      ...lengthWarnings(subjects, subjectPatterns),
      ...poolWarnings(options),
      ...(audiences.length > 0
        ? []
        : [
            `The tokens need the aud https://iam.googleapis.com/${name ?? `${nameIn('NUMBER')}, with the number of the project in place of NUMBER`}. Where they have another, give that with --audience.`,
          ]),
      ...(keys?.warnings ?? []),
      ...(keys === undefined
        ? []
        : [
            'Keys that are uploaded stay until they are uploaded anew: do so before the issuer signs with a new one.',
          ]),
    ],
  };
}

function requireIssuer(issuer: string, hasKeys: boolean): void {
  const url = parseUrl(issuer);
  const fault =
    issuerFault(issuer) ?? (url?.protocol === 'https:' ? undefined : 'is not an https URL');
  if (fault !== undefined) {
    throw settingFault(
      `the issuer ${fault}`,
      'Give it letter by letter as the iss of its tokens, such as https://oidc.example.com.',
    );
  }
  if (url === undefined || !isLoopback(url) || hasKeys) return;
  throw settingFault(
    'the issuer is on this machine, where Google finds no keys',
    'Give the issuer of your tokens, or its keys by --jwks FILE.',
  );
}

function requireAudiences(audiences: readonly string[]): void {
  requireTexts(audiences, 'an audience');
  if (audiences.length > LIMITS.audiences) {
    throw settingFault(
      `there are ${audiences.length} audiences, and Google takes ${LIMITS.audiences}`,
    );
  }
  const long = audiences.find((audience) => Array.from(audience).length > LIMITS.audience);
  if (long === undefined) return;
  throw settingFault(
    `the audience ${quote(long)} has more than ${LIMITS.audience} characters`,
    'Ask the issuer for a shorter one, or leave --audience out: then it is the name of the provider.',
  );
}

function requireSubjects(subjects: readonly string[], patterns: readonly string[]): void {
  if (subjects.length + patterns.length === 0) {
    throw settingFault(
      'a subject is needed: the sub of the tokens',
      'Without one, everybody who has a token of the issuer for the audience would be let in.',
    );
  }
  requireTexts([...subjects, ...patterns], 'a subject');
  const any = patterns.find((pattern) => /^[*?]+$/.test(pattern));
  if (any !== undefined) {
    throw settingFault(
      `the pattern ${quote(any)} is for every subject`,
      'Everybody who has a token of the issuer for the audience would be let in. Begin it with what only your subjects have.',
    );
  }
  const long = subjects.find((subject) => Array.from(subject).length > LIMITS.subject);
  if (long === undefined) return;
  throw settingFault(
    `the subject ${quote(long)} has ${Array.from(long).length} characters, and Google takes ${LIMITS.subject}`,
    'Have the issuer make shorter subjects: a rule of the exchange can say which sub a token gets.',
  );
}

function lengthWarnings(
  subjects: readonly string[],
  patterns: readonly string[],
): readonly string[] {
  const bytes = (text: string) => encodeUtf8(text).length;
  return [
    ...subjects
      .filter((subject) => bytes(subject) > LIMITS.subject)
      .map(
        (subject) =>
          `The subject ${quote(subject)} has ${bytes(subject)} bytes, and Google may take no more than ${LIMITS.subject}.`,
      ),
    ...(patterns.length === 0
      ? []
      : [
          `Google refuses tokens whose sub has more than ${LIMITS.subject} bytes, also where the pattern fits.`,
        ]),
  ];
}

/** A project has an ID and a number. */
function isNumber(project: string | undefined): project is string {
  return project !== undefined && /^\d+$/.test(project);
}

function poolWarnings({
  serviceAccount,
  subjectPatterns = [],
  isPoolThere,
}: GoogleTrustOptions): readonly string[] {
  if (serviceAccount === undefined || isPoolThere !== true) return [];
  return [
    subjectPatterns.length > 0
      ? 'The service account is bound to all of the pool, for patterns cannot be bound: whoever another provider of the pool lets in may act as it, too. Use a pool for this provider alone.'
      : 'Subjects are of the pool, not of the provider: whoever another provider of the pool lets in with the same subject may act as the service account, too.',
  ];
}

/** IAM API: 4 to 32 of a-z, 0-9 and -, and the prefix gcp- is Google's. */
function requireId(id: string, what: 'pool' | 'provider'): void {
  if (/^(?!gcp-)[a-z0-9-]{4,32}$/.test(id)) return;
  throw settingFault(
    `${quote(id)} is no ID of a ${what}`,
    'It has 4 to 32 of a-z, 0-9 and -, and does not begin with gcp-.',
  );
}

/** Resource Manager: an ID has 6 to 30 characters; before it may stand a domain. */
function requireProject(project: string): void {
  if (/^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project) || isNumber(project)) return;
  throw settingFault(
    `${quote(project)} is no project`,
    'Give its ID, such as acme-ci, or its number.',
  );
}

function requireServiceAccount(email: string): void {
  if (/^[a-z0-9-]+@[a-z0-9.:-]+$/.test(email)) return;
  throw settingFault(
    `${quote(email)} is no service account`,
    'Give its e-mail address, such as ci@acme-ci.iam.gserviceaccount.com.',
  );
}

function requireCondition(subjects: readonly string[], patterns: readonly string[]): string {
  const condition = subjectCondition(subjects, patterns);
  if (condition.length <= LIMITS.condition) return condition;
  throw settingFault(
    `the condition has ${condition.length} characters, and Google takes ${LIMITS.condition}`,
    'Make several providers, each for some of the subjects, or give a pattern of what only your subjects have.',
  );
}

/** A pattern has no member of its own. */
function membersOf(subjects: readonly string[], patterns: readonly string[]): readonly Member[] {
  if (patterns.length > 0) return [{ scheme: 'principalSet', end: '/*' }];
  return subjects.map((subject) => ({ scheme: 'principal', end: `/subject/${subject}` }));
}
