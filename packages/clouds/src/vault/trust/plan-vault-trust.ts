import { documentUrlFault, issuerFault, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { patternWarnings, slashWarnings, starWarnings } from '../../trust/pattern-warnings.ts';
import { requireTexts } from '../../trust/require-texts.ts';
import { boundClaims } from './bound-claims-of.ts';
import type { VaultPlan } from './vault-plan.ts';

/** Whose tokens may log in to Vault or OpenBao, and as what. */
export interface VaultTrustOptions {
  /** Exactly the `iss` of the tokens. */
  readonly issuer: string;
  /** The `aud` of the tokens; with several, any of them. */
  readonly audiences: readonly string[];
  /** The `sub` of the tokens, letter by letter; with several, any of them. */
  readonly subjects?: readonly string[];
  /** Patterns of subjects beside them: `*` is any text. */
  readonly subjectPatterns?: readonly string[];
  /** Other claims that must be text and the same: names, or JSON pointers that begin with a slash. A name may come again, for any of its values. */
  readonly claims?: readonly (readonly [name: string, value: string])[];
  /** Policies of the tokens that Vault hands out. */
  readonly policies?: readonly string[];
  /** Default: `drawbridge`. */
  readonly roleName?: string | undefined;
  /** The path of the auth method. Default: `jwt`. */
  readonly mount?: string | undefined;
  /** Whether the mount is there with its configuration, and is to stay as it is. Default: false. */
  readonly isMountThere?: boolean;
  /** The claim that names the alias; a JSON pointer where it begins with a slash. Default: `sub`. */
  readonly userClaim?: string | undefined;
  /** PEM: the authorities of the issuer's certificate. Default: those of Vault's machine. */
  readonly ca?: string | undefined;
  /** Where the keys are, past the issuer's discovery document. */
  readonly jwksUrl?: string | undefined;
}

/**
 * Judges what Vault is to trust. Something that only your tokens have is always asked for: an issuer may have others' tokens too.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function planVaultTrust(options: VaultTrustOptions): VaultPlan {
  const { issuer, audiences, subjects = [], subjectPatterns = [], claims = [] } = options;
  const { policies = [], roleName = 'drawbridge', mount = 'jwt', userClaim = 'sub' } = options;
  requireIssuer(issuer, options.jwksUrl);
  requireAudiences(audiences);
  if (subjects.length + subjectPatterns.length + claims.length === 0) {
    throw settingFault(
      'a subject is needed: the sub of the tokens',
      'Without one, or another claim, everybody who has a token of the issuer for the audience could log in.',
    );
  }
  requireTexts([...subjects, ...subjectPatterns], 'a subject');
  requireTexts([userClaim], 'a name of a claim');
  requirePolicies(policies);
  requireNames(roleName, mount);
  const isGlob = subjectPatterns.length > 0;
  // One subject has a parameter of its own. There is none for several, nor for patterns.
  const isOneSubject = subjects.length === 1 && !isGlob;
  return {
    mount,
    isMountThere: options.isMountThere ?? false,
    config: configOf(options),
    roleName,
    role: {
      role_type: 'jwt',
      bound_audiences: audiences,
      bound_subject: isOneSubject ? (subjects[0] ?? '') : '',
      bound_claims_type: isGlob ? 'glob' : 'string',
      bound_claims: boundClaims(isOneSubject ? [] : subjects, subjectPatterns, claims),
      user_claim: userClaim,
      user_claim_json_pointer: userClaim.startsWith('/'),
      token_policies: policies,
    },
    warnings: [
      ...slashWarnings(issuer),
      ...patternWarnings(subjectPatterns),
      ...questionWarnings(subjectPatterns),
      ...starWarnings(subjects),
      ...(policies.length > 0
        ? []
        : [
            'The role has no policy: who logs in may do no more than the policy "default" allows. Give one with --policy.',
          ]),
    ],
  };
}

function configOf({ issuer, jwksUrl, ca }: VaultTrustOptions): Readonly<Record<string, string>> {
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw settingFault('the authorities are no certificates in PEM');
  }
  const keys =
    jwksUrl === undefined
      ? { oidc_discovery_url: issuer, ...(ca !== undefined && { oidc_discovery_ca_pem: ca }) }
      : { jwks_url: jwksUrl, ...(ca !== undefined && { jwks_ca_pem: ca }) };
  return { ...keys, bound_issuer: issuer };
}

function requireIssuer(issuer: string, jwksUrl: string | undefined): void {
  const fault = issuerFault(issuer);
  if (fault !== undefined) {
    throw settingFault(
      `the issuer ${fault}`,
      'Give it letter by letter as the iss of its tokens, such as https://oidc.example.com.',
    );
  }
  const keysFault = jwksUrl === undefined ? undefined : documentUrlFault(jwksUrl);
  if (keysFault !== undefined) throw settingFault(`the address of the keys ${keysFault}`);
}

/** Vault takes white space at the ends of an audience off. */
function requireAudiences(audiences: readonly string[]): void {
  if (audiences.length === 0) throw settingFault('an audience is needed: the aud of the tokens');
  requireTexts(audiences, 'an audience');
  const padded = audiences.find((audience) => audience.trim() !== audience);
  if (padded === undefined) return;
  throw settingFault(`the audience ${quote(padded)} has white space at an end, which Vault loses`);
}

function requirePolicies(policies: readonly string[]): void {
  requireTexts(policies, 'a policy');
  if (!policies.includes('root')) return;
  throw settingFault(
    'the policy root cannot be given',
    'Vault hands out no root token for a login. Name a policy that allows what is needed.',
  );
}

/** As Vault's paths have them (`GenericNameRegex` of its framework), which makes capitals small in the name of a role. */
function requireNames(roleName: string, mount: string): void {
  if (!/^[a-z0-9_](?:[a-z0-9_.-]{0,126}[a-z0-9_])?$/.test(roleName)) {
    throw settingFault(
      `${quote(roleName)} is no name of a role`,
      'It has small letters, digits and _ . - alone, and neither . nor - at an end.',
    );
  }
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/.test(mount)) {
    throw settingFault(
      `${quote(mount)} is no path of an auth method`,
      'Give it without auth/ before it and without a slash at an end, such as jwt or team/jwt.',
    );
  }
}

function questionWarnings(patterns: readonly string[]): readonly string[] {
  return patterns
    .filter((pattern) => pattern.includes('?'))
    .map(
      (pattern) =>
        `In the pattern ${quote(pattern)} the ? is a question mark: to Vault * alone is special.`,
    );
}
