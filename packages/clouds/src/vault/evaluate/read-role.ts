import { type JsonObject, quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import { shown } from '../../trust/shown.ts';
import { ROLE_PARAMETERS, unknownAmong } from './known-parameters.ts';
import { createParameterReader, type ParameterReader } from './read-parameters.ts';
import type { BoundClaim, CelRole, Leeways, VaultRole } from './vault-trust.ts';

/** Reads a role's parameters. What Vault would not have taken is a fault (`pathRoleCreateUpdate` of vault-plugin-auth-jwt). */
export function readRole(
  parameters: JsonObject,
  path: string,
  faults: FileFaults,
): VaultRole | CelRole {
  const reader = createParameterReader(parameters, path, faults);
  const name = reader.text('name');
  const title = name === '' ? 'the role' : `role ${quote(name)}`;
  const boundAudiences = reader.list('bound_audiences');
  const leeways = readLeeways(reader);
  if (reader.has('cel_program')) return { kind: 'cel', title, boundAudiences, ...leeways };
  const isGlob = readClaimsType(reader) === 'glob';
  const role: VaultRole = {
    kind: 'role',
    title,
    roleType: readRoleType(reader),
    boundAudiences,
    boundSubject: reader.text('bound_subject'),
    boundClaims: readBoundClaims(reader, isGlob),
    isGlob,
    userClaim: reader.text('user_claim'),
    isUserClaimPointer: reader.flag('user_claim_json_pointer'),
    groupsClaim: reader.text('groups_claim'),
    mappedClaims: readMappedClaims(reader),
    boundCidrs: readOlder(reader, 'token_bound_cidrs', 'bound_cidrs'),
    templates: readTemplates(reader),
    ...leeways,
    unknown: unknownAmong(Object.keys(parameters), ROLE_PARAMETERS),
  };
  if (role.userClaim === '') reader.fault('user_claim', 'is not set, and every role needs it');
  if (role.roleType === 'jwt' && isUnbound(role)) {
    faults.add(
      path,
      'binds nothing: Vault wants one of bound_audiences, bound_subject, bound_claims and token_bound_cidrs',
    );
  }
  return role;
}

function readLeeways(reader: ParameterReader): Leeways {
  return {
    clockSkew: reader.seconds('clock_skew_leeway'),
    expiration: reader.seconds('expiration_leeway'),
    notBefore: reader.seconds('not_before_leeway'),
  };
}

/** Without one, a role is of the type `oidc`. */
function readRoleType(reader: ParameterReader): 'jwt' | 'oidc' {
  const type = reader.text('role_type');
  if (type !== '' && type !== 'jwt' && type !== 'oidc') {
    reader.fault('role_type', `is ${quote(type)}, and it is jwt or oidc`);
  }
  return type === 'jwt' ? 'jwt' : 'oidc';
}

function readClaimsType(reader: ParameterReader): string {
  const type = reader.text('bound_claims_type');
  if (type !== '' && type !== 'string' && type !== 'glob') {
    reader.fault('bound_claims_type', `is ${quote(type)}, and it is string or glob`);
  }
  return type;
}

function readBoundClaims(reader: ParameterReader, isGlob: boolean): readonly BoundClaim[] {
  return Object.entries(reader.map('bound_claims')).map(([claim, value]) => {
    const wanted: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isTaken = isGlob
      ? wanted.every((item) => typeof item === 'string')
      : wanted.every(isComparable) && value !== null;
    if (!isTaken) {
      const where = `of ${quote(claim)} is ${shown(value)}`;
      const types = isGlob ? 'text' : 'text, a number, true or false';
      reader.fault('bound_claims', `${where}, and ${types} or a list of these is wanted`);
    }
    return { claim, wanted };
  });
}

/** What `normalizeList` and `matchFound` of the plugin compare: an object or a list within a list ends in a crash. */
function isComparable(value: unknown): boolean {
  return value === null || ['string', 'boolean', 'number'].includes(typeof value);
}

function readMappedClaims(reader: ParameterReader): readonly string[] {
  const mappings = Object.entries(reader.map('claim_mappings'));
  const keys = new Set<unknown>();
  for (const [claim, key] of mappings) {
    const where = `of ${quote(claim)} is ${shown(key)}`;
    if (typeof key !== 'string') reader.fault('claim_mappings', `${where}, and text is wanted`);
    if (key === 'role') reader.fault('claim_mappings', `${where}, a key that Vault sets itself`);
    if (keys.has(key)) reader.fault('claim_mappings', `${where}, as that of another claim is`);
    keys.add(key);
  }
  return mappings.map(([claim]) => claim);
}

function readTemplates(reader: ParameterReader): readonly string[] {
  const policies = readOlder(reader, 'token_policies', 'policies');
  const areTemplates = reader.flag('token_policies_template_claims');
  return areTemplates ? policies.filter((policy) => policy.includes('{{')) : [];
}

/** A list that had another name before Vault 1.2, which counts where the new one is empty. */
function readOlder(reader: ParameterReader, name: string, older: string): readonly string[] {
  const values = reader.list(name);
  const before = reader.list(older);
  return values.length > 0 ? values : before;
}

function isUnbound({ boundAudiences, boundSubject, boundClaims, boundCidrs }: VaultRole): boolean {
  return boundSubject === '' && [boundAudiences, boundClaims, boundCidrs].every(isEmpty);
}

function isEmpty(list: readonly unknown[]): boolean {
  return list.length === 0;
}
