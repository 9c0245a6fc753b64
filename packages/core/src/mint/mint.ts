import { encodeUtf8 } from '../encoding/utf8.ts';
import { encodeBase64Url } from '../encoding/base64url.ts';
import type { SigningKey } from '../keys/key-ring.ts';

/** Claims that minting alone decides. Nothing else may set them. */
export const RESERVED_CLAIMS = ['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'] as const;

/** What a minted token says. Times are whole seconds. */
export interface MintRequest {
  readonly issuer: string;
  /** At least one. A single one is written as a string (RFC 7519 section 4.1.3): some relying parties take no list. */
  readonly audiences: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds since the epoch; later than `now`. */
  readonly expiresAt: number;
  /** Further claims. A reserved name among them is a fault. */
  readonly claims: ReadonlyMap<string, unknown>;
  /** `typ` of the header, by which kinds of JWT are told apart (RFC 8725 section 3.11). Default: `JWT`. */
  readonly type?: string;
}

/** A token we signed, and what it says. */
export interface MintedToken {
  readonly token: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly jti: string;
  readonly expiresAt: number;
}

/**
 * Mints an identity token, in the profile that every relying party takes (integer times, a single audience as a
 * string, `kid` and `jti` always).
 *
 * @throws {TypeError} when a reserved claim is among the claims, there is no audience, a time is no whole
 *   number, or the token would be born expired
 * @throws {DrawbridgeError} `overloaded` when too many signatures wait
 */
export async function mint(
  { kid, alg, sign }: SigningKey,
  request: MintRequest,
): Promise<MintedToken> {
  const { issuer, audiences, now, expiresAt, type: typ = 'JWT' } = request;
  // NaN would be written as null, and a token without an end is none that we mint.
  if (!Number.isSafeInteger(now) || !Number.isSafeInteger(expiresAt)) {
    throw new TypeError('the times of a token are whole seconds');
  }
  if (expiresAt <= now) throw new TypeError('a token must end after it begins');
  if (audiences.length === 0) throw new TypeError('a token must be for somebody');
  for (const name of RESERVED_CLAIMS) {
    if (request.claims.has(name)) throw new TypeError(`${name} is set by minting alone`);
  }
  const jti = crypto.randomUUID();
  const claims = {
    iss: issuer,
    aud: audiences.length === 1 ? audiences[0] : audiences,
    iat: now,
    nbf: now,
    exp: expiresAt,
    jti,
    ...Object.fromEntries(request.claims),
  };
  const signingInput = `${encodeJson({ alg, typ, kid })}.${encodeJson(claims)}`;
  const signature = await sign(encodeUtf8(signingInput));
  return { token: `${signingInput}.${encodeBase64Url(signature)}`, claims, jti, expiresAt };
}

function encodeJson(value: object): string {
  return encodeBase64Url(encodeUtf8(JSON.stringify(value)));
}
