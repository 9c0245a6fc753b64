import {
  type Call,
  createAddressList,
  createCallerAddress,
  createRouter,
  DrawbridgeError,
  headerValues,
  type Reply,
  type Service,
  silentLog,
  silentMetrics,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import { answerFault } from './answers/answer-fault.ts';
import { faultPage } from './answers/fault-page.ts';
import { browserRoutes } from './browser-routes.ts';
import { createCheckReply } from './check/check-reply.ts';
import { checkedVerdict } from './check/checked-question.ts';
import { cookieNames } from './cookies/cookie-names.ts';
import { MAX_VALUE } from './cookies/set-cookies.ts';
import { createAnswerQuestion } from './decision/answer-question.ts';
import { createDecide } from './decision/decide.ts';
import { createReport } from './decision/report.ts';
import { authDialect } from './compatibility/oauth2-proxy/auth-dialect.ts';
import { OAUTH2_PROXY_PROBES } from './compatibility/oauth2-proxy/routes.ts';
import { type Dialect, pathOf } from './dialects/dialect.ts';
import { DIALECTS } from './dialects/dialects.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { createHostsOfCall } from './hosts/hosts-of-call.ts';
import { createIdentityFields } from './identity/identity-fields.ts';
import { createIdentityTokens } from './identity/identity-token.ts';
import { logFault } from './log-fault.ts';
import { asksForPage } from './question/asks-for-page.ts';
import { findSession } from './session/find-session.ts';

/** A gateway, whole. */
export interface Gateway extends Service {
  /** Paths of probes beside those that every service has: of a gateway whose place it takes. */
  readonly probes: Readonly<Record<string, 'alive' | 'ready'>>;
}

/**
 * Makes the gateway. It serves
 *
 * - `/authz/<dialect>` to the trusted proxies, by whatever method they ask
 * - the sign-in, the logout and the page of a person on the auth host
 * - `/.drawbridge/login`, `/.drawbridge/callback` and `/.drawbridge/logout` on the host of each app
 * - `/inspect` on the auth host, where it is given
 * - the addresses of a gateway whose place it takes, where `compatibility` says so
 * - `/.drawbridge/check` on each host, which says what it saw of the request
 *
 * Without a trusted proxy every question is refused, and the log says so at once.
 *
 * @throws {TypeError} when a trusted proxy is no address or range, or a field for
 *   identity is none
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock = systemClock, log = silentLog, metrics = silentMetrics, identity, auth } = options;
  const { scheme } = auth;
  const { trustedProxies: proxies } = options;
  // One for each kind of address: a list has the answer of the last at hand.
  const isProxy = createAddressList(proxies);
  const isClientProxy = createAddressList(proxies);
  const callerAddress = createCallerAddress({ proxies });
  if (proxies.length === 0) {
    log.warn('no proxy is trusted', {
      detail:
        'every question is refused, since anybody could have sent it; name the addresses of the proxies in gateway.trustedProxies',
    });
  }

  /** Where a proxy says nothing, it is not itself the client: rules about networks would let all of its clients in. */
  function clientOf(call: Call): string | undefined {
    const address = callerAddress(call);
    return isClientProxy(address) ? undefined : address;
  }

  const { session: cookieName } = cookieNames(scheme);
  const userOf = async (call: Call, host: string) => {
    const cookies = readCookies(headerValues(call, 'cookie'), cookieName);
    return (await findSession(options.sessions, cookies, host, clock))?.user;
  };
  const keyRing = identity.keyRing;
  const tokens =
    keyRing &&
    createIdentityTokens({
      issuer: auth.url,
      keyRing,
      algorithm: identity.algorithm,
      clock,
    });
  const decide = createDecide({
    ...options,
    clock,
    cookiesOf: ({ cookies }) => readCookies(cookies, cookieName),
    fields: createIdentityFields(identity.fields),
    tokens,
  });
  const report = createReport(log, metrics, clock);
  const answer = createAnswerQuestion({
    isProxy,
    addressOf: clientOf,
    decide,
    told: (verdict, question, call) => checkedVerdict(verdict, question, call, auth.url),
    report: (answered) => {
      report(answered);
      options.onAnswered?.(answered);
    },
    clock,
  });
  const onFault = logFault(log, callerAddress);
  const { compatibility, inspector } = options;
  const routes = browserRoutes({
    ...options,
    compatibility,
    inspector,
    userOf,
    clock,
    hostsOfCall: createHostsOfCall(scheme, isProxy),
    check: createCheckReply({
      scheme,
      isProxy,
      addressOf: clientOf,
      longestCookie: options.longestCookie ?? MAX_VALUE,
    }),
  });
  const browse = createRouter(routes, onFault, answerFault);
  const { oauth2Proxy } = compatibility ?? {};
  const dialects =
    oauth2Proxy === undefined ? DIALECTS : [...DIALECTS, authDialect(oauth2Proxy.askedBy, options)];

  return {
    probes: oauth2Proxy === undefined ? {} : OAUTH2_PROXY_PROBES,
    async handle(call) {
      const dialect = dialectOf(call.target, dialects);
      if (dialect === undefined) return browse(call);
      try {
        const reply = await answer(dialect, call);
        return isProxy(call.peer.address) ? reply : replyToStranger(reply, call);
      } catch (thrown) {
        const fault = toDrawbridgeError(thrown);
        const reply = answerFault(fault, [], call);
        onFault(fault, call, reply);
        return reply;
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Envoy has the path of the request that waits behind that of its dialect, whatever that is; of others it is the very path. */
function dialectOf(target: string, dialects: readonly Dialect[]): Dialect | undefined {
  return dialects.find((dialect) => {
    const path = pathOf(dialect);
    if (!target.startsWith(path)) return false;
    return dialect.takesPath === true || ['', '?'].includes(target.charAt(path.length));
  });
}

/** A person who comes where proxies ask is shown a page. Where somebody looks why a proxy is refused, the answer leads on, and stays. */
function replyToStranger(reply: Reply, call: Call): Reply {
  const isLed = reply.headers.some(([name]) => name === 'location');
  if (isLed || !asksForPage(call)) return reply;
  const page = faultPage(new DrawbridgeError('proxy_unproven'));
  return { ...page, status: reply.status, body: reply.body === null ? null : page.body };
}
