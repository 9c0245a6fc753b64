import {
  type Call,
  DrawbridgeError,
  type Endpoint,
  quote,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { Verdict } from '../../decision/verdict.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { nginx } from '../../dialects/nginx.ts';
import type { Question } from '../../question/question.ts';
import { type Constraints, narrow, readConstraints } from './constraints.ts';

/** Where proxies asked oauth2-proxy. */
export const AUTH_PATH = '/oauth2/auth';

/** What `/oauth2/auth` is answered with. */
export interface AuthOptions {
  /**
   * How the proxy tells what it asks for. oauth2-proxy took the fields that came; each kind of proxy writes its own and passes
   * on what clients write into the others, so that one set must be chosen.
   */
  readonly reads: Dialect;
  /** Whether an address is that of a proxy whose word counts. */
  readonly isProxy: (address: string | undefined) => boolean;
  /** The address of the client; `undefined` where the proxy does not tell. */
  readonly addressOf: (call: Call) => string | undefined;
  readonly decide: (question: Question) => Promise<Verdict>;
}

/**
 * The reply of oauth2-proxy: 202 for what may go on, which nginx, Traefik and Caddy take as any 2xx, and Envoy does not; 401 for
 * who is to sign in, with the address for that in `Location`, and 403 for who may not.
 */
export function authReply(verdict: Verdict, question?: Question): Reply {
  const reply = nginx.reply(verdict, question);
  return verdict.kind === 'allowed' ? { ...reply, status: 202 } : reply;
}

/** Answers `/oauth2/auth`, by whatever method. */
export function createAuthEndpoint(options: AuthOptions): Endpoint {
  const { reads, isProxy, addressOf, decide } = options;

  function read(call: Call): { question: Question; constraints: Constraints } {
    if (isProxy(call.peer.address)) {
      return { question: reads.read(call, addressOf), constraints: readConstraints(call) };
    }
    throw new DrawbridgeError('proxy_unproven', {
      detail: `${quote(call.peer.address)} asks at ${AUTH_PATH} and is none of gateway.trustedProxies`,
      hint: 'If that is the proxy, name its address there. If not, let nobody else reach this path.',
    });
  }

  return async (call) => {
    let question: Question | undefined;
    let verdict: Verdict;
    try {
      const asked = read(call);
      question = asked.question;
      verdict = narrow(await decide(question), asked.constraints);
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      verdict = { kind: fault.kind === 'bug' ? 'unavailable' : 'malformed', fault };
    }
    const reply = authReply(verdict, question);
    return call.method === 'HEAD' ? { ...reply, body: null } : reply;
  };
}
