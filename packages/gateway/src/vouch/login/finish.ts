import {
  type Call,
  DrawbridgeError,
  epochSeconds,
  type HeaderField,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import { isAhead, notYetReply } from '../../browser/is-ahead.ts';
import { type ProblemOptions, withProblem } from '../answers/vouch-answers.ts';
import { findTokens } from '../validate/find-tokens.ts';
import { hasEnded } from '../ended-sessions.ts';
import { judgeToken } from '../validate/judge-token.ts';
import type { VouchProvider } from '../vouch-provider.ts';
import { authorise } from './authorise.ts';
import { noState, readAnswer, refusedByProvider } from './callback.ts';
import { nobodySignsIn } from './login.ts';
import type { LoginContext } from './login-context.ts';
import { newSession } from './new-session.ts';

/**
 * `/auth/{state}/`: takes the answer of a provider in the browser that was sent there, and once: the state in the path, in the
 * query and in what the browser kept is one. Redeems the code, asks who it is and whether they may come in, sets the cookie, and
 * leads to where the browser wanted to go.
 *
 * @param state - of the path
 */
export function finish(context: LoginContext, call: Call, state: string): Promise<Reply> {
  const { answers, attempts, provider } = context;
  // A code is good once: it is not for whoever only looks, or asks before the person does.
  if (call.method === 'HEAD' || isAhead(call)) return Promise.resolve(notYetReply());
  return withProblem(answers, call, async () => {
    if (provider === undefined) return nobodySignsIn(context, call);
    const query = readAnswer(call);
    if (query.one('error') !== undefined) return refusedByProvider(context, call, query);
    if (query.one('state') !== state)
      throw noState('the state of the query is not that of the path');
    const kept = await attempts.find(call, state);
    if (kept === undefined)
      throw noState('this browser did not begin that sign-in, or too long ago');
    const code = query.one('code');
    if (code === undefined) throw noState('the answer of the provider has no code');
    const cleared = attempts.clear(state);
    const again = {
      headers: cleared,
      goOn: { href: loginAgain(context, kept.to), label: 'Sign in again' },
    };
    if (kept.isOver) return unlessSignedIn(context, call, kept.to, late(), again);
    if (!(await isFirst(context, state)))
      return unlessSignedIn(context, call, kept.to, used(), again);
    return withProblem(
      answers,
      call,
      () => signIn(context, call, provider, { ...kept, code, cleared }),
      again,
    );
  });
}

interface Answered {
  readonly attempt: Parameters<VouchProvider['identify']>[1];
  readonly to: string;
  readonly code: string;
  readonly cleared: readonly HeaderField[];
}

async function signIn(
  context: LoginContext,
  call: Call,
  provider: VouchProvider,
  { attempt, to, code, cleared }: Answered,
): Promise<Reply> {
  const { answers, audit, clock, codec, cookies, log, settings } = context;
  const client = call.peer.address;
  const record = { time: epochSeconds(clock), client: settings.oauth?.clientId, address: client };
  let subject: string | undefined;
  try {
    const identity = await provider.identify(code, attempt);
    subject = identity.username;
    authorise(identity, settings);
    const session = await notEnded(context, newSession(context, identity));
    const fields = cookies.set(call, await codec.encode(session));
    const { expiresAt, issuer } = session;
    await audit.write({ ...record, decision: 'granted', issuer, subject, expiresAt });
    log.info('signed in', {
      provider: settings.oauth?.provider,
      subject,
      host: new URL(to).host,
      client,
    });
    return answers.redirect(call, to, [...fields, ...cleared]);
  } catch (thrown) {
    const fault = toDrawbridgeError(thrown);
    if (fault.kind === 'token' || fault.kind === 'policy') {
      await audit.write({ ...record, decision: 'refused', code: fault.code, subject });
    }
    // The cookie did not fit, which is ours to mend, and no fault of who signed in.
    if (fault.code !== 'token_too_large') throw fault;
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `token creation failure: ${fault.message}`,
      hint: fault.hint ?? TOO_MUCH,
    });
  }
}

/** Where the codec found it, before anything was cut into parts. */
const TOO_MUCH =
  'Have whoever runs this gateway keep fewer claims (vouch.headers.claims) or no tokens (vouch.headers.accesstoken, idtoken, refreshtoken) in the cookie, or set vouch.jwt.compress to true.';

/** How many seconds earlier a session may end than it would. */
const MAX_EARLIER = 5;

/**
 * A session that is not one that was ended. Nothing but the second of its end tells a session from that of a sign-in just
 * before, so who signs out and in within a second would come in with the one that was ended.
 */
async function notEnded(context: LoginContext, session: VouchSession): Promise<VouchSession> {
  let next = session;
  for (let earlier = 1; earlier <= MAX_EARLIER; earlier++) {
    if (!(await hasEnded(context, next))) return next;
    next = { ...session, expiresAt: session.expiresAt && session.expiresAt - earlier };
  }
  return next;
}

/** Whether nobody came with this state before, to any process. */
async function isFirst(
  { store, engine, clock, settings }: LoginContext,
  state: string,
): Promise<boolean> {
  const key = `vouch/state/${await engine.sha256Text(state)}`;
  const expiresAt = epochSeconds(clock) + settings.session.maxAge;
  return (await store.put(key, '1', { expiresAt, if: 'absent' })) !== undefined;
}

/** Who is signed in by now is let on: to load the page again is no reason to be stopped. */
async function unlessSignedIn(
  context: LoginContext,
  call: Call,
  to: string,
  fault: DrawbridgeError,
  options: ProblemOptions,
): Promise<Reply> {
  const { answers, settings } = context;
  for (const { token, isCookie } of findTokens(call, settings)) {
    if (isCookie && (await judgeToken(context, token, new URL(to).host)).kind === 'good') {
      return answers.redirect(call, to, options.headers);
    }
  }
  return answers.problem(call, fault, options);
}

function loginAgain({ settings }: LoginContext, to: string): string {
  return `${settings.documentRoot}/login?url=${encodeURIComponent(to)}`;
}

function used(): DrawbridgeError {
  return noState('this answer of the provider was used already, and is good once');
}

function late(): DrawbridgeError {
  return noState('this sign-in was begun too long ago');
}
