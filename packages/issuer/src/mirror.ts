import {
  ALGORITHM_NAMES,
  type Algorithm,
  algorithmOfJwk,
  isAlgorithm,
  isJsonObject,
  JWKS_PATH,
  type JsonObject,
  member,
  privateMembers,
  type PublicJwk,
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
 * reaches them.
 */
export function mirrorSite({ discovery, jwks }: UpstreamDocuments, options: MirrorOptions): Mirror {
  const { issuer, jwksPath = JWKS_PATH } = options;
  const list = member(jwks, 'keys');
  const judged = (Array.isArray(list) ? list : []).map(judgeKey);
  const keys = judged.flatMap((key) => (typeof key === 'string' ? [] : key));
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
function judgeKey(value: unknown): PublicJwk | string {
  const jwk = toPublicJwk(value);
  if (jwk === undefined || !isJsonObject(value)) return 'one is no JWK';
  const name = `the key ${JSON.stringify(jwk.kid ?? 'without a kid')}`;
  if (!ASYMMETRIC.has(jwk.kty)) return `${name} is of type ${JSON.stringify(jwk.kty)}`;
  if (privateMembers(value).length > 0) {
    return `${name} is published with its private part: consider it known, and replace it`;
  }
  const { use = 'sig', key_ops: operations = ['verify'] } = jwk;
  if (use !== 'sig' || !operations.includes('verify')) return `${name} is not for signatures`;
  // It would take the place of keys that are good.
  if (algorithmOfJwk(jwk) === undefined) return `${name} is for no algorithm that verifies`;
  return jwk;
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
