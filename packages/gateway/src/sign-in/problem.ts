import {
  type Call,
  type DrawbridgeError,
  type HeaderField,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { retryAfterField } from '../answers/retry-after-field.ts';
import { type FaultLevel, levelOf, tellFault } from '../told-fault.ts';
import type { LoginRequest } from './login-request.ts';
import { loginUrl } from './login-url.ts';
import type { SignInContext } from './sign-in-context.ts';

/** What a person is told of a sign-in that does not go on. */
export interface Problem {
  readonly fault: DrawbridgeError;
  readonly heading: string;
  /** Default: the public message of the fault. */
  readonly what?: string;
  readonly next: readonly string[];
  /** Where it begins again. */
  readonly again?: string;
  /** Default: that of the fault. */
  readonly status?: number;
  readonly headers?: readonly HeaderField[];
}

/** The page of a problem. */
export function problemReply(problem: Problem): Reply {
  const { fault, heading, what = fault.publicMessage, next, again, headers = [] } = problem;
  const { code } = fault;
  const goOn = again === undefined ? undefined : { href: again, label: 'Begin again' };
  return pageReply(
    problem.status ?? fault.status,
    refusedPage({ heading, what, next, goOn, code }),
    [...retryAfterField(fault), ...headers],
  );
}

const EVENTS: Readonly<Record<FaultLevel, string>> = {
  info: 'sign-in refused',
  warn: 'sign-in not served',
  error: 'sign-in failed',
};

/** Where a sign-in begins anew for where somebody wanted to go. */
export function againUrl(
  { auth }: Pick<SignInContext, 'auth'>,
  { host, to, base }: Pick<LoginRequest, 'host' | 'to' | 'base'>,
): string {
  return loginUrl({ scheme: auth.scheme, host, target: to }, base);
}

/**
 * Answers a step of the sign-in, whatever happens: with a page, since a person looks at it. The log is told the rest.
 *
 * @param shared - of the page of any fault
 */
export async function withPage(
  { log, addressOf }: SignInContext,
  call: Call,
  step: () => Promise<Reply>,
  shared: Pick<Problem, 'again' | 'headers'> = {},
): Promise<Reply> {
  try {
    return await step();
  } catch (thrown) {
    const fault = toDrawbridgeError(thrown);
    tellFault(log, EVENTS[levelOf(fault)], fault, { client: addressOf(call) });
    return problemReply({ fault, ...wordsFor(fault), ...shared });
  }
}

const TELL = 'If it stays so, tell whoever runs this app, and name the error code.';

function wordsFor({
  kind,
  hint,
  publicMessage,
}: DrawbridgeError): Pick<Problem, 'heading' | 'what' | 'next'> {
  if (kind === 'request') {
    return {
      heading: 'This address cannot be read',
      next: [hint ?? 'Begin again at the app that you wanted to see.'],
    };
  }
  if (kind === 'upstream' || kind === 'busy') {
    return {
      heading: 'Nobody can be signed in at the moment',
      next: ['Try again in a minute.', TELL],
    };
  }
  const next = ['Try again.', TELL];
  if (kind !== 'token') return { heading: 'You are not signed in', next };
  const what = `What your provider answered was not accepted. ${publicMessage}`;
  return { heading: 'You are not signed in', what, next };
}
