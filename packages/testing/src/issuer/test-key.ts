import type { Algorithm, PublicJwk } from '@drawbridge/core';
import { exportJWK, exportPKCS8, generateKeyPair, importJWK } from 'jose';

/** A key pair for tests. It protects nothing. */
export interface TestKey {
  readonly alg: Algorithm;
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  /** The private key as unencrypted PKCS #8 PEM. */
  readonly pkcs8: string;
}

/**
 * One generated pair serves all algorithms of its kind, and all tests of the
 * process that ask by the same name: making an RSA key takes a tenth of a second or more.
 */
const pairs = new Map<string, Promise<PrivateJwk>>();

type PrivateJwk = Awaited<ReturnType<typeof exportJWK>>;

/**
 * A test key for an algorithm.
 *
 * @param name - the same name gives the same key for the life of the process;
 *   a name nobody used gives a fresh one
 */
export async function testKey(alg: Algorithm, name = 'test'): Promise<TestKey> {
  const kind = alg.startsWith('RS') || alg.startsWith('PS') ? 'RSA' : alg;
  const at = `${kind}/${name}`;
  let pair = pairs.get(at);
  if (pair === undefined) {
    pair = generatePair(kind === 'RSA' ? 'RS256' : alg);
    pairs.set(at, pair);
  }
  return toTestKey(alg, `${name}-${alg}`, await pair);
}

async function generatePair(alg: Algorithm): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return exportJWK(privateKey);
}

async function toTestKey(alg: Algorithm, kid: string, jwk: PrivateJwk): Promise<TestKey> {
  const publicJwk = { ...publicMembers(jwk), alg, use: 'sig', kid };
  const privateKey = await importKey(jwk, alg);
  return {
    alg,
    kid,
    publicJwk,
    publicKey: await importKey(publicJwk, alg),
    privateKey,
    pkcs8: await exportPKCS8(privateKey),
  };
}

function publicMembers(jwk: PrivateJwk): PublicJwk {
  const { kty, crv, n, e, x, y } = jwk;
  const members = { kty, crv, n, e, x, y };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as PublicJwk;
}

async function importKey(jwk: object, alg: Algorithm): Promise<CryptoKey> {
  return (await importJWK(jwk as PrivateJwk, alg, { extractable: true })) as CryptoKey;
}
