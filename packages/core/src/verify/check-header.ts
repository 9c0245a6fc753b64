import { type Algorithm, algorithmNamed } from '../engine/algorithms.ts';
import { type JsonObject, member } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** What the header of a token is held against. */
export interface HeaderPolicy {
  readonly algorithms: ReadonlySet<Algorithm>;
  /** In lower case; `undefined` for a token without a type. */
  readonly types: ReadonlySet<string | undefined>;
}

/** The two header parameters by which a key is chosen. */
export interface KeyReference {
  readonly alg: Algorithm;
  readonly kid: string | undefined;
}

/**
 * Judges a token's header. Which algorithms are acceptable is the issuer's
 * configuration, never the token's wish; `jwk`, `jku`, `x5u` and `x5c` are not
 * looked at, so a token cannot bring its own key.
 *
 * @throws {DrawbridgeError} `header_not_supported`, `token_type_not_allowed`,
 *   `algorithm_not_allowed`, `token_malformed`
 */
export function checkHeader(header: JsonObject, policy: HeaderPolicy): KeyReference {
  const { algorithms, types } = policy;
  // RFC 7515 section 4.1.11: who does not understand a critical extension refuses
  // the token. RFC 7797: `b64` changes what the signature is over.
  for (const name of ['crit', 'b64']) {
    if (member(header, name) !== undefined) {
      throw new DrawbridgeError('header_not_supported', {
        detail: `the token's header has "${name}", which is not supported`,
      });
    }
  }
  checkType(member(header, 'typ'), types);

  const alg = algorithmNamed(member(header, 'alg'));
  if (alg === undefined || !algorithms.has(alg)) {
    throw new DrawbridgeError('algorithm_not_allowed', {
      detail: `the token's algorithm is not one of ${[...algorithms].join(', ')}`,
    });
  }
  const kid = member(header, 'kid');
  if (kid !== undefined && typeof kid !== 'string') {
    throw new DrawbridgeError('token_malformed', { detail: "the token's kid is not a string" });
  }
  return { alg, kid };
}

/**
 * RFC 8725 section 3.11: kinds of JWT are told apart by `typ`. An ID token has none or `JWT`, an access
 * token of RFC 9068 `at+jwt`; a logout token is neither.
 */
function checkType(typ: unknown, allowed: HeaderPolicy['types']): void {
  if (typ === undefined && allowed.has(undefined)) return;
  if (typeof typ === 'string' && allowed.has(shortType(typ))) return;
  const names = [...allowed].filter((name) => name !== undefined);
  throw new DrawbridgeError('token_type_not_allowed', {
    detail: `the token's typ is not ${names.join(' or ')}`,
  });
}

/** RFC 7515 section 4.1.9: `application/` may be left out where no other slash follows. */
export function shortType(typ: string): string {
  const lower = typ.toLowerCase();
  return lower.startsWith('application/') ? lower.slice('application/'.length) : lower;
}
