import type { LazyAgent } from './agent.ts';
import { outboundError } from './outbound-error.ts';
import { detourOf } from './safe-fetch.ts';

/** How one who is sent secrets is asked. */
export interface AskSettings {
  readonly agent: LazyAgent;
  /** Whom the codes of faults name. */
  readonly peer: 'token_endpoint' | 'cloud';
  /** Milliseconds, from the first packet to the last byte. */
  readonly timeout: number;
  /** Where a person names the file of the authority. */
  readonly caSetting: string;
}

/**
 * Asks, within the time that there is, and says what went wrong.
 *
 * @param signal - gives up before the time-out does
 * @param ask - given the address as a URL, and the signal that ends it for either reason
 * @throws {DrawbridgeError} what `outboundError` makes of the fault
 * @throws the signal's reason, when it is aborted by anything but a time-out
 */
export async function askInTime<T>(
  { agent, peer, timeout, caSetting }: AskSettings,
  address: string,
  signal: AbortSignal | undefined,
  ask: (url: URL, limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const late = AbortSignal.timeout(timeout);
  const limit = signal === undefined ? late : AbortSignal.any([signal, late]);
  try {
    return await ask(new URL(address), limit);
  } catch (thrown) {
    const isLate = signal?.aborted && (signal.reason as Error).name === 'TimeoutError';
    if (!isLate) signal?.throwIfAborted();
    // Told here, for who gave the signal does not know of a proxy on the way.
    const waited = isLate ? Math.ceil((performance.now() - started) / 100) * 100 : timeout;
    throw outboundError(thrown, {
      peer,
      address,
      timeout: Math.min(waited, timeout),
      detour: detourOf(agent, address),
      caSetting,
    });
  }
}
