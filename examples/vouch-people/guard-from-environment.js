// @ts-check
import { readFileSync } from 'node:fs';
import { configError } from '@drawbridge/core';
import { createCookieGuard, VOUCH_TOKEN_HEADERS } from '@drawbridge/guard/cookie';

const HINT = 'The settings are variables: README.md says what each should be.';

/**
 * Makes the guard of a service that takes the cookie of a Vouch Proxy somewhere else.
 *
 * @param {Readonly<Record<string, string | undefined>>} env - `VOUCH_COOKIE_NAME`: by default VouchCookie; `VOUCH_JWT_SECRET`, or
 *   `VOUCH_JWT_SECRET_FILE`: what the cookie is signed with
 * @param {import('@drawbridge/core').Log} log - told why requests are refused
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`, for a setting that is missing or wrong
 */
export function guardFromEnvironment(env, log) {
  const { VOUCH_COOKIE_NAME: name = '' } = env;
  const secret = readSecret(env);
  try {
    return createCookieGuard({
      ...(name !== '' && { cookieName: name }),
      keys: [{ secret }],
      headers: VOUCH_TOKEN_HEADERS,
      log,
    });
  } catch (thrown) {
    // Nothing of a secret is in it.
    const { message } = /** @type {TypeError} */ (thrown);
    throw configError([{ path: 'VOUCH_COOKIE_NAME', message: `is at fault: ${message}` }], HINT);
  }
}

/** @param {Readonly<Record<string, string | undefined>>} env */
function readSecret({ VOUCH_JWT_SECRET: given = '', VOUCH_JWT_SECRET_FILE: file = '' }) {
  if (given !== '' && file !== '') {
    throw fault('VOUCH_JWT_SECRET_FILE', 'is set beside VOUCH_JWT_SECRET: set one of them');
  }
  if (file === '' && given === '') throw fault('VOUCH_JWT_SECRET', 'is not set');
  if (file === '') return given;
  try {
    // An editor ends a file with a line break, and the secret has none.
    const secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (secret !== '') return secret;
  } catch (thrown) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (thrown);
    throw fault('VOUCH_JWT_SECRET_FILE', `names a file that cannot be read (${code})`);
  }
  throw fault('VOUCH_JWT_SECRET_FILE', 'names a file that is empty');
}

/**
 * @param {string} path
 * @param {string} message
 */
function fault(path, message) {
  return configError([{ path, message }], HINT);
}
