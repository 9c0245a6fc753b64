import { requireObject, requireSurroundings } from '@drawbridge/core';
import { isCookieName } from '@drawbridge/oauth';
import {
  refuseUnknown,
  requireArray,
  requireFunction,
  requireLog,
  requireNames,
  requireOneOf,
  requireText,
} from '../options/require-options.ts';
import type { CookieGuardOptions } from './options.ts';

const NAMES: Readonly<Record<keyof CookieGuardOptions, true>> = {
  cookieName: true,
  keys: true,
  algorithm: true,
  headers: true,
  audience: true,
  checkHost: true,
  isRevoked: true,
  anonymous: true,
  refusals: true,
  realm: true,
  scheme: true,
  keepHeaders: true,
  log: true,
  clock: true,
};

/**
 * Refuses options that cannot be meant. Keys, the algorithm and the fields are judged where they are used.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkOptions(options: CookieGuardOptions): void {
  requireObject(options, 'what createCookieGuard is given', "{ keys: [{ secret: '…' }] }");
  refuseUnknown(options, NAMES);
  const { cookieName, headers, audience, scheme } = options;
  if (cookieName !== undefined && !(typeof cookieName === 'string' && isCookieName(cookieName))) {
    throw new TypeError('cookieName must be the name of a cookie, such as VouchCookie');
  }
  requireArray(headers, 'headers', "[{ name: 'X-Vouch-Token' }], or VOUCH_TOKEN_HEADERS");
  if (audience !== undefined) requireNames(audience, 'audience', 'the host of this service');
  for (const name of ['checkHost', 'keepHeaders'] as const) {
    if (![undefined, true, false].includes(options[name])) {
      throw new TypeError(`${name} must be true or false`);
    }
  }
  requireFunction(options.isRevoked, 'isRevoked', 'answers true for a cookie that was ended');
  requireOneOf(options.anonymous, 'anonymous', ['refuse', 'absent', 'any']);
  requireOneOf(options.refusals, 'refusals', ['rfc6750', 'forbidden']);
  requireText(options.realm, 'realm');
  if (scheme !== undefined) {
    requireObject(scheme, 'scheme', "{ name: 'cookie' }");
    refuseUnknown(scheme, { name: true, description: true }, 'scheme.');
  }
  requireLog(options.log);
  requireSurroundings({ clock: options.clock });
}
