import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** What was asked, and how long it had. */
export interface LostQuestion {
  readonly url: string;
  /** Who was asked: its faults are `…_unreachable` and `…_timeout`. */
  readonly peer: 'cloud' | 'token_endpoint';
  /** Milliseconds, where they were over. */
  readonly timeout: number | undefined;
}

/**
 * How an attempt ended of which there is no answer, or not all of it: whether the request was taken in, nobody knows.
 * One that did not get through may be made again; a fault that says more, such as a certificate that is not trusted, stays.
 */
export function lostAnswer(
  thrown: unknown,
  { url, peer, timeout }: LostQuestion,
): { readonly fault: DrawbridgeError; readonly again?: object } {
  const unreachable = `${peer}_unreachable` as const;
  const late = `${peer}_timeout` as const;
  const fault =
    thrown instanceof DrawbridgeError
      ? thrown
      : timeout === undefined
        ? new DrawbridgeError(unreachable, {
            detail: `${url} could not be reached, or its answer broke off`,
            cause: thrown,
          })
        : new DrawbridgeError(late, {
            detail: `${url} did not answer within ${timeout / 1000} seconds`,
            cause: thrown,
          });
  return fault.code === unreachable || fault.code === late ? { fault, again: {} } : { fault };
}
