import { quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import { requireTexts } from '../../trust/require-texts.ts';

/** Claims that have a parameter of their own, or that Vault judges itself. */
const OTHERWISE: Readonly<Record<string, string>> = {
  sub: 'Give the subject by --sub, or a pattern by --sub-like.',
  aud: 'Give the audience by --audience.',
  iss: 'Give the issuer by --issuer.',
  exp: 'Vault judges it.',
  nbf: 'Vault judges it.',
  iat: 'Vault judges it.',
};

/**
 * The `bound_claims` for subjects, patterns and other claims. Once there is a pattern every value is one.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function boundClaims(
  subjects: readonly string[],
  patterns: readonly string[],
  claims: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string | readonly string[]>> {
  requireTexts(
    claims.map(([name]) => name),
    'a name of a claim',
  );
  requireTexts(
    claims.map(([, value]) => value),
    'a value of a claim',
  );
  const values = new Map<string, Set<string>>();
  const add = (name: string, value: string) => {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  };
  for (const subject of [...subjects, ...patterns]) add('sub', subject);
  for (const [name, value] of claims) {
    const way = Object.hasOwn(OTHERWISE, name) ? OTHERWISE[name] : undefined;
    if (way !== undefined)
      throw settingFault(`the claim ${quote(name)} is not bound as others are`, way);
    add(name, value);
  }
  const exact = [...subjects, ...claims.map(([, value]) => value)];
  const starred = exact.find((value) => value.includes('*'));
  if (patterns.length > 0 && starred !== undefined) {
    throw settingFault(
      `${quote(starred)} would be a pattern beside ${quote(patterns[0])}`,
      'A role of Vault has patterns alone or none. Make two roles: one with --sub, another with --sub-like.',
    );
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, oneOrList([...all])]));
}

function oneOrList(values: readonly string[]): string | readonly string[] {
  const [only = ''] = values;
  return values.length === 1 ? only : values;
}
