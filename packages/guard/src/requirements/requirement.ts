import type { Caller } from '../caller/caller.ts';

/**
 * What a route asks of a caller beyond a good token. Made by `scopes`, `anyScope`, `role`, `claim` and their kin.
 *
 * @typeParam Who - whom it can be asked of: who is more than that can be asked too
 */
export interface Requirement<Who = Caller> {
  /** As the rest of a sentence, for the log: `needs the scope orders:read`. It names no claim's value. */
  readonly description: string;
  /** The scopes that would meet it, for the challenge (RFC 6750 section 3) and for OpenAPI. May be empty. */
  readonly scopes: readonly string[];
  /** Decides by the signed tokens. */
  readonly isMetBy: (caller: Who) => boolean;
}
