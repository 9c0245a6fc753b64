import { type Algorithm, algorithmNamed, algorithmRow } from '../engine/algorithms.ts';
import { isJsonObject, type JsonObject, member } from '../encoding/json.ts';

/** A public key as RFC 7517 writes it. No private member can be in one. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly crv?: string;
  readonly n?: string;
  readonly e?: string;
  readonly x?: string;
  readonly y?: string;
  readonly key_ops?: readonly string[];
}

const TEXT_MEMBERS = ['kid', 'alg', 'use', 'crv', 'n', 'e', 'x', 'y'] as const;

/**
 * Takes the public members that Drawbridge knows out of a JWK from outside, and
 * nothing else: no private member survives.
 *
 * @returns the public key, or `undefined` when a member has a wrong type
 */
export function toPublicJwk(value: unknown): PublicJwk | undefined {
  if (!isJsonObject(value)) return undefined;
  const kty = member(value, 'kty');
  if (typeof kty !== 'string') return undefined;
  const jwk: Record<string, unknown> = { kty };
  for (const name of TEXT_MEMBERS) {
    const text = member(value, name);
    if (text === undefined) continue;
    if (typeof text !== 'string') return undefined;
    jwk[name] = text;
  }
  const operations = keyOperations(value);
  if (operations === null) return undefined;
  if (operations !== undefined) jwk['key_ops'] = operations;
  return jwk as unknown as PublicJwk;
}

/** RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** The members of a JWK that only its owner may know: of a public key none. */
export function privateMembers(jwk: JsonObject): readonly string[] {
  return PRIVATE_MEMBERS.filter((name) => member(jwk, name) !== undefined);
}

function keyOperations(value: JsonObject): readonly string[] | undefined | null {
  const operations = member(value, 'key_ops');
  if (operations === undefined) return undefined;
  if (!Array.isArray(operations)) return null;
  return operations.every((operation) => typeof operation === 'string') ? operations : null;
}

/**
 * Whether a key may verify signatures of an algorithm: type and curve fit, and
 * the key's own `alg`, `use` and `key_ops` do not speak against it.
 */
export function suitsAlgorithm(jwk: PublicJwk, alg: Algorithm): boolean {
  const { kty, crv } = algorithmRow(alg);
  return (
    jwk.kty === kty &&
    (crv === undefined || jwk.crv === crv) &&
    (jwk.alg === undefined || algorithmNamed(jwk.alg) === alg) &&
    (jwk.use === undefined || jwk.use === 'sig') &&
    (jwk.key_ops === undefined || jwk.key_ops.includes('verify'))
  );
}
