import { type Call, DrawbridgeError, type Reply } from '@drawbridge/core';
import { type Parameters, readQuery } from '../../browser/parameters.ts';
import { printableAscii } from '../answers/error-fields.ts';
import { withProblem } from '../answers/vouch-answers.ts';
import { statePath } from './attempts.ts';
import { nobodySignsIn } from './login.ts';
import type { LoginContext } from './login-context.ts';
import { queryOf } from './query-of.ts';

/** What `newState` makes, and Vouch Proxy did before. */
const STATE = /^[A-Za-z\d]{16,64}$/;

/**
 * `/auth`: where a provider sends browsers. It leads on to the path of the very sign-in, to which alone its browser sends what
 * it kept. Nothing is judged here but what the provider refused.
 */
export function callback(context: LoginContext, call: Call): Promise<Reply> {
  const { answers, provider, settings } = context;
  return withProblem(answers, call, async () => {
    if (provider === undefined) return nobodySignsIn(context, call);
    const query = readAnswer(call);
    if (query.one('error') !== undefined) return refusedByProvider(context, call, query);
    const state = query.one('state');
    if (state === undefined) throw noState('the answer of the provider has no state');
    if (!STATE.test(state)) throw noState('the state is none that was made here');
    return answers.redirect(
      call,
      `${statePath(settings.documentRoot, state)}?${queryOf(call.target)}`,
    );
  });
}

/**
 * The parameters of a provider's answer.
 *
 * @throws {DrawbridgeError} `parameter_invalid` where one is there twice, whichever: two readers would read two answers
 */
export function readAnswer(call: Call): Parameters {
  const query = readQuery(call);
  for (const name of new Set(query.all.keys())) query.one(name);
  return query;
}

/** Tells a person that the provider said no, and in which words: they come with the address, and prove nothing. */
export function refusedByProvider(
  { answers }: Pick<LoginContext, 'answers'>,
  call: Call,
  query: Parameters,
): Promise<Reply> {
  const words = [query.one('error'), query.one('error_description')]
    .filter((text) => text !== undefined)
    .map(printableAscii)
    .join(' - ');
  return answers.problem(call, new DrawbridgeError('sign_in_refused'), {
    status: 401,
    title: `Error from IdP: ${words}`,
    what: 'Your provider did not sign you in. What it said is above.',
    next: [
      'Open the app, and sign in again. If that leads here again, ask whoever runs the provider.',
    ],
  });
}

export function noState(detail: string): DrawbridgeError {
  return new DrawbridgeError('parameter_invalid', {
    detail: `invalid session state: ${detail}`,
    hint: 'Open the app that you wanted to see, and sign in from there.',
  });
}
