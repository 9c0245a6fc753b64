import type { HeaderField, Reply } from '@drawbridge/core';
import { refusalReply } from '../../answers/refusal-reply.ts';
import type { Verdict } from '../../decision/verdict.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { requireHost } from '../../dialects/require-host.ts';
import type { Question } from '../../question/question.ts';
import { OAUTH2_PROXY_BASE } from '../../sign-in/app-base.ts';
import { type Apps, type AskedBy, readerOf } from './asked-by.ts';
import { narrow, readConstraints } from './constraints.ts';

/** Where proxies asked oauth2-proxy. */
const AUTH_PATH = '/oauth2/auth';

/**
 * `/oauth2/auth`, answered as by oauth2-proxy: 202 for what may go on, which nginx, Traefik and Caddy take as any 2xx, and
 * Envoy does not; 401 for who is to sign in, with the address for that in `Location`; 403 for who may not, and for a question
 * that cannot be read, or is about another host than `?host=` has (https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints).
 */
export function authDialect(askedBy: AskedBy, apps: Apps): Dialect {
  const read = readerOf(askedBy, apps);
  return {
    name: 'oauth2-proxy',
    path: AUTH_PATH,
    read(call, addressOf) {
      const question = read(call, addressOf);
      requireHost(call, question.host);
      const constraints = readConstraints(call);
      return {
        ...question,
        base: OAUTH2_PROXY_BASE,
        narrow: (verdict) => narrow(verdict, constraints),
      };
    },
    reply,
  };
}

const STATUS = { signIn: 401, unauthorized: 401, forbidden: 403, malformed: 403, unavailable: 503 };

function reply(verdict: Verdict, question?: Question): Reply {
  const kept: HeaderField = ['cache-control', 'no-store'];
  if (verdict.kind === 'allowed') {
    // The proxy asks on behalf of its browser and keeps the fields; what a script of a page asks itself, it would read.
    const fields = isAskedItself(question) ? [] : verdict.fields;
    return { status: 202, headers: [...fields, kept], body: null };
  }
  const status = STATUS[verdict.kind];
  if (verdict.kind !== 'signIn') {
    return refusalReply(verdict, status, question?.isPage === true, SIGN_OUT_PATH);
  }
  return { status, headers: [['location', verdict.url], kept], body: null };
}

/** Where people sign out, on each host. */
export const SIGN_OUT_PATH = '/oauth2/sign_out';

/** Most proxies hand all that is below `/oauth2/` on, and this path with it; they write what is asked for there too. */
function isAskedItself(question: Question | undefined): boolean {
  return question?.readings.some((path) => path.toLowerCase() === AUTH_PATH) === true;
}
