// @ts-check
import {
  configError,
  createDefaultEngine,
  createFetchDocument,
  createFixedKeyRing,
  createLineLog,
  createUpstreamKeys,
  createVerifier,
  issuerFault,
  loadByDiscovery,
} from '@drawbridge/core';
import { createExchange } from '@drawbridge/exchange';
import { compileRules } from '@drawbridge/rules';

/** What the exchange of the examples is made of, by the variables that say it. */
const NEEDED = ['ISSUER', 'UPSTREAM', 'ACCEPT_AUDIENCE', 'GRANT_AUDIENCE', 'SIGNING_KEYS'];

const HINT = 'The settings are variables: README.md says what each should be.';

/**
 * Builds an exchange for tokens of one upstream issuer, with one rule: whatever is accepted is exchanged for a token
 * for one audience, with the `sub` that came.
 *
 * @param {Readonly<Record<string, unknown>>} env - `ISSUER`: the public issuer; `UPSTREAM`: the private one;
 *   `ACCEPT_AUDIENCE`: what its tokens must be for; `GRANT_AUDIENCE`: what ours are for; `SIGNING_KEYS`: a JWK Set as
 *   JSON, whose first private key of each algorithm signs
 * @throws {import('@drawbridge/core').DrawbridgeError} `config_invalid`, for one that is missing or wrong
 */
export async function exchangeFromEnvironment(env) {
  const [issuer, upstream, accepted, granted, keys] = read(env);
  const engine = createDefaultEngine();
  const keyRing = await createFixedKeyRing(keys, engine).catch((/** @type {TypeError} */ fault) => {
    throw configError([{ path: 'SIGNING_KEYS', message: `is at fault: ${fault.message}` }], HINT);
  });
  const log = createLineLog((line) => console.log(line), { format: 'json' });
  const load = loadByDiscovery({ issuer: upstream, fetch: createFetchDocument() });
  const upstreamKeys = createUpstreamKeys({ issuer: upstream, load, engine });
  const exchange = createExchange({
    issuer,
    engine,
    log,
    keyRing,
    verifier: createVerifier({
      engine,
      issuers: [{ issuer: upstream, audiences: [accepted], keys: upstreamKeys }],
    }),
    rules: await compileRules([
      {
        name: 'all',
        match: { issuer: upstream },
        grant: { audience: granted, copy: ['sub'] },
      },
    ]),
  });
  return { exchange, log };
}

/**
 * @param {Readonly<Record<string, unknown>>} env
 * @returns {[string, string, string, string, string]}
 */
function read(env) {
  const values = NEEDED.map((name) => env[name] ?? '').map(String);
  const faults = NEEDED.flatMap((path, index) => {
    const message = faultOf(path, values[index] ?? '');
    return message === undefined ? [] : [{ path, message }];
  });
  if (faults.length > 0) throw configError(faults, HINT);
  return /** @type {[string, string, string, string, string]} */ (values);
}

/**
 * @param {string} name
 * @param {string} value
 */
function faultOf(name, value) {
  if (value === '') return 'is not set';
  return name === 'ISSUER' || name === 'UPSTREAM' ? issuerFault(value) : undefined;
}
