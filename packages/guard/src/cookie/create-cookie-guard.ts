import { DrawbridgeError, silentLog } from '@drawbridge/core';
import { createRefuse } from '../answers/refuse.ts';
import { createNobody } from '../caller/nobody.ts';
import type { Guard } from '../guard.ts';
import type { GuardRequest } from '../guard-request.ts';
import { requestFields } from '../headers/request-fields.ts';
import { requireAllFields } from '../headers/require-all-fields.ts';
import type { CookieScheme } from '../openapi/scheme.ts';
import { createOpenApiSecurity } from '../openapi/security-schemes.ts';
import { requireAll } from '../requirements/insufficient.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { checkOptions } from './check-options.ts';
import type { CookieCaller } from './cookie-caller.ts';
import { cookieSchemes } from './cookie-schemes.ts';
import { createCookieValues } from './cookie-values.ts';
import { createCookieJudge } from './create-cookie-judge.ts';
import { missingCookie } from './missing-cookie.ts';
import type { Anonymous, CookieGuardOptions } from './options.ts';

/** A guard whose callers are told by a cookie: every adapter takes it. */
export type CookieGuard<Identity = CookieCaller | undefined> = Guard<
  Identity,
  CookieCaller,
  CookieScheme
>;

/**
 * Makes a guard that accepts the cookie of Vouch Proxy, or of a gateway that has taken its place: in one piece or in parts, and where
 * options say so its value in a header field. Several cookies of the name are tried one after the other, for one may be planted.
 *
 * A browser sends a cookie by itself, whichever page asks for the request: a route that changes something must tell the pages of others
 * apart from your own.
 *
 * @example
 * ```ts
 * const guard = createCookieGuard({
 *   cookieName: 'fabric-service-alpha',
 *   keys: [{ secret }],
 *   audience: 'people.example.com',
 * });
 * const { username } = await guard.identify(request);
 * ```
 *
 * @throws {TypeError} for options that make no sense, saying what to write instead
 */
export function createCookieGuard<Mode extends Anonymous = 'refuse'>(
  options: CookieGuardOptions<Mode>,
): CookieGuard<CookieCaller | (Mode extends 'refuse' ? never : undefined)> {
  type Identity = CookieCaller | (Mode extends 'refuse' ? never : undefined);
  checkOptions(options);
  const { cookieName = 'VouchCookie', headers = [], scheme, log = silentLog } = options;
  const anonymous: Anonymous = options.anonymous ?? 'refuse';
  const values = createCookieValues(cookieName, headers);
  const judge = createCookieJudge(options);
  const asNobody = createNobody(log);
  const openApi = createOpenApiSecurity({
    schemes: cookieSchemes(cookieName, headers),
    name: scheme?.name ?? 'cookie',
    description: scheme?.description,
    optional: anonymous !== 'refuse',
  });

  async function judgeCaller(request: GuardRequest): Promise<CookieCaller | undefined> {
    requireAllFields(request.headers.length);
    const sent = values.read(request.headers);
    if (sent.length === 0) {
      if (anonymous === 'absent') return undefined;
      throw missingCookie(cookieName, headers);
    }
    let first: unknown;
    for (const value of sent) {
      try {
        return await judge(value, request.headers);
      } catch (thrown) {
        if (!(thrown instanceof DrawbridgeError && thrown.kind === 'token')) throw thrown;
        first ??= thrown;
      }
    }
    throw first;
  }

  function require(
    caller: CookieCaller | undefined,
    requirements: readonly Requirement<CookieCaller>[],
  ): void {
    if (requirements.length === 0) return;
    if (caller === undefined) throw missingCookie(cookieName, headers);
    requireAll(caller, requirements, ({ fingerprint: token }) => ({ token }));
  }

  async function identify(
    request: GuardRequest,
    requirements: readonly Requirement<CookieCaller>[],
  ): Promise<Identity> {
    const judged = judgeCaller(request);
    const caller = await (anonymous === 'any' ? judged.catch(asNobody) : judged);
    require(caller, requirements);
    // Nobody is let in where the mode says so alone.
    return caller as Identity;
  }

  return {
    identify: (request, ...requirements) =>
      identify('peer' in request ? request : requestFields(request), requirements),
    identifySoon: identify,
    require: (identity, ...requirements) => require(identity, requirements),
    refuse: createRefuse({ realm: options.realm, refusals: options.refusals, log }),
    fields: values.fields,
    remainder: values.remainder,
    removesFields: options.keepHeaders !== true,
    securitySchemes: openApi.securitySchemes,
    security: openApi.security,
    metadata: undefined,
    // What verifies is at hand.
    ready: () => Promise.resolve(),
  };
}
