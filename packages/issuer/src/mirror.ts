import {
  ALGORITHM_NAMES,
  type Algorithm,
  algorithmOfJwk,
  DrawbridgeError,
  type Engine,
  importPublicJwk,
  isAlgorithm,
  isJsonObject,
  JWKS_PATH,
  type JsonObject,
  member,
  privateMembers,
  type PublicJwk,
  quote,
  toPublicJwk,
} from '@drawbridge/core';
import { buildSite, type SiteText } from './site.ts';

/** What a private upstream says of itself. */
export interface UpstreamDocuments {
  readonly discovery: JsonObject;
  readonly jwks: JsonObject;
}

/** Where its public copy is. */
export interface MirrorOptions {
  /** The public address: what the tokens of the upstream have as `iss`. */
  readonly issuer: string;
  /** Default: `/.well-known/jwks.json`. */
  readonly jwksPath?: string;
  /** Judges the keys, as it judges those that tokens are verified with. */
  readonly engine: Engine;
}

/** A public copy of the documents of an upstream. */
export interface Mirror {
  readonly files: readonly SiteText[];
  readonly keys: readonly PublicJwk[];
  /** Why keys of the upstream are not among them: a clause each. */
  readonly left: readonly string[];
  /** How the upstream names itself, if it is not by the public address. */
  readonly otherIssuer: string | undefined;
}

/** Key types of which only the owner has the private part. */
const ASYMMETRIC: ReadonlySet<string> = new Set(['RSA', 'EC', 'OKP']);

/**
 * Makes the public copy of an upstream's documents: its keys for signatures, without any member that relying parties do not
 * need, and a discovery document that names the public address. Endpoints of the upstream are not copied: nobody outside
 * reaches them. A key that the engine verifies nothing with is left out: too short, or a point off its curve.
 *
 * @throws {DrawbridgeError} `upstream_invalid` when two different keys have one `kid`
 */
export async function mirrorSite(
  { discovery, jwks }: UpstreamDocuments,
  options: MirrorOptions,
): Promise<Mirror> {
  const { issuer, jwksPath = JWKS_PATH, engine } = options;
  const list: readonly unknown[] = [member(jwks, 'keys') ?? []].flat();
  const judged = await Promise.all(list.map((value) => judgeKey(value, engine)));
  const keys = onePerKid(judged.filter((key) => typeof key !== 'string'));
  const claims = textsOf(member(discovery, 'claims_supported'));
  const named = member(discovery, 'issuer');
  const files = buildSite({
    issuer,
    jwksPath,
    keys,
    algorithms: algorithmsOf(discovery, keys),
    ...(claims.length > 0 && { claims }),
  });
  return {
    files,
    keys,
    left: judged.filter((key) => typeof key === 'string'),
    otherIssuer: typeof named === 'string' && named !== issuer ? named : undefined,
  };
}

/** @returns the public key, or a clause that says why it is left out */
async function judgeKey(value: unknown, engine: Engine): Promise<PublicJwk | string> {
  const jwk = toPublicJwk(value);
  if (jwk === undefined || !isJsonObject(value)) return 'one is no JWK';
  const name = `the key ${quote(jwk.kid ?? 'without a kid')}`;
  if (!ASYMMETRIC.has(jwk.kty)) return `${name} is of type ${quote(jwk.kty)}`;
  if (privateMembers(value).length > 0) {
    return `${name} is published with its private part: consider it known, and replace it`;
  }
  const { use = 'sig', key_ops: operations = ['verify'] } = jwk;
  if (use !== 'sig' || !operations.includes('verify')) return `${name} is not for signatures`;
  // It would take the place of keys that are good.
  const alg = algorithmOfJwk(jwk);
  if (alg === undefined) return `${name} is for no algorithm that verifies`;
  try {
    await importPublicJwk(jwk, alg, engine);
    return jwk;
  } catch (thrown) {
    if (thrown instanceof TypeError) return `${name} verifies nothing: ${thrown.message}`;
    throw thrown;
  }
}

/**
 * The keys without repetitions. Which of two keys of one name a relying party takes, nobody knows, and neither is the
 * one to leave out: tokens of it would be refused.
 */
function onePerKid(keys: readonly PublicJwk[]): readonly PublicJwk[] {
  const known = new Map<string, string>();
  return keys.filter((jwk) => {
    if (jwk.kid === undefined) return true;
    const text = JSON.stringify(jwk);
    const namesake = known.get(jwk.kid);
    known.set(jwk.kid, text);
    if (namesake === undefined || namesake === text) return namesake === undefined;
    throw new DrawbridgeError('upstream_invalid', {
      detail: `two different keys of the issuer have the kid ${quote(jwk.kid)}`,
      hint: 'Relying parties find a key by its kid, and would refuse the tokens of one of the two. Have the issuer give each key a kid of its own; until then, what is public stays as it is.',
    });
  });
}

function algorithmsOf(discovery: JsonObject, keys: readonly PublicJwk[]): readonly Algorithm[] {
  const said = textsOf(member(discovery, 'id_token_signing_alg_values_supported'));
  const known = said.filter(isAlgorithm);
  if (known.length > 0) return known;
  return ALGORITHM_NAMES.filter((alg) => keys.some((key) => algorithmOfJwk(key) === alg));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
