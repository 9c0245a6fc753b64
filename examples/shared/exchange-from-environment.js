// @ts-check
import {
  createDefaultEngine,
  createFetchDocument,
  createFixedKeyRing,
  createLineLog,
  createUpstreamKeys,
  createVerifier,
  loadByDiscovery,
} from '@drawbridge/core';
import { createExchange } from '@drawbridge/exchange';
import { compileRules } from '@drawbridge/rules';

/** What the exchange of the examples is made of, by the variables that say it. */
const NEEDED = ['ISSUER', 'UPSTREAM', 'ACCEPT_AUDIENCE', 'GRANT_AUDIENCE', 'SIGNING_KEYS'];

/**
 * Builds an exchange for tokens of one upstream issuer, with one rule: whatever is accepted is exchanged for a token
 * for one audience, with the `sub` that came.
 *
 * @param {Readonly<Record<string, unknown>>} env - `ISSUER`: the public issuer; `UPSTREAM`: the private one;
 *   `ACCEPT_AUDIENCE`: what its tokens must be for; `GRANT_AUDIENCE`: what ours are for; `SIGNING_KEYS`: a JWK Set as
 *   JSON, whose first private key of each algorithm signs
 */
export async function exchangeFromEnvironment(env) {
  const [issuer, upstream, accepted, granted, keys] = read(env);
  const engine = createDefaultEngine();
  const log = createLineLog((line) => console.log(line), { format: 'json' });
  const load = loadByDiscovery({ issuer: upstream, fetch: createFetchDocument() });
  const upstreamKeys = createUpstreamKeys({ issuer: upstream, load, engine });
  const exchange = createExchange({
    issuer,
    engine,
    log,
    keyRing: await createFixedKeyRing(keys, engine),
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
  const values = NEEDED.map((name) => env[name] ?? '');
  const missing = NEEDED.filter((_, index) => values[index] === '');
  if (missing.length > 0) {
    throw new TypeError(`${missing.join(', ')} not set: see README.md for what it should be`);
  }
  return /** @type {[string, string, string, string, string]} */ (values.map(String));
}
