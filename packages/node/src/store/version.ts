import { randomBytes } from 'node:crypto';

/**
 * A version that no other put has had. Drawn, not counted: a count that is lost with the last second of a
 * server that failed would give the same versions out again.
 */
export function newVersion(): string {
  return randomBytes(12).toString('base64url');
}
