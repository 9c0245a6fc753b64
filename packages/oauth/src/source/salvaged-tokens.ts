import type { DrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';

/**
 * The cause of a fault that a grant ends with after the endpoint gave tokens: what of them must be kept all the same.
 * The refresh token that was sent is used up, and sent again it would end the sign-in.
 */
export class SalvagedTokens extends Error {
  override readonly name = 'SalvagedTokens';
  // Private, so that no log has it that prints the cause of a fault.
  readonly #tokens: TokenSet;

  constructor(tokens: TokenSet) {
    super('the endpoint had given tokens before');
    this.#tokens = tokens;
  }

  /** What is to be kept in the place of what the grant was given. `undefined`: that stays. */
  static of({ cause }: DrawbridgeError): TokenSet | undefined {
    return cause instanceof SalvagedTokens ? cause.#tokens : undefined;
  }
}
