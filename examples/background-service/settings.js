// @ts-check
import { parseArgs } from 'node:util';
import { configError, documentUrlFault } from '@drawbridge/core';

const WELL_KNOWN = '/.well-known/openid-configuration';
const HINT = 'The settings are variables, also of a file .env: README.md says what each should be.';

/**
 * @typedef {object} Settings
 * @property {string} openIdConnectUrl
 * @property {string} issuer
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {string} audience
 * @property {URL} backend - what is called in the name of the caller
 * @property {boolean} verifiesBackend - whether its certificate is verified
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/**
 * The settings of the service, under the names that the one of eoepca-security has for them.
 *
 * @param {Environment} env
 * @returns {Settings}
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`, with all that is missing or wrong
 */
export function readSettings(env) {
  const [url = '', clientId = '', clientSecret = '', remote = ''] = NEEDED.map(
    ([name]) => env[name],
  );
  const faults = NEEDED.flatMap(([path, judge]) => {
    const value = env[path] ?? '';
    const message = value === '' ? 'is not set' : judge(value);
    return message === undefined ? [] : [{ path, message }];
  });
  if (faults.length > 0) throw configError(faults, HINT);
  const { OPEN_ID_CONNECT_AUDIENCE: audience = '', TLS_NO_VERIFY: noVerify = '' } = env;
  return {
    openIdConnectUrl: url,
    issuer: url.slice(0, -WELL_KNOWN.length),
    clientId,
    clientSecret,
    audience: audience === '' ? 'account' : audience,
    backend: new URL(remote),
    verifiesBackend: noVerify.toLowerCase() !== 'true',
  };
}

/** @type {readonly (readonly [string, (value: string) => string | undefined])[]} */
const NEEDED = [
  ['OPEN_ID_CONNECT_URL', discoveryFault],
  ['OPEN_ID_CONNECT_CLIENT_ID', () => undefined],
  ['OPEN_ID_CONNECT_CLIENT_SECRET', () => undefined],
  ['REMOTE_PROTECTED_ENDPOINT', documentUrlFault],
];

/** @param {string} url */
function discoveryFault(url) {
  return url.endsWith(WELL_KNOWN) ? documentUrlFault(url) : `does not end with ${WELL_KNOWN}`;
}

/**
 * The options of the command: `--host`, `--port` and `--root-path`, as `fastapi dev` has them.
 *
 * @param {readonly string[]} args
 * @returns {{ host: string | undefined, port: string | undefined, rootPath: string }}
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`
 */
export function readOptions(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { host: text, port: text, 'root-path': text },
    });
    const { host, port, 'root-path': rootPath = '' } = values;
    if (rootPath === '' || /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+\/?$/.test(rootPath)) {
      return { host, port, rootPath: rootPath.replace(/\/$/, '') };
    }
    throw new Error('it is no path, such as /my-service');
  } catch (thrown) {
    const { message } = /** @type {Error} */ (thrown);
    throw configError([{ path: '--host, --port, --root-path', message }], HINT);
  }
}
