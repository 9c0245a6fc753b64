import type { RelyingParty } from '@drawbridge/clouds/doctor';
import { isJsonObject, type JsonObject, member } from '@drawbridge/core';

type Party = RelyingParty['name'];

/** What a relying party's configuration is called, and what nobody else's has. */
interface Mark {
  readonly party: Party;
  readonly what: string;
  is(file: JsonObject): boolean;
}

const MARKS: readonly Mark[] = [
  {
    party: 'aws',
    what: 'a policy or a role of AWS',
    is: (file) =>
      hasOne(file, 'Statement', 'AssumeRolePolicyDocument', 'Role', 'Roles', 'RoleDetailList'),
  },
  {
    party: 'kubernetes',
    what: 'a configuration of an API server of Kubernetes',
    is: (file) =>
      member(file, 'kind') === 'AuthenticationConfiguration' ||
      hasOne(file, 'oidc-issuer-url', 'oidc-client-id'),
  },
  {
    party: 'gcp',
    what: 'a provider of Google Cloud',
    is: (file) =>
      hasOne(file, 'attributeMapping', 'attribute_mapping') ||
      isJsonObject(member(file, 'provider')),
  },
  {
    party: 'vault',
    what: 'a role of Vault',
    is: (file) =>
      [file, inside(file, 'data'), inside(file, 'role'), inside(inside(file, 'role'), 'data')].some(
        (each) => hasOne(each, 'role_type', 'user_claim', 'bound_audiences', 'bound_claims'),
      ),
  },
  {
    party: 'azure',
    what: 'a federated identity credential of Microsoft Entra',
    is: (file) =>
      [file, inside(file, 'properties')].some(
        (each) => hasOne(each, 'issuer') && hasOne(each, 'subject', 'claimsMatchingExpression'),
      ),
  },
];

/**
 * Tells whose configuration a file is that was given for another relying party.
 *
 * @param reader - the relying party that it was given for
 * @returns what it is; `undefined` where it may be of the reader, or of nobody
 */
export function partyOfTrust(value: unknown, reader: Party): string | undefined {
  const listed = isJsonObject(value) ? member(value, 'value') : undefined;
  const all: unknown = Array.isArray(listed) ? listed : value;
  const one: unknown = Array.isArray(all) ? all[0] : all;
  if (!isJsonObject(one)) return undefined;
  const marks = MARKS.filter(({ is }) => is(one));
  return marks.some(({ party }) => party === reader) ? undefined : marks[0]?.what;
}

function hasOne(file: JsonObject, ...names: readonly string[]): boolean {
  return names.some((name) => member(file, name) !== undefined);
}

function inside(file: JsonObject, name: string): JsonObject {
  const value = member(file, name);
  return isJsonObject(value) ? value : {};
}
