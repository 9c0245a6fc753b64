import type { Call } from '@drawbridge/core';
import type { NewSession } from '../session/sessions.ts';

/**
 * Finds who somebody is that nobody has signed in here: by the cookie of a gateway whose place this one takes.
 *
 * @returns a sign-in that is as good as one at a provider; `undefined` for nobody
 * @throws {DrawbridgeError} where that cannot be found out at the moment
 */
export type Adopt = (call: Call) => Promise<NewSession | undefined>;
