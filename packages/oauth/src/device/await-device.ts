import { type Attempt, type Clock, DrawbridgeError, systemClock } from '@drawbridge/core';
import { mayBeLost, valueOf } from '../attempt.ts';
import { TOKEN_ENDPOINT } from '../endpoint-words.ts';
import { toParameters } from '../parameters.ts';
import { Refusal } from '../read-answer.ts';
import { requestTokenSet } from '../request-token-set.ts';
import { requireIdToken } from '../require-id-token.ts';
import { requireSafe } from '../require-safe.ts';
import { sleep, type SourceTimers, systemTimers } from '../source/source-timers.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import type { TokenSet } from '../token-set.ts';
import type { DeviceCode } from './device-code.ts';

/** How long is waited. */
export interface AwaitDeviceOptions {
  /** Ends the wait. Default: the code does, when its time is over. */
  readonly signal?: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: the machine's. */
  readonly timers?: SourceTimers;
}

/** Seconds by which the provider has the questions be fewer (RFC 8628 section 3.5). */
const SLOWER = 5;
/** Seconds. A provider that is not reached is asked less and less often, until this. */
const SLOWEST = 60;

/**
 * Asks for the tokens of a device code until the person has confirmed it (RFC 8628 section 3.4). Where there is no answer it goes on
 * until the code has expired. The ID token is not verified yet.
 *
 * @param endpoint - the token endpoint of the provider, with the client
 * @throws {DrawbridgeError} `sign_in_timeout` when the code has expired, `sign_in_refused` when the person said no or
 *   there is no ID token; else one of the codes that begin with `token_endpoint_`
 * @throws the signal's reason, when it is aborted
 */
export async function awaitDevice(
  endpoint: TokenEndpoint,
  code: DeviceCode,
  options: AwaitDeviceOptions = {},
): Promise<TokenSet & { readonly idToken: string }> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  const { signal = new AbortController().signal } = options;
  const { clock = systemClock, timers = systemTimers } = options;
  const { deviceCode, expiresIn } = code;
  const endsAt = clock.monotonic() + expiresIn * 1000;
  const request = {
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    parameters: toParameters({ device_code: deviceCode }, {}),
    secrets: [deviceCode],
  };
  const letGo = timers.hold();
  try {
    for (let { interval } = code; ; ) {
      const left = endsAt - clock.monotonic();
      await sleep(timers, Math.max(0, Math.min(interval * 1000, left)), signal);
      if (clock.monotonic() >= endsAt) throw expired();
      const limits = { left: endsAt - clock.monotonic(), signal, clock };
      const attempt = await requestTokenSet(endpoint, request, limits);
      const next = nextInterval(attempt, interval);
      if (next === undefined) return requireIdToken(valueOf(attempt), endpoint.url);
      interval = next;
    }
  } finally {
    letGo();
  }
}

/**
 * Seconds until the next question; `undefined`: there is the answer.
 *
 * @throws {DrawbridgeError} why there will be none
 */
function nextInterval(attempt: Attempt<TokenSet>, interval: number): number | undefined {
  if ('value' in attempt) return undefined;
  if (mayBeLost(attempt)) {
    return Math.max(attempt.again?.after ?? 0, Math.min(interval * 2, Math.max(SLOWEST, interval)));
  }
  const { fault } = attempt;
  switch (fault.cause instanceof Refusal ? fault.cause.error : '') {
    case 'authorization_pending':
      return interval;
    case 'slow_down':
      return interval + SLOWER;
    case 'expired_token':
      throw expired();
    case 'access_denied':
      throw new DrawbridgeError('sign_in_refused', {
        detail: `the sign-in was refused at the other device, or by the provider: ${fault.message}`,
        hint: 'Start again if that was a mistake, or ask whoever runs the provider.',
        cause: fault.cause,
      });
    default:
      throw fault;
  }
}

function expired(): DrawbridgeError {
  return new DrawbridgeError('sign_in_timeout', {
    detail: 'nobody confirmed the code before it expired',
    hint: 'Start again, and open the address that is shown soon.',
  });
}
