import { DrawbridgeError } from '@drawbridge/core';
import type { Requirement } from './requirement.ts';
import { saysYes } from './says-yes.ts';

/** What a refused caller would have needed: the cause of a `scope_insufficient`. */
export class Insufficient extends Error {
  override readonly name = 'Insufficient';
  /** For the challenge (RFC 6750 section 3.1); may be empty. */
  readonly scopes: readonly string[];

  constructor(message: string, scopes: readonly string[]) {
    super(message);
    this.scopes = scopes;
  }
}

/** The token that a caller was judged by, and whose it is. */
export interface TokenOwner {
  readonly token: string;
  readonly issuer?: string;
}

/**
 * Refuses a caller who does not meet all of these requirements.
 *
 * @param nameOf - of the caller's token, for the log; asked for who is refused alone
 * @throws {DrawbridgeError} `scope_insufficient`, whose cause is an {@link Insufficient} with the scopes of all of
 *   them: who asks for a new token needs one that does for the whole request
 */
export function requireAll<Who>(
  caller: Who,
  requirements: readonly Requirement<Who>[],
  nameOf: (caller: Who) => TokenOwner,
): void {
  for (const requirement of requirements) {
    if (saysYes(requirement.isMetBy(caller))) continue;
    throw new DrawbridgeError('scope_insufficient', {
      detail: `the route ${requirement.description}, and the token does not grant it`,
      ...nameOf(caller),
      cause: new Insufficient(requirement.description, scopesNeeded(requirements)),
    });
  }
}

/** The scopes of all of these requirements, each once, in their order. */
export function scopesNeeded(
  requirements: readonly Pick<Requirement, 'scopes'>[],
): readonly string[] {
  return [...new Set(requirements.flatMap(({ scopes }) => scopes))];
}
