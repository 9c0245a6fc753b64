import { type Algorithm, algorithmNamed } from '../engine/algorithms.ts';
import { type JsonObject, member } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

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
export function checkHeader(header: JsonObject, allowed: ReadonlySet<Algorithm>): KeyReference {
  // RFC 7515 section 4.1.11: who does not understand a critical extension refuses
  // the token. RFC 7797: `b64` changes what the signature is over.
  for (const name of ['crit', 'b64']) {
    if (member(header, name) !== undefined) {
      throw new DrawbridgeError('header_not_supported', {
        detail: `the token's header has "${name}", which is not supported`,
      });
    }
  }
  checkType(member(header, 'typ'));

  const alg = algorithmNamed(member(header, 'alg'));
  if (alg === undefined || !allowed.has(alg)) {
    throw new DrawbridgeError('algorithm_not_allowed', {
      detail: `the token's algorithm is not one of ${[...allowed].join(', ')}`,
    });
  }
  const kid = member(header, 'kid');
  if (kid !== undefined && typeof kid !== 'string') {
    throw new DrawbridgeError('token_malformed', { detail: "the token's kid is not a string" });
  }
  return { alg, kid };
}

/**
 * RFC 8725 section 3.11: kinds of JWT are told apart by `typ`. An ID token has
 * none or `JWT`; an access token (`at+jwt`) or a logout token is not an identity.
 */
function checkType(typ: unknown): void {
  if (typ === undefined) return;
  if (typeof typ === 'string' && /^(?:application\/)?jwt$/i.test(typ)) return;
  throw new DrawbridgeError('token_type_not_allowed', {
    detail: "the token's typ is not JWT",
  });
}
