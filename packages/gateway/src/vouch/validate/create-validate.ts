import {
  type Call,
  createBoundedMap,
  DrawbridgeError,
  epochSeconds,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { MAX_HOST } from '@drawbridge/oauth';
import type { ClearCookies } from '../vouch-cookies.ts';
import type { VouchContext } from '../vouch-context.ts';
import { findTokens } from './find-tokens.ts';
import { firstCookie, hostOfCall } from './first-cookie.ts';
import { type Judgement, judgeToken } from './judge-token.ts';
import { type Admitted, createValidateReport } from './validate-report.ts';
import { createValidateReplies } from './validate-replies.ts';

/** A token that was judged good for a host, with all that is said of it the next time. */
interface Seen extends Admitted {
  readonly get: Reply;
  readonly head: Reply;
  /** What is asked of the store: whether it was ended. A list of one. */
  readonly keys: readonly [string];
  /** Seconds since the epoch. */
  readonly until: number;
}

/**
 * Makes `/validate`: answers 200 with who is signed in, or 401 with why nobody is; under `publicAccess` 200 in any case.
 *
 * What was judged good is remembered, by a hash of the token and by the host, since what is good for one host is not for
 * another. That it was not ended is asked of the store each time; what was refused is judged anew.
 */
export function createValidate(
  context: VouchContext,
  clearCookies: ClearCookies,
): (call: Call) => Promise<Reply> {
  const { settings, store, engine, clock } = context;
  const replies = createValidateReplies(settings);
  const report = createValidateReport(context);
  const seen = createBoundedMap<Seen>(context.seen);
  const needle = `${settings.cookie.name}=`;

  function recall(hash: string, host: string): Seen | undefined {
    const known = seen.get(hash + host);
    return known !== undefined && epochSeconds(clock) < known.until ? known : undefined;
  }

  function remember(hash: string, host: string, { session, key }: Good): Seen {
    const { username, issuer, expiresAt = Infinity } = session;
    const get = replies.allowed(session);
    const head = { ...get, body: null };
    const entry: Seen = { username, issuer, host, get, head, keys: [key], until: expiresAt };
    // A host that nobody checks may be as long as its sender likes, and one cookie is good for any number of hosts.
    if (host.length <= MAX_HOST && lengthOf(get) <= MAX_SEEN) seen.set(hash + host, entry);
    return entry;
  }

  function admit(call: Call, entry: Seen, begun: number): Reply | Promise<Reply> {
    const reply = call.method === 'HEAD' ? entry.head : entry.get;
    const recorded = report.allowed(call, entry, begun);
    return recorded === undefined ? reply : recorded.then(() => reply);
  }

  /** Of a question that is not answered by what was seen before. */
  async function judge(call: Call, host: string, begun: number): Promise<Reply> {
    let first: Bad | undefined;
    let keepsCookie = false;
    for (const { token, isCookie } of findTokens(call, settings)) {
      const hash = await engine.sha256Text(token);
      const known = recall(hash, host);
      if (known !== undefined && (await store.get(known.keys))[0] === undefined) {
        return admit(call, known, begun);
      }
      const judged = await judgeToken(context, token, host);
      if (judged.kind === 'good') return admit(call, remember(hash, host, judged), begun);
      first ??= judged;
      keepsCookie ||= isCookie && judged.kind === 'elsewhere';
    }
    const fault = first?.fault ?? noToken();
    const cleared = keepsCookie ? [] : clearCookies(call);
    const reply = replies.refused(401, reasonOf(fault), cleared);
    await report.refused(call, fault, { host, status: reply.status, begun });
    return withoutBody(call, reply);
  }

  async function fail(call: Call, host: string, thrown: unknown, begun: number): Promise<Reply> {
    const fault = toDrawbridgeError(thrown);
    const reply = replies.refused(fault.status, fault.publicMessage, []);
    await report.refused(call, fault, { host, status: reply.status, begun }).catch(() => {});
    return withoutBody(call, reply);
  }

  function ask(call: Call, host: string, begun: number, hash: string): Promise<Reply> {
    const fault = (thrown: unknown) => fail(call, host, thrown, begun);
    const entry = recall(hash, host);
    if (entry === undefined) return judge(call, host, begun).catch(fault);
    // Two functions for one promise: each promise more is a tenth of what the rest costs.
    return store.get(entry.keys).then((marks) => {
      if (marks[0] !== undefined) return judge(call, host, begun).catch(fault);
      const reply = admit(call, entry, begun);
      return reply instanceof Promise ? reply.catch(fault) : reply;
    }, fault);
  }

  return (call) => {
    const begun = report.begin();
    const host = hostOfCall(call.headers);
    const token = firstCookie(call.headers, needle);
    const hash = token === undefined ? '' : engine.sha256Text(token);
    return typeof hash === 'string'
      ? ask(call, host, begun, hash)
      : hash.then((text) => ask(call, host, begun, text));
  };
}

/** Characters of the fields of an answer that is remembered: thousands of them are. What has more is judged each time. */
const MAX_SEEN = 16_384;

function lengthOf({ headers }: Reply): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

type Good = Extract<Judgement, { kind: 'good' }>;
type Bad = Exclude<Judgement, { kind: 'good' }>;

function noToken(): DrawbridgeError {
  return new DrawbridgeError('credentials_missing', { detail: 'no jwt found in request' });
}

/** What is ours to say; what a codec found, in the words that anybody may read. */
function reasonOf({ code, message, publicMessage }: DrawbridgeError): string {
  return OWN_WORDS.has(code) ? message : publicMessage;
}

const OWN_WORDS: ReadonlySet<string> = new Set([
  'credentials_missing',
  'claim_missing',
  'token_revoked',
  'audience_mismatch',
]);

function withoutBody({ method }: Call, reply: Reply): Reply {
  return method === 'HEAD' ? { ...reply, body: null } : reply;
}
