import { DrawbridgeError, type ErrorCode } from '@drawbridge/core';

/** The code of a fault. To compare whole errors costs their stacks, which is much in a property. @throws anything else */
export function codeOf(thrown: unknown): ErrorCode {
  if (thrown instanceof DrawbridgeError) return thrown.code;
  throw thrown;
}
