import {
  type Call,
  DrawbridgeError,
  epochSeconds,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { MAX_HOST } from '@drawbridge/oauth';
import { hostOfCall } from '../host-of-call.ts';
import type { ClearCookies } from '../vouch-cookies.ts';
import type { VouchContext } from '../vouch-context.ts';
import { findTokens } from './find-tokens.ts';
import { createFirstToken } from './first-cookie.ts';
import { type Judgement, judgeToken } from './judge-token.ts';
import { createSeenTokens } from '../../cookies/seen-tokens.ts';
import { type Admitted, createValidateReport } from './validate-report.ts';
import { createValidateReplies } from './validate-replies.ts';

/** A token that was judged good, with all that is said of it the next time. */
interface Seen extends Admitted {
  readonly get: Reply;
  readonly head: Reply;
  /** What is asked of the store: whether it was ended. A list of one. */
  readonly keys: readonly [string];
  /** Seconds since the epoch. */
  readonly until: number;
  /** Those that it was judged good for: {@link MAX_HOSTS} at most. */
  readonly hosts: string[];
}

/** Hosts that are remembered of one token. */
const MAX_HOSTS = 16;

/** Characters of tokens that are remembered: in bytes, 16 MiB. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/**
 * Makes `/validate`: answers 200 with who is signed in, or 401 with why nobody is; under `publicAccess` 200 in any case.
 *
 * What was judged good is remembered, by the token and by the host, since what is good for one host is not for
 * another. That it was not ended is asked of the store each time; what was refused is judged anew.
 */
export function createValidate(
  context: VouchContext,
  clearCookies: ClearCookies,
): (call: Call) => Promise<Reply> {
  const { settings, store, clock } = context;
  const replies = createValidateReplies(settings);
  const report = createValidateReport(context);
  const seen = createSeenTokens<Seen>({ places: context.seen, characters: MAX_CHARACTERS });
  const firstToken = createFirstToken(settings.cookie.name);

  function recall(token: string, host: string): Seen | undefined {
    const known = seen.find(token);
    if (known === undefined || !known.hosts.includes(host)) return undefined;
    return epochSeconds(clock) < known.until ? known : undefined;
  }

  function remember(token: string, host: string, { session, key }: Good): Seen {
    const known = seen.find(token);
    // A host that nobody checks may be as long as its sender likes.
    const isRemembered = host.length <= MAX_HOST;
    if (known !== undefined) {
      if (isRemembered && !known.hosts.includes(host)) {
        if (known.hosts.length === MAX_HOSTS) known.hosts.shift();
        known.hosts.push(host);
      }
      return known;
    }
    const { username, issuer, expiresAt = Infinity } = session;
    const get = replies.allowed(session);
    const head = { ...get, body: null };
    const hosts = isRemembered ? [host] : [];
    const entry: Seen = { username, issuer, get, head, keys: [key], until: expiresAt, hosts };
    // What it is answered with may be much longer than the token, where that is gzipped.
    if (isRemembered && lengthOf(get) <= MAX_SEEN) seen.keep(token, entry);
    return entry;
  }

  function admit(call: Call, entry: Seen, host: string, begun: number): Reply | Promise<Reply> {
    const reply = call.method === 'HEAD' ? entry.head : entry.get;
    const recorded = report.allowed(call, entry, host, begun);
    return recorded === undefined ? reply : recorded.then(() => reply);
  }

  /** Of a question that is not answered by what was seen before. */
  async function judge(call: Call, host: string, begun: number): Promise<Reply> {
    let first: Bad | undefined;
    let keepsCookie = false;
    for (const { token, isCookie } of findTokens(call, settings)) {
      const known = recall(token, host);
      if (known !== undefined && (await store.get(known.keys))[0] === undefined) {
        return admit(call, known, host, begun);
      }
      const judged = await judgeToken(context, token, host);
      if (judged.kind === 'good') return admit(call, remember(token, host, judged), host, begun);
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
    // What failed may be the audit itself. Nobody is let in by this answer, so it need not be in the audit first.
    await report.refused(call, fault, { host, status: reply.status, begun }).catch(() => {});
    return withoutBody(call, reply);
  }

  return (call) => {
    const begun = report.begin();
    const host = hostOfCall(call.headers);
    const token = firstToken(call.headers);
    const fault = (thrown: unknown) => fail(call, host, thrown, begun);
    const entry = token === undefined ? undefined : recall(token, host);
    if (entry === undefined) return judge(call, host, begun).catch(fault);
    // Two functions for one promise: each promise more is a tenth of what the rest costs.
    return store.get(entry.keys).then((marks) => {
      if (marks[0] !== undefined) return judge(call, host, begun).catch(fault);
      const reply = admit(call, entry, host, begun);
      return reply instanceof Promise ? reply.catch(fault) : reply;
    }, fault);
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
