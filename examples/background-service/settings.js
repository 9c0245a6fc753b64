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
 * @returns {{ host: string | undefined, port: string | undefined, rootPath: string, help: boolean }}
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`
 */
export function readOptions(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        host: text,
        port: text,
        'root-path': text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    const { host, port, 'root-path': rootPath = '', help = false } = values;
    if (rootPath === '' || /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+\/?$/.test(rootPath)) {
      return { host, port, rootPath: rootPath.replace(/\/$/, ''), help };
    }
    throw new Error('it is no path, such as /my-service');
  } catch (thrown) {
    const { message } = /** @type {Error} */ (thrown);
    throw configError([{ path: '--host, --port, --root-path', message }], HINT);
  }
}

/** What `--help` says. */
export const USAGE = `Usage: node server.js [options]

Greets who is calling, calls a backend in their name, and goes on calling it for a while.

Options:
  --host <host>       where it listens (default: HOST, or 127.0.0.1)
  --port <port>       at which port (default: PORT, or 8000)
  --root-path <path>  below which it answers too: /my-service, say
  -h, --help          print this

Environment variables, also read from a file .env where it is started:
  OPEN_ID_CONNECT_URL            the discovery document of the provider; it ends with
                                 ${WELL_KNOWN}
  OPEN_ID_CONNECT_CLIENT_ID      the client that people are signed in with
  OPEN_ID_CONNECT_CLIENT_SECRET  its secret
  REMOTE_PROTECTED_ENDPOINT      the backend that is called
  OPEN_ID_CONNECT_AUDIENCE       what tokens must be for (default: account)
  TLS_NO_VERIFY                  true: the certificate of the backend is not verified

To try it without a provider: npm run try
`;
