import { requireCount, requireFunctions, requireObject } from '@drawbridge/core';
import type { HeaderProfile } from '../headers/header-profile.ts';
import { sourcesOf } from '../headers/sources-of.ts';
import type { GuardOptions } from './guard-options.ts';
import { checkNames } from './option-names.ts';
import { requireArray, requireLog, requireOneOf, requireText } from './require-options.ts';

/**
 * Refuses settings of a guard that cannot be meant. Those of an issuer, a header profile and a proof are judged where
 * they are used.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkSettings(options: GuardOptions, headers: HeaderProfile): void {
  checkCallable(options);
  requireOneOf(options.anonymous, 'anonymous', ['refuse', 'absent', 'any']);
  requireOneOf(options.atHash, 'atHash', ['require', 'ifPresent', 'off']);
  requireOneOf(options.refusals, 'refusals', ['rfc6750', 'forbidden']);
  requireText(options.realm, 'realm');
  if (![undefined, true, false].includes(options.keepHeaders)) {
    throw new TypeError('keepHeaders must be true or false');
  }
  checkObjects(options);
  checkNames(options);
  requireCount(options.cache?.maxTokens ?? 1, 'cache.maxTokens');
  requireCount(options.cache?.maxAge ?? 1, 'cache.maxAge');
  checkRequired(options.required, headers);
}

/** Objects first: of anything else, no member is there, and nothing would be wrong with it. */
function checkObjects({ cache, scheme, resource, proxy }: GuardOptions): void {
  if (cache !== undefined) requireObject(cache, 'cache', '{ maxAge: 60 }');
  if (scheme !== undefined) requireObject(scheme, 'scheme', "{ name: 'oidc' }");
  if (resource !== undefined) {
    requireObject(resource, 'resource', "{ url: 'https://orders.example.com' }");
    requireArray(resource.scopes, 'resource.scopes', "['orders:read']");
  }
  if (proxy !== undefined)
    requireObject(proxy, 'proxy', "{ addresses: ['10.20.0.0/16'] }; leave it out for no proof");
}

/** What is called only later, while requests are judged. */
function checkCallable({ log, revocations, clock, engine, fetch }: GuardOptions): void {
  requireLog(log);
  requireFunctions(
    revocations,
    'revocations',
    ['isRevoked'],
    'what createRevocations of @drawbridge/core makes, or its like',
  );
  requireFunctions(clock, 'clock', ['now', 'monotonic'], 'a Clock');
  requireFunctions(
    engine,
    'engine',
    ['importKey', 'verify', 'sha256', 'sha256Text'],
    'an Engine, such as createDefaultEngine of @drawbridge/core makes',
  );
  if (fetch === undefined || (typeof fetch === 'function' && !isPlatformFetch(fetch))) return;
  throw new TypeError(
    "fetch must be a FetchDocument, such as createFetchDocument of @drawbridge/core makes; leave it out for the platform's",
  );
}

/** It takes other parameters, and answers something else. */
function isPlatformFetch(fetch: unknown): boolean {
  return fetch === globalThis.fetch;
}

function checkRequired(required: GuardOptions['required'], headers: HeaderProfile): void {
  requireArray(required, 'required', "['id']");
  for (const name of required ?? []) {
    requireOneOf(name, 'each of required', ['access', 'id', 'refresh']);
    if (sourcesOf(name, headers).length > 0) continue;
    throw new TypeError(
      `required names "${name}", and the header profile ${headers.name} has no field for it. Give headers another profile, such as APISIX, or add the field to it`,
    );
  }
}
