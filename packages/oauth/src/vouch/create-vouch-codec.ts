import {
  createDefaultEngine,
  decodeBase64Url,
  decodeToken,
  DrawbridgeError,
  encodeBase64Url,
  encodeUtf8,
  epochSeconds,
  type JsonObject,
  member,
  requireObject,
  requireSurroundings,
  systemClock,
} from '@drawbridge/core';
import { fromVouchClaims, numericDate, toVouchClaims } from './vouch-claims.ts';
import {
  VOUCH_ALGORITHMS,
  type VouchAlgorithm,
  type VouchCodec,
  type VouchCodecOptions,
} from './vouch-codec.ts';
import { createVouchSigner } from './vouch-signer.ts';
import { MAX_VOUCH_JWT, MAX_VALUE, packVouchValue, unpackVouchValue } from './vouch-value.ts';

/**
 * Makes what reads and writes the cookie of Vouch Proxy.
 *
 * @example
 * ```ts
 * const codec = createVouchCodec({ keys: [{ secret }] });
 * const [value] = readCookies(headerValues(call, 'cookie'), 'VouchCookie');
 * const { username } = await codec.decode(value ?? '');
 * ```
 *
 * @throws {TypeError} for options that cannot be used; never with a value of a key. Off Node, some of what can be wrong with a key
 *   in PEM is thrown when it is first used
 */
export function createVouchCodec(options: VouchCodecOptions): VouchCodec {
  requireObject(options, 'the options', "{ keys: [{ secret: '…' }] }");
  const { algorithm = 'HS256', keys, compress = true, clock = systemClock } = options;
  if (!VOUCH_ALGORITHMS.includes(algorithm)) {
    throw new TypeError(`algorithm must be one of ${VOUCH_ALGORITHMS.join(', ')}`);
  }
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new TypeError('keys must be a list with at least one key: the first signs');
  }
  if (typeof compress !== 'boolean') throw new TypeError('compress must be true or false');
  requireSurroundings({ clock });
  const engine = createDefaultEngine();
  const signers = options.keys.map((key, index) => {
    requireObject(key, `keys[${index}]`, "{ secret: '…' }");
    return createVouchSigner(key, algorithm, engine, `keys[${index}]`);
  });
  const sign = signers[0]?.sign;

  async function requireSigned(data: Uint8Array, signature: Uint8Array): Promise<void> {
    for (const { verify } of signers) if (await verify(data, signature)) return;
    throw new DrawbridgeError('signature_invalid', {
      detail: "the signature of Vouch Proxy's cookie is not by a key that is configured",
    });
  }

  /** Of text that may be no JWT at all. */
  async function requireSignedText(jwt: string): Promise<void> {
    const dot = jwt.lastIndexOf('.');
    const signature = decodeBase64Url(jwt.slice(dot + 1));
    if (signature === undefined) {
      throw new DrawbridgeError('token_malformed', {
        detail: "the signature of Vouch Proxy's cookie is not base64url",
      });
    }
    await requireSigned(encodeUtf8(jwt.slice(0, dot)), signature);
  }

  return {
    async encode(session) {
      if (sign === undefined) {
        throw new TypeError('keys[0] has no private key: with this codec cookies are only read');
      }
      const header = encodeJson({ alg: algorithm, typ: 'JWT' });
      const signingInput = `${header}.${encodeJson(toVouchClaims(session))}`;
      const signature = encodeBase64Url(await sign(encodeUtf8(signingInput)));
      const jwt = `${signingInput}.${signature}`;
      // What is too long, or nested too deeply, would be written for nobody.
      decodeToken(jwt, compress ? MAX_VOUCH_JWT : MAX_VALUE);
      return compress ? packVouchValue(jwt) : jwt;
    },

    async decode(value) {
      const { jwt } = await unpackVouchValue(value);
      if (jwt.length > MAX_UNSIGNED) await requireSignedText(jwt);
      const { header, claims, signingInput, signature } = decodeToken(jwt, MAX_VOUCH_JWT);
      checkHeader(header, algorithm);
      await requireSigned(encodeUtf8(signingInput), signature);
      checkTimes(claims, epochSeconds(clock));
      return fromVouchClaims(claims);
    },
  };
}

/**
 * Characters of a JWT that is read before its signature is checked, so that what is wrong with it can be told. To read JSON costs many
 * times what a signature does, and a few hundred bytes that were compressed come to 64 KiB of it.
 */
const MAX_UNSIGNED = 8_192;

/** As core's verifier judges a header, but for `typ` and `kid`, which are not looked at: who has the secret made all of them. */
function checkHeader(header: JsonObject, algorithm: VouchAlgorithm): void {
  for (const name of ['crit', 'b64']) {
    if (member(header, name) !== undefined) {
      throw new DrawbridgeError('header_not_supported', {
        detail: `the header of Vouch Proxy's cookie has "${name}", which is not supported`,
      });
    }
  }
  if (member(header, 'alg') !== algorithm) {
    throw new DrawbridgeError('algorithm_not_allowed', {
      detail: `Vouch Proxy's cookie is not signed with ${algorithm}`,
    });
  }
}

/** RFC 7519 sections 4.1.4 and 4.1.5, of what is there. */
function checkTimes(claims: JsonObject, now: number): void {
  const expiresAt = numericDate(claims, 'exp');
  if (expiresAt !== undefined && expiresAt <= now) {
    throw new DrawbridgeError('token_expired', {
      detail: `Vouch Proxy's cookie expired ${now - expiresAt} seconds ago`,
    });
  }
  const from = numericDate(claims, 'nbf');
  if (from !== undefined && from > now) {
    throw new DrawbridgeError('token_not_yet_valid', {
      detail: `Vouch Proxy's cookie is valid in ${from - now} seconds`,
    });
  }
}

function encodeJson(value: object): string {
  return encodeBase64Url(encodeUtf8(JSON.stringify(value)));
}
