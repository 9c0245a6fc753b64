// @ts-check
import { configError, documentUrlFault, issuerFault } from '@drawbridge/core';
import { APISIX, createGuard } from '@drawbridge/guard';

/** Who may read orders, and who may remove them. */
export const SCOPES = /** @type {const} */ ({ read: 'orders:read', write: 'orders:write' });

const HINT = 'The settings are variables: README.md says what each should be.';

/**
 * Makes the guard of an API behind APISIX.
 *
 * @param {Readonly<Record<string, string | undefined>>} env - `ISSUER`: whose tokens are accepted; `AUDIENCE`: the
 *   public address of this API, which is what they must be for
 * @param {import('@drawbridge/core').Log} log - told why requests are refused
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`, for a setting that is missing or wrong
 */
export function guardFromEnvironment({ ISSUER: issuer = '', AUDIENCE: audience = '' }, log) {
  const faults = [
    ...faultOf('ISSUER', issuer, issuerFault),
    ...faultOf('AUDIENCE', audience, addressFault),
  ];
  if (faults.length > 0) throw configError(faults, HINT);
  return createGuard({
    issuer,
    audience,
    headers: APISIX,
    resource: { url: audience, name: 'Orders', scopes: Object.values(SCOPES) },
    log,
  });
}

/**
 * @param {string} path
 * @param {string} value
 * @param {(value: string) => string | undefined} judge
 */
function faultOf(path, value, judge) {
  const message = value === '' ? 'is not set' : judge(value);
  return message === undefined ? [] : [{ path, message }];
}

/** @param {string} url */
function addressFault(url) {
  return url.includes('?') ? 'has a query' : documentUrlFault(url);
}
