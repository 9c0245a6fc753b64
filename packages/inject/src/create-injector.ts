import {
  type Awaitable,
  type CallHead,
  DrawbridgeError,
  errorReply,
  type Passage,
  quote,
  type Reply,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { TokenSet } from '@drawbridge/oauth';
import { createAuthorizations } from './authorizations.ts';
import { type CalledHost, calledHost, createNames, nameFault } from './call/called-host.ts';
import { crossSiteFault } from './call/cross-site.ts';
import { createLoopMark } from './call/loop-mark.ts';
import { createSecretCheck, secretFault } from './call/offered-secret.ts';
import { pathOf, targetFault } from './call/target-form.ts';
import { answerHead } from './headers/answer-headers.ts';
import type { Reach } from './headers/own-address.ts';
import { requestHeaders } from './headers/request-headers.ts';
import type { Injector, InjectorOptions } from './injector.ts';
import { createOnceIn } from './once-in.ts';
import { unproven } from './replies.ts';
import { compileRoutes, createFindRoute, type Route, targetAt } from './routes.ts';
import { createTermination } from './termination.ts';

/** Seconds for which the log is not told the same again. */
const QUIET = 60;

/** A call that goes on, but for the token. */
interface Admitted {
  readonly head: CallHead;
  readonly host: CalledHost;
  readonly route: Route;
  /** At the upstream. */
  readonly target: string;
}

/**
 * Makes the judgement of a local proxy that adds a token: which calls go on, where to, and with what. It looks at the
 * head of a call alone, and where a fresh token is at hand it answers at once.
 *
 * @throws {TypeError} for a route, a name, a secret or a path that is none
 */
export function createInjector(options: InjectorOptions): Injector {
  const { log = silentLog, clock = systemClock, hosts = [], secret } = options;
  requireFine(options);
  const routes = compileRoutes(options.routes);
  const findRoute = createFindRoute(routes);
  const names = createNames([...hosts, ...routes.flatMap(({ host }) => host ?? [])]);
  const knowsSecret = secret === undefined ? () => true : createSecretCheck(secret);
  const terminate = createTermination(options.termination);
  const isDue = createOnceIn(QUIET, clock);
  const authorizationOf = createAuthorizations();
  const loopMark = createLoopMark();

  /** @returns the call, or the reply to one that does not go on */
  function judge(head: CallHead): Admitted | Reply {
    const wrongForm = targetFault(head);
    if (wrongForm !== undefined) return forbidden(wrongForm);
    if (loopMark.isOn(head)) return failed(cameBack());
    const host = calledHost(head);
    if (host === undefined) return forbidden('it does not say in one Host field whom it is for');
    if (!names.has(host.name)) return unknownName(host.name);
    const crossSite = crossSiteFault(head, host);
    if (crossSite !== undefined) return forbidden(crossSite);
    const end = terminate(head);
    if (end !== undefined) {
      const { status } = end;
      if (status === 202 || isDue(`termination ${status}`))
        log.info('termination asked for', { status });
      return end;
    }
    if (!knowsSecret(head)) return withoutSecret();
    const route = findRoute(host.name, pathOf(head.target));
    if (route === undefined) return errorReply(new DrawbridgeError('path_unknown'));
    const target = targetAt(route, head.target);
    if (target === undefined) return forbidden('its path leads out of what its route is for');
    return { head, host, route, target };
  }

  function forbidden(detail: string, hint?: string): Reply {
    const fault = new DrawbridgeError('request_forbidden', { detail });
    if (isDue(detail)) log.warn('call refused', { code: fault.code, detail, hint });
    return errorReply(fault);
  }

  function unknownName(name: string): Reply {
    return forbidden(
      `it is for ${quote(name)}, which is not a name of this proxy`,
      'If it is, list it: --accept-host, or inject.hosts. If not, a page may have tried to reach this machine.',
    );
  }

  function withoutSecret(): Reply {
    const reply = unproven();
    if (isDue('secret')) {
      log.warn('call refused', {
        status: reply.status,
        detail: 'the caller does not know the secret of this proxy',
        hint: 'Send it as Authorization: Bearer, or as the password of Basic.',
      });
    }
    return reply;
  }

  function failed(thrown: unknown): Reply {
    return errorReply(tell('call not passed on', thrown));
  }

  function tell(event: string, thrown: unknown): DrawbridgeError {
    const fault = toDrawbridgeError(thrown);
    const { code, message: detail, hint, token } = fault;
    if (isDue(`${event} ${code} ${detail}`)) log.warn(event, { code, detail, hint, token });
    return fault;
  }

  /** The caller sees a 401 and thinks of what it sent itself, which was nothing. */
  function tellRefused(origin: string): void {
    if (!isDue(`refused ${origin}`)) return;
    log.warn('token refused, and no other to be had', {
      detail: `${origin} answers with 401 to the token at hand, and there is no newer one`,
      hint: 'Is it for this service, and for what is asked of it? drawbridge token decode shows what a token says.',
    });
  }

  function passage(call: Admitted, tokens: TokenSet, isFirst: boolean): Passage {
    const { head, host, route, target } = call;
    const headers = requestHeaders(head, route, host, authorizationOf(tokens), loopMark);
    return {
      origin: route.origin,
      target,
      headers,
      toReply: (answer) => answerHead(answer, route, target, reachBy(host)),
      again: () => (isFirst ? again(call, tokens.accessToken) : undefined),
      failed,
    };
  }

  const reachBy = ({ name }: CalledHost): Reach => ({
    routes,
    find: (path) => findRoute(name, path),
  });

  async function again(call: Admitted, refused: string): Promise<Passage | undefined> {
    const { head, route } = call;
    const { signal } = head;
    try {
      const tokens = await route.tokens.get({ refused, signal });
      if (tokens.accessToken !== refused) return passage(call, tokens, false);
      tellRefused(route.origin);
      return undefined;
    } catch (thrown) {
      // The caller has an answer of the upstream's: it says more than that there is no other token.
      if (!signal.aborted) tell('token refused, and no other to be had', thrown);
      return undefined;
    }
  }

  async function waitForToken(call: Admitted): Promise<Passage | Reply> {
    const { head, route } = call;
    const { signal } = head;
    try {
      return passage(call, await route.tokens.get({ signal }), true);
    } catch (thrown) {
      return signal.aborted ? gone() : failed(thrown);
    }
  }

  return {
    admit(head): Awaitable<Passage | Reply> {
      const call = judge(head);
      if (!('route' in call)) return call;
      try {
        const tokens = call.route.tokens.peek();
        return tokens === undefined ? waitForToken(call) : passage(call, tokens, true);
      } catch (thrown) {
        return failed(thrown);
      }
    },

    async close() {
      const sources = new Set(routes.map(({ tokens }) => tokens));
      await Promise.all([...sources].map((tokens) => tokens.close()));
    },
  };
}

function cameBack(): DrawbridgeError {
  return new DrawbridgeError('remote_unreachable', {
    detail: 'a call came back to this proxy: what it is told is the remote service leads here',
    hint: 'Give the address of the remote service itself: the remote, or inject.upstream.',
  });
}

/** Nobody reads it. */
function gone(): Reply {
  return { status: 499, headers: [], body: null };
}

function requireFine({ hosts = [], secret }: InjectorOptions): void {
  for (const name of hosts) {
    const fault = nameFault(name);
    if (fault !== undefined) throw new TypeError(`the host ${quote(name)} ${fault}`);
  }
  if (secret === '') throw new TypeError('the secret is empty: leave it out to ask for none');
  const fault = secret === undefined ? undefined : secretFault(secret);
  if (fault !== undefined) throw new TypeError(`the secret ${fault}`);
}
