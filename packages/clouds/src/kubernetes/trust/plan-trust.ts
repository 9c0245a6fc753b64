import { issuerFault, parseUrl, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { patternWarnings, slashWarnings, starWarnings } from '../../trust/pattern-warnings.ts';
import { requireTexts } from '../../trust/require-texts.ts';
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
const WILDCARDS = ['*', '?'];

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
  requireTexts([...subjects, ...subjectPatterns], 'a subject');
  requireTexts([usernameClaim, ...(groupsClaim === undefined ? [] : [groupsClaim])], 'a claim');
  requirePrefix('user names', usernamePrefix);
  requirePrefix('groups', groupsPrefix);
  if (groupsClaim === undefined && options.groupsPrefix !== undefined) {
    throw settingFault('there is a prefix for groups, and no claim that has them');
  }
  if (discoveryUrl !== undefined) requireDiscovery(discoveryUrl, issuer);
  const fault = ca === undefined ? undefined : authoritiesFault(ca.pem);
  if (fault !== undefined) throw settingFault(`the file ${quote(ca?.path)} ${fault}`);
  requireTexts(groups, 'a group');
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
  requireTexts(audiences, 'an audience');
  const twice = audiences.find((audience, index) => audiences.indexOf(audience) !== index);
  if (twice !== undefined) throw settingFault(`the audience ${quote(twice)} is there twice`);
}

function requirePrefix(of: string, prefix: string): void {
  if (prefix !== '') requireTexts([prefix], 'a prefix');
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
  requireTexts([name], `a ${what}`);
  if (name === '.' || name === '..' || /[/%]/.test(name)) {
    throw settingFault(`${quote(name)} is no name of a ${what}`);
  }
}

function warningsOf(
  { issuer, subjects = [], subjectPatterns = [], groupsClaim }: TrustOptions,
  usernamePrefix: string,
  groupsPrefix: string,
): readonly string[] {
  const warnings = [...slashWarnings(issuer), ...patternWarnings(subjectPatterns, WILDCARDS)];
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
  return [...warnings, ...starWarnings(subjects, WILDCARDS)];
}
