import {
  type Call,
  DrawbridgeError,
  type Reply,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import { redirectReply } from '../answers/redirect-reply.ts';
import { createParcels } from '../sign-in/parcels.ts';
import { createVouchAnswers } from './answers/vouch-answers.ts';
import { createAttempts } from './login/attempts.ts';
import type { LoginContext } from './login/login-context.ts';
import { queryOf } from './login/query-of.ts';
import { createValidate } from './validate/create-validate.ts';
import { createVouchContext } from './vouch-context.ts';
import { createVouchCookies } from './vouch-cookies.ts';
import type { VouchGatewayOptions } from './vouch-gateway-options.ts';
import { createVouchRoutes, withOtherSlash } from './vouch-routes.ts';

/** A gateway in the place of a Vouch Proxy. */
export type VouchGateway = Service;

/**
 * Makes a gateway that proxies, browsers and apps take for the Vouch Proxy that was there: it reads and writes the same cookie,
 * and serves, below its document root,
 *
 * - `/validate`, what is below it, and `/_external-auth-ID`, by whatever method a proxy asks
 * - `/login`, `/auth`, `/auth/{state}/` and `/logout` to browsers
 * - `/static/…`, and beside the document root `/healthcheck`
 *
 * @throws {TypeError} for a wrong option
 */
export function createVouchGateway(options: VouchGatewayOptions): VouchGateway {
  const shared = createVouchContext(options);
  const { settings, clock, sealer } = shared;
  const cookies = createVouchCookies(shared);
  const answers = createVouchAnswers(shared, cookies.clear);
  const parcels = createParcels(sealer, clock);
  const attempts = createAttempts(shared, parcels);
  const context: LoginContext = { ...shared, answers, attempts, cookies, parcels };
  const validate = createValidate(shared, cookies.clear);
  const find = createVouchRoutes(context);
  const isQuestion = questionsBelow(settings.documentRoot);
  const { inspector } = options;

  async function browse(call: Call): Promise<Reply> {
    const { target, method } = call;
    const path = pathOf(target);
    if (inspector?.paths.some((own) => path === own || path.startsWith(`${own}/`)) === true) {
      return inspector.service.handle(call);
    }
    const route = find(path);
    if (route !== undefined) {
      if (method === 'OPTIONS') return optionsReply(route.allow);
      if (route.allow.split(', ').includes(method)) return route.answer(call);
      const headers = [['allow', route.allow]] as const;
      return answers.problem(call, new DrawbridgeError('method_not_allowed'), { headers });
    }
    const other = withOtherSlash(path);
    const query = queryOf(target);
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && find(other) !== undefined)
      return redirectReply(query === '' ? other : `${other}?${query}`, [], 301);
    return answers.problem(call, new DrawbridgeError('path_unknown'));
  }

  return {
    handle(call) {
      if (isQuestion(call.target)) return validate(call);
      return browse(call)
        .catch((thrown) => answers.problem(call, toDrawbridgeError(thrown)))
        .then((reply) => (call.method === 'HEAD' ? { ...reply, body: null } : reply));
    },
    close: () => inspector?.service.close() ?? Promise.resolve(),
  };
}

/** Whether a target is of a proxy that asks. Envoy has the path of the request that waits behind that of the question. */
function questionsBelow(documentRoot: string): (target: string) => boolean {
  const validate = `${documentRoot}/validate`;
  const ingress = `${documentRoot}/_external-auth-`;
  return (target) => {
    if (target.startsWith(validate)) {
      const next = target.charAt(validate.length);
      return next === '' || next === '?' || next === '/';
    }
    return target.startsWith(ingress) && /^[^/?]+(?:\?|$)/.test(target.slice(ingress.length));
  };
}

function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

function optionsReply(allow: string): Reply {
  return {
    status: 200,
    headers: [
      ['allow', allow],
      ['cache-control', 'no-store'],
    ],
    body: null,
  };
}
