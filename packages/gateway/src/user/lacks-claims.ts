import { type JsonObject, member } from '@drawbridge/core';
import { toldElsewhere } from '@drawbridge/rules';

/** What settings need of an ID token. */
export interface NeededClaims {
  /** Whether an email was asked for. */
  readonly email: boolean;
  /** The claim of groups, where one is configured. */
  readonly groups?: string | undefined;
}

/**
 * Whether an ID token lacks what settings need, so that UserInfo is to be asked. Groups that it says are elsewhere are not there
 * either: they were too many for any answer.
 */
export function lacksClaims(claims: JsonObject, { email, groups }: NeededClaims): boolean {
  if (email && member(claims, 'email') === undefined) return true;
  if (groups === undefined || member(claims, groups) !== undefined) return false;
  return toldElsewhere(claims, groups) === undefined;
}
