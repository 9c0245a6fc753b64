import { type Call, epochSeconds, headerValues, type Reply } from '@drawbridge/core';
import { judgeCallback, readCookies } from '@drawbridge/oauth';
import { redirectReply } from '../answers/redirect-reply.ts';
import { type Parameters, readQuery } from '../browser/parameters.ts';
import { clearCookies } from '../cookies/set-cookies.ts';
import { ATTEMPT, ATTEMPT_TIME, type SignInAttempt } from './attempt.ts';
import { noSuchApp } from './begin.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { handOver } from './hand-over.ts';
import { hashText, shortName } from './hash-text.ts';
import type { Parcel } from './parcels.ts';
import { againUrl, withPage } from './problem.ts';
import { refuseSignIn } from './refuse-sign-in.ts';
import type { SignInContext } from './sign-in-context.ts';
import { foreignReply, lateReply } from './stopped.ts';

/**
 * `AUTH/callback`, or the provider's own address below it: takes what a provider answered by way of a browser. An answer counts in the browser that was sent to that
 * provider, and once.
 */
export function callback(context: SignInContext, call: Call): Promise<Reply> {
  return withPage(context, call, async () => {
    const { browsers, auth } = context;
    const query = readQuery(call);
    for (const name of new Set(query.all.keys())) query.one(name);
    const attempt = await findAttempt(context, call, query.one('state') ?? '');
    if (attempt !== undefined) return judge(context, call, query, attempt);
    // Where this browser wanted to go is not known: who is signed in is shown as whom.
    if ((await browsers.find(call, auth.host)) !== undefined) return redirectReply(`${auth.url}/`);
    return foreignReply(
      'What came here answers no sign-in that this browser began, or one that was left a day ago. Nobody was signed in by it.',
    );
  });
}

/** What a browser kept of an attempt. */
interface KeptAttempt extends Parcel<SignInAttempt> {
  /** Of the state. */
  readonly hash: string;
}

async function findAttempt(
  { names, parcels }: SignInContext,
  call: Call,
  state: string,
): Promise<KeptAttempt | undefined> {
  const hash = await hashText(state);
  for (const cookie of readCookies(headerValues(call, 'cookie'), names.attempt(shortName(hash)))) {
    const parcel = await parcels.open(ATTEMPT, cookie);
    if (parcel?.value.state === state) return { ...parcel, hash };
  }
  return undefined;
}

async function judge(
  context: SignInContext,
  call: Call,
  query: Parameters,
  { value: attempt, isOver, hash }: KeptAttempt,
): Promise<Reply> {
  const { signInHosts, providers, browsers, auth, names, log, addressOf } = context;
  const { request, state } = attempt;
  if (!signInHosts.has(request.host)) return noSuchApp();
  const again = againUrl(context, request);
  const headers = clearCookies(names.attempt(shortName(hash)), headerValues(call, 'cookie'));
  return withPage(context, call, decide, { again });

  async function decide(): Promise<Reply> {
    if (isOver) return unlessSignedIn(() => lateReply(again, headers));
    const provider = providers.get(attempt.provider);
    if (provider === undefined) {
      return foreignReply('Nobody signs in with this provider any more.', again, headers);
    }
    // Asked before the answer is used up: a provider that is not found now may be at the next load of the page.
    const found = await provider.find();
    const verdict = judgeCallback(query.all, { provider: found.provider, state, flow: 'code' });
    const isThere = call.target.startsWith(`${attempt.path}?`);
    if (!isThere || (verdict.kind !== 'code' && verdict.kind !== 'refused')) {
      const detail = verdict.kind === 'foreign' ? verdict.why : 'it came to the address of another';
      log.warn('callback refused', { provider: provider.name, detail, client: addressOf(call) });
      const why =
        'What came here is no answer of the provider that you were sent to. Nobody was signed in by it.';
      return foreignReply(why, again);
    }
    // A refusal signs nobody in, however often it is shown: anybody could have one kept for each sign-in that they begin.
    if (verdict.kind === 'code' && !(await isFirst(context, hash))) {
      const why = 'This answer of your provider was used already, and it is good once.';
      return unlessSignedIn(() => foreignReply(why, again, headers));
    }
    const asked = { attempt, provider, found };
    const step = async () => {
      if (verdict.kind === 'refused') {
        return refuseSignIn(context, call, asked, verdict.fault, { again, headers });
      }
      const session = await finishSignIn(context, call, asked, verdict.code);
      return handOver(context, call, request, session, headers);
    };
    return withPage(context, call, step, { again, headers });
  }

  /** Who is signed in by now is let on: an attempt that came to nothing is no reason to be stopped. */
  async function unlessSignedIn(page: () => Reply): Promise<Reply> {
    const session = await browsers.find(call, auth.host);
    return session === undefined ? page() : redirectReply(again, headers);
  }
}

/** Whether nobody came with this state before, to any process. */
async function isFirst({ store, clock }: SignInContext, hash: string): Promise<boolean> {
  const expiresAt = epochSeconds(clock) + ATTEMPT_TIME;
  const version = await store.put(`sign-in/attempt/${hash}`, '1', { expiresAt, if: 'absent' });
  return version !== undefined;
}
