import { isLoopback, issuerFault, parseUrl, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { slashWarnings } from '../../trust/pattern-warnings.ts';
import { requireTexts } from '../../trust/require-texts.ts';
import { isOfEntra } from '../evaluate/entra-issuer.ts';
import { CODES, type EntraCloud, EXCHANGE_AUDIENCES, LIMITS } from '../evaluate/limits.ts';
import { isUuid } from '../uuid.ts';
import type { AzurePlan, AzureTarget } from './azure-plan.ts';
import { nameCredentials } from './name-credentials.ts';

/** Whose tokens an application or identity trusts. */
export interface AzureTrustOptions {
  /** Exactly the `iss` of the tokens. */
  readonly issuer: string;
  /** The `aud` of the tokens. Default: the one of the cloud. */
  readonly audience?: string | undefined;
  /** Default: `public`. */
  readonly cloud?: EntraCloud | undefined;
  /** The `sub` of the tokens, letter by letter; with several, any of them. */
  readonly subjects?: readonly string[];
  /** Taken only to be refused with what to do: Entra has no patterns. */
  readonly subjectPatterns?: readonly string[];
  readonly target: AzureTarget;
  /** The name of the credential, or what the names of several begin with. Default: `drawbridge`. */
  readonly name?: string | undefined;
}

const WAY_OUT =
  'Have the tokens say less: a claim template of a rule that leaves out branch and ref gives all of them one sub, such as sub: "gitlab:{project_path}" (docs/rules.md). Or name each subject by --sub.';

/**
 * Judges what Entra is to trust: one credential for each subject.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function planAzureTrust(options: AzureTrustOptions): AzurePlan {
  const { issuer, cloud = 'public', name = 'drawbridge', target } = options;
  const subjects = [...new Set(options.subjects ?? [])];
  const audience = options.audience ?? EXCHANGE_AUDIENCES[cloud];
  requireNoPatterns(subjects, options.subjectPatterns ?? []);
  requireIssuer(issuer);
  requireSubjects(subjects);
  requireTexts([audience], 'an audience');
  requireShort(audience, 'audience');
  requireName(name);
  requireTarget(target);
  const names = nameCredentials(name, subjects);
  const isKnown = Object.values<string>(EXCHANGE_AUDIENCES).includes(audience);
  return {
    target,
    credentials: subjects.map((subject, index) => ({
      name: names[index] ?? name,
      issuer,
      subject,
      audiences: [audience],
    })),
    warnings: [
      ...slashWarnings(issuer),
      ...(isOfEntra(issuer)
        ? [
            `The issuer is Entra itself, which takes tokens of managed identities alone from there, and answers ${CODES.ownIssuer} to others.`,
          ]
        : []),
      ...(isKnown
        ? []
        : [
            `The audience is ${quote(audience)}, and Microsoft documents ${EXCHANGE_AUDIENCES[cloud]}: Azure's libraries ask for no other.`,
          ]),
    ],
  };
}

function requireNoPatterns(subjects: readonly string[], patterns: readonly string[]): void {
  const pattern = patterns[0] ?? subjects.find((subject) => subject.includes('*'));
  if (pattern === undefined) return;
  throw settingFault(
    `${quote(pattern)} is a pattern, and Entra compares subjects letter by letter`,
    WAY_OUT,
  );
}

/** Entra fetches the keys from there. */
function requireIssuer(issuer: string): void {
  const url = parseUrl(issuer);
  const fault =
    issuerFault(issuer) ??
    (url !== undefined && isLoopback(url)
      ? 'is on this machine, where Entra finds no keys'
      : undefined);
  if (fault !== undefined) {
    throw settingFault(
      `the issuer ${fault}`,
      'Give it letter by letter as the iss of its tokens, such as https://oidc.example.com.',
    );
  }
  requireShort(issuer, 'issuer');
}

function requireSubjects(subjects: readonly string[]): void {
  if (subjects.length === 0) {
    throw settingFault(
      'a subject is needed: the sub of the tokens',
      'Entra has no credential for everybody: "drawbridge token decode" shows the sub of a token.',
    );
  }
  requireTexts(subjects, 'a subject');
  for (const subject of subjects) requireShort(subject, 'subject');
  if (subjects.length <= LIMITS.credentials) return;
  throw settingFault(
    `there are ${subjects.length} subjects, and an application or identity takes ${LIMITS.credentials} credentials, one each`,
    WAY_OUT,
  );
}

function requireShort(text: string, what: string): void {
  if (text.length <= LIMITS.text) return;
  throw settingFault(
    `the ${what} ${quote(text)} has ${text.length} characters, and Entra takes ${LIMITS.text}`,
  );
}

function requireName(name: string): void {
  const { shortestName: shortest, longestName: longest } = LIMITS;
  const isName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name);
  if (isName && name.length >= shortest && name.length <= longest) return;
  throw settingFault(
    `${quote(name)} is no name of a credential`,
    `It has ${shortest} to ${longest} letters, digits, _ and -, a letter or digit first.`,
  );
}

/** Azure documentation, "Naming rules and restrictions for Azure resources" (read 2026-11). */
function requireTarget(target: AzureTarget): void {
  if (target.kind === 'app') {
    if (isUuid(target.clientId)) return;
    throw settingFault(
      `${quote(target.clientId)} is no client id of an application`,
      'Copy the "Application (client) ID", a UUID, from the overview.',
    );
  }
  const { name, resourceGroup, subscription } = target;
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$/.test(name)) {
    throw settingFault(
      `${quote(name)} is no name of a managed identity`,
      'It has 3 to 128 letters, digits, _ and -, a letter or digit first.',
    );
  }
  if (!/^[\p{L}\p{N}_().-]{1,90}(?<!\.)$/u.test(resourceGroup)) {
    throw settingFault(
      `${quote(resourceGroup)} is no name of a resource group`,
      'It has up to 90 letters, digits and _ ( ) . -, and no . at its end.',
    );
  }
  if (subscription !== undefined && !isUuid(subscription)) {
    throw settingFault(`${quote(subscription)} is no id of a subscription`, 'It is a UUID.');
  }
}
