import { type Clock, requireObject, requireSurroundings, systemClock } from '@drawbridge/core';
import type { AttemptLimits } from '../ask.ts';
import { requireFunction, requireString, requireWanted } from '../check-options.ts';
import { requireClient } from '../require-client.ts';
import { TOKEN_ENDPOINT } from '../endpoint-words.ts';
import type { Wanted } from '../parameters.ts';
import { requireSafe } from '../require-safe.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { untilAborted } from '../until-aborted.ts';

/** A token endpoint, or how it is found when it is first needed: see `discoverEndpoint`. */
export type GivenEndpoint = TokenEndpoint | (() => Promise<TokenEndpoint>);

/** What every grant that asks a token endpoint is made of. */
export interface GrantOptions {
  readonly endpoint: GivenEndpoint;
  /** Dates what is given. Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Refuses options of a grant that cannot be meant.
 *
 * @param maker - the function that they were given to
 * @param example - of what to give it
 * @throws {TypeError} saying what to write instead
 */
export function requireGrantOptions(
  options: GrantOptions & Wanted,
  maker: string,
  example: string,
): void {
  requireObject(options, `what ${maker} is given`, example);
  requireEndpoint(options.endpoint);
  requireWanted(options);
  requireSurroundings({ clock: options.clock });
}

/** An endpoint that is found later is judged then. */
function requireEndpoint(given: GivenEndpoint | undefined): void {
  if (given === undefined) {
    throw new TypeError(
      'endpoint is missing: give a TokenEndpoint, or what discoverEndpoint makes',
    );
  }
  if (typeof given === 'function') return;
  requireObject(
    given,
    'endpoint',
    "{ url: 'https://…', fetch, client }, or what discoverEndpoint makes",
  );
  requireString(given.url, 'endpoint.url', 'the address of the token endpoint');
  requireFunction(given.fetch, 'endpoint.fetch', "such as the platform's fetch");
  requireClient(given.client);
}

/**
 * The endpoint that is asked now.
 *
 * @throws {DrawbridgeError} `token_endpoint_wrong` when its address is neither https nor http on this machine; what
 *   finding it throws
 * @throws the signal's reason, when it is aborted
 */
export async function endpointOf(
  given: GivenEndpoint,
  signal: AbortSignal,
): Promise<TokenEndpoint> {
  const endpoint = await untilAborted(
    async () => (typeof given === 'function' ? given() : given),
    signal,
  );
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  return endpoint;
}

/** The limits of a grant's one attempt: whose time it is knows when to stop. */
export function limitsOf(signal: AbortSignal, clock: Clock = systemClock): AttemptLimits {
  return { left: Infinity, signal, clock };
}
