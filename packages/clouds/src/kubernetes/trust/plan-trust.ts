import { issuerFault, parseUrl, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { authoritiesFault } from '../evaluate/authorities.ts';
import type { TrustPlan } from './trust-plan.ts';

/** Whose tokens a cluster is to take, and who they are there. */
export interface TrustOptions {
  /** Exactly the `iss` of the tokens. */
  readonly issuer: string;
  /** The `aud` of the tokens; with several, any of them. */
  readonly audiences: readonly string[];
  /** The `sub` of the tokens, letter by letter; with several, any of them. Without subjects and patterns, everybody's. */
  readonly subjects?: readonly string[];
  /** Patterns of subjects beside them: `*` is any text, `?` is any character. */
  readonly subjectPatterns?: readonly string[];
  /** The claim that is the user name. Default: `sub`. */
  readonly usernameClaim?: string | undefined;
  /** Before the user name. Default: `drawbridge:`. */
  readonly usernamePrefix?: string | undefined;
  /** The claim that has the groups. Default: none. */
  readonly groupsClaim?: string | undefined;
  /** Before each group. Default: what is before the user name. */
  readonly groupsPrefix?: string | undefined;
  /** Where the discovery document is, if not below the issuer. */
  readonly discoveryUrl?: string | undefined;
  /** The authorities of its server, in PEM, and where they are, where the host of the API server does not trust it. */
  readonly ca?: { readonly pem: string; readonly path: string } | undefined;
  /** A role that is there, which the users or groups get. */
  readonly clusterRole?: string | undefined;
  /** Groups that get it, as the tokens have them. Default: the users of the subjects. */
  readonly groups?: readonly string[];
  /** The cluster of EKS that it is printed for. */
  readonly cluster?: string | undefined;
}

const PREFIX = 'drawbridge:';

/**
 * Judges what a cluster is to trust.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function planTrust(options: TrustOptions): TrustPlan {
  const { issuer, audiences, subjects = [], subjectPatterns = [], groups = [] } = options;
  const { usernameClaim = 'sub', usernamePrefix = PREFIX, groupsClaim } = options;
  const groupsPrefix = options.groupsPrefix ?? usernamePrefix;
  const { discoveryUrl, ca, clusterRole, cluster } = options;
  requireIssuer(issuer);
  requireAudiences(audiences);
  requireSubjects(subjects, subjectPatterns);
  requireTexts('claim', [usernameClaim, ...(groupsClaim === undefined ? [] : [groupsClaim])]);
  requirePrefix('user names', usernamePrefix);
  requirePrefix('groups', groupsPrefix);
  if (groupsClaim === undefined && options.groupsPrefix !== undefined) {
    throw settingFault('there is a prefix for groups, and no claim that has them');
  }
  if (discoveryUrl !== undefined) requireDiscovery(discoveryUrl, issuer);
  const fault = ca === undefined ? undefined : authoritiesFault(ca.pem);
  if (fault !== undefined) throw settingFault(`the file ${quote(ca?.path)} ${fault}`);
  requireTexts('group', groups);
  if (clusterRole !== undefined) requireName('ClusterRole', clusterRole);
  if (cluster !== undefined && !/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(cluster)) {
    throw settingFault(`${quote(cluster)} is no name of a cluster of EKS`);
  }
  return {
    issuer,
    audiences,
    subjects,
    subjectPatterns,
    username: { claim: usernameClaim, prefix: usernamePrefix },
    ...(groupsClaim !== undefined && { groups: { claim: groupsClaim, prefix: groupsPrefix } }),
    ...(discoveryUrl !== undefined && { discoveryUrl }),
    ...(ca !== undefined && { ca }),
    ...(clusterRole !== undefined && { clusterRole }),
    boundGroups: groups,
    ...(cluster !== undefined && { cluster }),
    warnings: warningsOf(options, usernamePrefix, groupsPrefix),
  };
}

function requireIssuer(issuer: string): void {
  const fault = issuerFault(issuer) ?? (issuer.startsWith('https:') ? undefined : 'is not https');
  if (fault !== undefined) {
    throw settingFault(
      `the issuer ${quote(issuer)} ${fault}`,
      'Give it letter by letter as the iss of its tokens, with https.',
    );
  }
}

function requireAudiences(audiences: readonly string[]): void {
  if (audiences.length === 0) throw settingFault('an audience is needed: the aud of the tokens');
  requireTexts('audience', audiences);
  const twice = audiences.find((audience, index) => audiences.indexOf(audience) !== index);
  if (twice !== undefined) throw settingFault(`the audience ${quote(twice)} is there twice`);
}

function requireSubjects(subjects: readonly string[], patterns: readonly string[]): void {
  requireTexts('subject', [...subjects, ...patterns]);
  const open = patterns.find((pattern) => /^[*?]+$/.test(pattern));
  if (open !== undefined) {
    throw settingFault(
      `the pattern ${quote(open)} is for every subject`,
      'Begin it with what only your subjects have, or leave it out to let everybody in.',
    );
  }
}

/** One line each, and nothing that a terminal would hide in a file that somebody reads. */
function requireTexts(what: string, texts: readonly string[]): void {
  for (const text of texts) {
    if (text === '' || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) {
      throw settingFault(`${quote(text)} is no ${what}`, 'It is text of one line.');
    }
  }
}

function requirePrefix(of: string, prefix: string): void {
  if (prefix !== '') requireTexts('prefix', [prefix]);
  if (prefix.startsWith('system:')) {
    throw settingFault(
      `the prefix ${quote(prefix)} makes ${of} that Kubernetes keeps for itself`,
      'Whoever has a token could be a part of the cluster. Give another one.',
    );
  }
  if (prefix === '-') {
    throw settingFault(
      'the prefix "-" is none at all to the flags of an API server',
      'Give "" for none, or one that has more to it.',
    );
  }
}

function requireDiscovery(discoveryUrl: string, issuer: string): void {
  const url = parseUrl(discoveryUrl);
  if (url?.protocol !== 'https:' || !/^[\x21-\x7e]+$/.test(discoveryUrl)) {
    throw settingFault(`the discovery address ${quote(discoveryUrl)} is not an https URL`);
  }
  if (/[?#]/.test(discoveryUrl) || url.username !== '' || url.password !== '') {
    throw settingFault(`the discovery address ${quote(discoveryUrl)} has more than host and path`);
  }
  if (url.href.replace(/\/$/, '') === issuer.replace(/\/$/, '')) {
    throw settingFault(
      'the discovery address is the issuer itself',
      'It is asked for as it is: give the whole address of the document, with /.well-known/openid-configuration.',
    );
  }
}

/** Kubernetes takes as a name what can be a part of a path (apimachinery, IsValidPathSegmentName). */
function requireName(what: string, name: string): void {
  requireTexts(what, [name]);
  if (name === '.' || name === '..' || /[/%]/.test(name)) {
    throw settingFault(`${quote(name)} is no name of a ${what}`);
  }
}

function warningsOf(
  { subjects = [], subjectPatterns = [], groupsClaim }: TrustOptions,
  usernamePrefix: string,
  groupsPrefix: string,
): readonly string[] {
  const warnings = subjectPatterns.map(
    (pattern) =>
      `The pattern ${quote(pattern)} lets in every subject that fits, also those that the issuer makes later. A * takes in slashes and colons, too.`,
  );
  if (subjects.length + subjectPatterns.length === 0) {
    warnings.push(
      'Everybody who has a token of the issuer for this audience is let in, as one of system:authenticated. Give --sub or --sub-like for fewer.',
    );
  }
  if (usernamePrefix === '') {
    warnings.push('Without a prefix, a user may be called as one of another issuer is.');
  }
  if (groupsClaim !== undefined && groupsPrefix === '') {
    warnings.push(
      'Without a prefix for groups, the issuer can put its users into groups that were made for others.',
    );
  }
  const starred = subjects.filter((subject) => /[*?]/.test(subject));
  return [
    ...warnings,
    ...starred.map(
      (subject) =>
        `The subject ${quote(subject)} is compared letter by letter, * and ? included: a pattern would be given by --sub-like.`,
    ),
  ];
}
