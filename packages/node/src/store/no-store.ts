import { DrawbridgeError } from '@drawbridge/core';

/** The store of a process that was given none. */
export function noStore(): Promise<never> {
  return Promise.reject(
    new DrawbridgeError('config_invalid', {
      detail: 'something that is configured needs shared state, and there is no store',
      hint: 'Give the section `store`.',
    }),
  );
}
