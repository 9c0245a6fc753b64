import { member, parseJsonObject } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import type { Engine, EngineKey } from '../engine/engine.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import type { KeySource } from './key-source.ts';
import { type PublicJwk, suitsAlgorithm, toPublicJwk } from './public-jwk.ts';

/** The most keys that one signature is tried with: each try costs a verification. */
const MAX_CANDIDATES = 4;

/** An issuer's public keys (RFC 7517 section 5), each imported when it is first asked for. */
export interface KeySet extends KeySource {
  /** How many keys there are to verify with. */
  readonly size: number;
  /** What `find` answers, if it was found before and was any. */
  ready(alg: Algorithm, kid: string | undefined): readonly EngineKey[] | undefined;
}

/** What a search came to: keys, or why there are none to be had. */
type Outcome = readonly EngineKey[] | DrawbridgeError;

/** The keys of one `kid`, or all of them, and what searches among them came to. */
interface Namesakes {
  readonly jwks: readonly PublicJwk[];
  readonly outcomes: Map<Algorithm, Outcome>;
}

/**
 * Parses a JWK Set. Keys that no supported algorithm can verify with are passed over,
 * as RFC 7517 section 5 asks: symmetric ones, those for encryption, kinds yet unknown.
 *
 * @param origin - where the bytes came from, for the log
 * @param maxKeys - the most keys that there may be to verify with. Default: 100
 * @throws {DrawbridgeError} `upstream_invalid` when it is not a JWK Set or holds too many keys
 */
export function parseKeySet(
  bytes: Uint8Array,
  origin: string,
  engine: Engine,
  maxKeys: number = UPSTREAM_DEFAULTS.jwksKeys,
): KeySet {
  const document = parseJsonObject(bytes);
  const list = document === undefined ? undefined : member(document, 'keys');
  if (!Array.isArray(list)) throw invalid(`${origin} is not a JWK Set`);
  const usable = list
    .map(toPublicJwk)
    .filter((jwk) => jwk !== undefined)
    .filter((jwk) => ALGORITHM_NAMES.some((alg) => suitsAlgorithm(jwk, alg)));
  if (usable.length > maxKeys) {
    throw invalid(`${origin} holds ${usable.length} keys, the limit is ${maxKeys}`);
  }
  return createKeySet(usable, origin, engine);
}

/** A key set of keys at hand. */
export function createKeySet(keys: readonly PublicJwk[], origin: string, engine: Engine): KeySet {
  const byKid = new Map<string, { jwks: PublicJwk[]; outcomes: Map<Algorithm, Outcome> }>();
  for (const jwk of keys) {
    if (jwk.kid === undefined) continue;
    const namesakes = byKid.get(jwk.kid);
    if (namesakes === undefined) byKid.set(jwk.kid, { jwks: [jwk], outcomes: new Map() });
    else namesakes.jwks.push(jwk);
  }
  const all: Namesakes = { jwks: keys, outcomes: new Map() };
  const namesakesOf = (kid: string | undefined) => (kid === undefined ? all : byKid.get(kid));
  const imported = new Map<PublicJwk, Map<Algorithm, EngineKey | DrawbridgeError>>();

  /** The key made ready, or why it cannot be: once for each key and algorithm, also when it fails. */
  async function importOnce(jwk: PublicJwk, alg: Algorithm): Promise<EngineKey | DrawbridgeError> {
    const byAlgorithm = imported.get(jwk) ?? new Map<Algorithm, EngineKey | DrawbridgeError>();
    const ready = byAlgorithm.get(alg);
    if (ready !== undefined) return ready;
    const outcome = await importKey(jwk, alg);
    imported.set(jwk, byAlgorithm.set(alg, outcome));
    return outcome;
  }

  async function importKey(jwk: PublicJwk, alg: Algorithm): Promise<EngineKey | DrawbridgeError> {
    try {
      return await engine.importKey(alg, { jwk });
    } catch (cause) {
      return new DrawbridgeError('upstream_invalid', {
        detail: `${origin} has a key that cannot be used with ${alg}: ${(cause as Error).message}`,
        cause,
      });
    }
  }

  /** Two keys may share a kid, of one kind or of several: all that suit are found. */
  async function search(
    jwks: readonly PublicJwk[],
    alg: Algorithm,
    kid: string | undefined,
  ): Promise<Outcome> {
    const suitable = jwks.filter((jwk) => suitsAlgorithm(jwk, alg));
    if (suitable.length > MAX_CANDIDATES) return ambiguous(suitable.length, alg, kid);
    const found: EngineKey[] = [];
    let fault: DrawbridgeError | undefined;
    for (const jwk of suitable) {
      const outcome = await importOnce(jwk, alg);
      if (outcome instanceof DrawbridgeError) fault ??= outcome;
      else found.push(outcome);
    }
    // A broken key must not hide a good one beside it.
    return found.length === 0 && fault !== undefined ? fault : found;
  }

  function foundBefore(alg: Algorithm, kid: string | undefined): readonly EngineKey[] | undefined {
    const outcome = namesakesOf(kid)?.outcomes.get(alg);
    return Array.isArray(outcome) && outcome.length > 0 ? outcome : undefined;
  }

  async function find(alg: Algorithm, kid: string | undefined): Promise<readonly EngineKey[]> {
    const namesakes = namesakesOf(kid);
    if (namesakes === undefined) return [];
    const { jwks, outcomes } = namesakes;
    // Kept, since to look through ten thousand keys for each token without a kid would be a way to keep us busy.
    const outcome = outcomes.get(alg) ?? (await search(jwks, alg, kid));
    outcomes.set(alg, outcome);
    if (outcome instanceof DrawbridgeError) throw outcome;
    return outcome;
  }

  return {
    size: keys.length,
    ready: foundBefore,
    // The usual case takes no promise.
    find: (alg, kid) => foundBefore(alg, kid) ?? find(alg, kid),
  };

  function ambiguous(count: number, alg: Algorithm, kid: string | undefined): DrawbridgeError {
    const why = kid === undefined ? 'and the token has no kid' : "of the kid in the token's header";
    return new DrawbridgeError('key_unknown', {
      detail: `${origin} has ${count} ${alg} keys ${why}, and no more than ${MAX_CANDIDATES} are tried`,
      hint: 'Have the upstream issuer give each key a kid of its own, and name it in its tokens.',
    });
  }
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail });
}
