import { DrawbridgeError, isJsonObject, type JsonObject } from '@drawbridge/core';
import type { TrustPolicy } from '@drawbridge/clouds/aws';

/**
 * Puts the statements of a provider into the trust policy of a role that is there, in the place of those that allow that
 * provider something. Statements on other principals stay, and so does every one that denies: to drop it would let in
 * whom nobody asked for.
 *
 * @param encoded - as IAM answers it: percent-encoded JSON (RFC 3986)
 * @returns the policy to write, or `undefined` where it says the same already
 * @throws {DrawbridgeError} `cloud_invalid` for a policy that cannot be read: to replace it would lose what is in it
 */
export function mergeTrust(
  encoded: string | undefined,
  wanted: TrustPolicy,
  providerArn: string,
): string | undefined {
  const there = readPolicy(encoded);
  const statements = [there['Statement'] ?? []].flat();
  const isOwn = (statement: unknown) => isAllowed(statement, providerArn);
  const others = statements.filter((statement) => !isOwn(statement));
  if (canonical(statements.filter(isOwn)) === canonical(wanted.Statement)) return undefined;
  return JSON.stringify({ ...there, ...wanted, Statement: [...others, ...wanted.Statement] });
}

function readPolicy(encoded = ''): JsonObject {
  if (encoded === '') return {};
  let policy: unknown;
  try {
    policy = JSON.parse(decodeURIComponent(encoded));
  } catch {
    // Told below.
  }
  if (isJsonObject(policy)) return policy;
  throw new DrawbridgeError('cloud_invalid', {
    detail: 'the trust policy that the role has cannot be read, and was not changed',
    hint: 'See it in IAM. Correct it there, or give the role another name: --role.',
  });
}

function isAllowed(statement: unknown, providerArn: string): boolean {
  if (!isJsonObject(statement) || statement['Effect'] !== 'Allow') return false;
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
