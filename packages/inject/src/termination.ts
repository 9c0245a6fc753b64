import {
  type CallHead,
  DrawbridgeError,
  errorReply,
  type HeaderField,
  type Reply,
} from '@drawbridge/core';
import { createFieldCheck, secretFault } from './call/offered-secret.ts';
import { pathOf } from './call/target-form.ts';
import type { Termination } from './injector.ts';
import { unproven } from './replies.ts';

/** Answers a call to the one path that ends the process; `undefined` for a call to any other. */
export type Terminate = (
  head: Pick<CallHead, 'method' | 'target' | 'headers'>,
) => Reply | undefined;

/**
 * Makes the way to end the process. Without a secret there is none: any page could end it otherwise.
 *
 * @throws {TypeError} for a path or a secret that is none
 */
export function createTermination(given: Termination | undefined): Terminate {
  if (given === undefined) return () => undefined;
  const { path, secret, stop } = given;
  if (!/^\/[^?#\s]*$/.test(path)) {
    throw new TypeError('the path of the termination is not a path such as /quitquitquit');
  }
  const fault = secretFault(secret);
  if (fault !== undefined) throw new TypeError(`the secret of the termination ${fault}`);
  const isRight = createFieldCheck(secret);
  return (head) => {
    if (pathOf(head.target) !== path) return undefined;
    if (head.method !== 'POST') {
      const allow: HeaderField = ['allow', 'POST'];
      return errorReply(new DrawbridgeError('method_not_allowed', { hint: 'Use POST.' }), [allow]);
    }
    if (!isRight(head)) return unproven();
    stop();
    return { status: 202, headers: [['cache-control', 'no-store']], body: null };
  };
}
