import type { Call, Reply } from '@drawbridge/core';
import { begin } from './begin.ts';
import { callback } from './callback.ts';
import { callbackPaths } from './callback-paths.ts';
import { enter } from './enter.ts';
import { createContext } from './sign-in-context.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { takeOver } from './take-over.ts';

/** The steps of a sign-in, in their order. Each answers whatever happens: a fault is a page. */
export interface SignIn {
  /** `GET APP/.drawbridge/login?url=PATH`, also of the auth host. @param host - as a question has it */
  begin(call: Call, host: string): Promise<Reply>;
  /** `GET AUTH/login`. */
  enter(call: Call): Promise<Reply>;
  /** `GET AUTH` with each of {@link SignIn.callbackPaths}. */
  callback(call: Call): Promise<Reply>;
  /** `GET APP/.drawbridge/callback`. @param host - as for `begin` */
  takeOver(call: Call, host: string): Promise<Reply>;
  /** Where answers of providers come: `/callback`, and one for each of several providers. */
  readonly callbackPaths: readonly string[];
}

/**
 * Makes the sign-in of people, from an app host to a provider and back. It keeps nothing in memory: any process that has the
 * same keys and the same store answers any step.
 *
 * @throws {TypeError} for options that cannot be meant
 */
export function createSignIn(options: SignInOptions): SignIn {
  const context = createContext(options);
  return {
    begin: (call, host) => begin(context, call, host),
    enter: (call) => enter(context, call),
    callback: (call) => callback(context, call),
    takeOver: (call, host) => takeOver(context, call, host),
    callbackPaths: callbackPaths(context.providers, context.callbackPath),
  };
}
