import type { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** How one attempt ended. */
export type Attempt<T> =
  | { readonly value: T }
  | {
      readonly fault: DrawbridgeError;
      /** There when another attempt may end differently. */
      readonly again?: {
        /** Seconds that the other side asks to be left alone for. */
        readonly after?: number | undefined;
      };
    };
