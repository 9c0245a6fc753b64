import type { AssumedRole } from '../assumed-role.ts';

/** A line of a table: what it is, and its value. */
export type RoleRow = readonly [label: string, value: string];

/** `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`. */
const ASSUMED = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/;

/**
 * What AWS answered, for people: who one is now, by whose word, and for how long. Of the credentials only the id of
 * the key, which CloudTrail shows too.
 *
 * @param ends - the end of the credentials, in words
 */
export function roleRows(role: AssumedRole, ends: string): readonly RoleRow[] {
  const [, account, name, session] = ASSUMED.exec(role.arn) ?? [];
  const identity: readonly RoleRow[] =
    account === undefined || name === undefined || session === undefined
      ? [['identity', role.arn]]
      : [
          ['account', account],
          ['role', name],
          ['session', session],
        ];
  const { packedPolicySize } = role;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ...identity,
    ['subject', role.subject],
    ['audience', role.audience],
    ['provider', role.provider],
    ['source identity', role.sourceIdentity],
    ['policy size', packedPolicySize === undefined ? undefined : `${packedPolicySize} %`],
    ['key', role.credentials.accessKeyId],
    ['ends', ends],
  ];
  return rows.filter((row): row is RoleRow => row[1] !== undefined);
}
