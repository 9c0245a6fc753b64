import type { Call, DrawbridgeError, Reply } from '@drawbridge/core';
import { sentence } from '../answers/sentence.ts';
import type { AskedProvider } from './finish-sign-in.ts';
import { type Problem, problemReply } from './problem.ts';
import { recordDecision } from './record-decision.ts';
import type { SignInContext } from './sign-in-context.ts';

/** Tells a person that the provider said no, and in which words. */
export async function refuseSignIn(
  context: SignInContext,
  call: Call,
  { provider, found }: AskedProvider,
  fault: DrawbridgeError,
  shared: Pick<Problem, 'again' | 'headers'>,
): Promise<Reply> {
  const { log, addressOf } = context;
  const { code, message, hint } = fault;
  const { issuer } = found.provider;
  await recordDecision(context, { call, clientId: provider.clientId, issuer, code });
  const fields = { provider: provider.name, code, detail: message, client: addressOf(call) };
  log.info('sign-in refused', fields);
  return problemReply({
    fault,
    heading: 'Your provider did not sign you in',
    what: sentence(message),
    next: [hint ?? 'Sign in again.'],
    ...shared,
  });
}
