import { toDrawbridgeError } from '@drawbridge/core';
import type { InspectorOptions } from './inspector-options.ts';

/** Whether the value of a cookie, all parts joined, was ended before its time. */
export type EndedCheck = (value: string) => Promise<boolean>;

/** Makes an {@link EndedCheck}. What would not be accepted has nothing that could be ended: it may be explained. */
export function createEndedCheck({
  codec,
  isRevoked,
}: Pick<InspectorOptions, 'codec' | 'isRevoked'>): EndedCheck {
  return async (value) => {
    if (isRevoked === undefined) return false;
    const session = await codec.decode(value).catch((thrown: unknown) => {
      const fault = toDrawbridgeError(thrown);
      if (fault.kind !== 'token') throw fault;
    });
    return session !== undefined && isRevoked({ value, session });
  };
}
