import {
  type Call,
  createAddressList,
  createCallerAddress,
  createRouter,
  errorReply,
  type Service,
  silentLog,
  silentMetrics,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { browserRoutes } from './browser-routes.ts';
import { createCheckReply } from './check/check-reply.ts';
import { checkedLoginUrl, checkedVerdict } from './check/checked-question.ts';
import { cookieNames } from './cookies/cookie-names.ts';
import { readCookies } from './cookies/read-cookies.ts';
import { MAX_VALUE } from './cookies/set-cookies.ts';
import { createAnswerQuestion } from './decision/answer-question.ts';
import { createDecide } from './decision/decide.ts';
import { createReport } from './decision/report.ts';
import type { Dialect } from './dialects/dialect.ts';
import { DIALECTS } from './dialects/dialects.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { createHostsOfCall } from './hosts/hosts-of-call.ts';
import { createIdentityFields } from './identity/identity-fields.ts';
import { createIdentityTokens } from './identity/identity-token.ts';
import { logFault } from './log-fault.ts';

/** A gateway, whole. */
export interface Gateway extends Service {
  /** The address of a client, for those who write a log beside this one. */
  readonly addressOf: (call: Call) => string | undefined;
}

/**
 * Makes the gateway. It serves
 *
 * - `/authz/<dialect>` to the trusted proxies, by whatever method they ask
 * - the sign-in, the logout and the page of a person on the host of `url`
 * - `/.drawbridge/login`, `/.drawbridge/callback` and `/.drawbridge/logout` on the host of each app
 * - `/.drawbridge/check` on each host, which says what it saw of the request
 *
 * Without a trusted proxy every question is refused, and the log says so at once.
 *
 * @throws {TypeError} when `url` is no origin of http or https, a trusted proxy is no address or range, or a field for
 *   identity is none
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock = systemClock, log = silentLog, metrics = silentMetrics, identity } = options;
  const scheme = schemeOf(options.url);
  const { proxies } = options.trustedProxies;
  const isProxy = createAddressList(proxies);
  const callerAddress = createCallerAddress(options.trustedProxies);
  if (proxies.length === 0) {
    log.warn('no proxy is trusted', {
      detail:
        'every question is refused, since anybody could have sent it; name the addresses of the proxies in gateway.trustedProxies',
    });
  }

  /** Where a proxy says nothing, it is not itself the client: rules about networks would let all of its clients in. */
  function clientOf(call: Call): string | undefined {
    const address = callerAddress(call);
    return isProxy(address) ? undefined : address;
  }

  const { session: cookieName } = cookieNames(scheme);
  const keyRing = identity.keyRing;
  const tokens =
    keyRing &&
    createIdentityTokens({
      issuer: options.url,
      keyRing,
      algorithm: identity.algorithm,
      clock,
    });
  const decide = createDecide({
    ...options,
    clock,
    cookiesOf: ({ cookies }) => readCookies(cookies, cookieName),
    loginUrl: checkedLoginUrl,
    fields: createIdentityFields(identity.fields),
    tokens,
  });
  const report = createReport(log, metrics, clock);
  const answer = createAnswerQuestion({
    isProxy,
    addressOf: clientOf,
    decide,
    told: (verdict, question, call) => checkedVerdict(verdict, question, call, options.url),
    report,
    clock,
  });
  const onFault = logFault(log, callerAddress);
  const routes = browserRoutes({
    ...options,
    clock,
    hostsOfCall: createHostsOfCall(scheme, isProxy),
    check: createCheckReply({
      scheme,
      isProxy,
      addressOf: clientOf,
      longestCookie: options.longestCookie ?? MAX_VALUE,
    }),
    onFault,
  });
  const browse = createRouter(routes, onFault);

  return {
    addressOf: callerAddress,
    async handle(call) {
      const dialect = dialectOf(call.target);
      if (dialect === undefined) return browse(call);
      try {
        return await answer(dialect, call);
      } catch (thrown) {
        const fault = toDrawbridgeError(thrown);
        const reply = errorReply(fault);
        onFault(fault, call, reply);
        return reply;
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Envoy has the path of the request that waits behind that of its dialect, whatever that is; of others it is the very path. */
function dialectOf(target: string): Dialect | undefined {
  return DIALECTS.find(({ name, takesPath }) => {
    const path = `/authz/${name}`;
    if (!target.startsWith(path)) return false;
    return takesPath === true || ['', '?'].includes(target.charAt(path.length));
  });
}

function schemeOf(url: string): 'http' | 'https' {
  const [, scheme] = /^(https?):\/\/[^/?#@\\\s]+$/.exec(url) ?? [];
  if ((scheme === 'http' || scheme === 'https') && new URL(url).origin === url) return scheme;
  throw new TypeError(
    'url must be the origin of the auth host, such as https://auth.example.com: no path, and in lower case',
  );
}
