import type { Call, HeaderField } from '@drawbridge/core';

/** A sign-in of a gateway whose place this one takes, by the cookie of which somebody would be signed in again. */
export interface SignInBefore {
  /**
   * Whether a browser has one that is good.
   *
   * @param host - that it was asked on
   */
  isHeld(call: Pick<Call, 'headers'>, host: string): Promise<boolean>;
  /**
   * Ends all that a browser has, on all hosts.
   *
   * @returns Set-Cookie fields that take them away
   * @throws {DrawbridgeError} `store_unavailable`
   */
  end(call: Pick<Call, 'headers'>, host: string): Promise<readonly HeaderField[]>;
}
