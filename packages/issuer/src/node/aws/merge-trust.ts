import { isJsonObject, type JsonObject } from '@drawbridge/core';
import type { TrustPolicy } from '@drawbridge/clouds/aws';

/**
 * Puts the statements of a provider into the trust policy of a role that is there, in the place of those that it has on
 * that provider. Statements on other principals stay.
 *
 * @param encoded - as IAM answers it: percent-encoded JSON (RFC 3986)
 * @returns the policy to write, or `undefined` where it says the same already
 */
export function mergeTrust(
  encoded: string | undefined,
  wanted: TrustPolicy,
  providerArn: string,
): string | undefined {
  const there = readPolicy(encoded);
  const statements = there === undefined ? [] : [there['Statement']].flat();
  const others = statements.filter((statement) => !isOnProvider(statement, providerArn));
  const own = statements.filter((statement) => isOnProvider(statement, providerArn));
  if (there !== undefined && canonical(own) === canonical(wanted.Statement)) return undefined;
  return JSON.stringify({ ...there, ...wanted, Statement: [...others, ...wanted.Statement] });
}

function readPolicy(encoded: string | undefined): JsonObject | undefined {
  try {
    const policy: unknown = JSON.parse(decodeURIComponent(encoded ?? ''));
    return isJsonObject(policy) ? policy : undefined;
  } catch {
    return undefined;
  }
}

function isOnProvider(statement: unknown, providerArn: string): boolean {
  if (!isJsonObject(statement)) return false;
  const principal = statement['Principal'];
  return isJsonObject(principal) && [principal['Federated']].flat().join() === providerArn;
}

/** JSON of which the order of members does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isJsonObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
