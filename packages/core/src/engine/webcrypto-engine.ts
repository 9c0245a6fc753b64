import { type Algorithm, algorithmRow, type Hash, hashOf } from './algorithms.ts';
import { encodeBase64Url } from '../encoding/base64url.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import type { Engine, EngineKey, KeyMaterial } from './engine.ts';
import { createGate, type GateOptions } from './gate.ts';
import { fitPrivateKey } from './private-key.ts';
import { fitPublicKey, keyName, malformedKey } from './public-key.ts';
import { isShortWork, requireUse, signatureLength } from './work.ts';

type Parameters = AlgorithmIdentifier | RsaPssParams | EcdsaParams;

interface Handle {
  readonly key: CryptoKey;
  readonly parameters: Parameters;
  /** Bytes that every signature of this key has. */
  readonly signatureLength: number;
  readonly short: boolean;
}

/** What WebCrypto takes: no view of memory that is shared between threads, where data change under its hands. */
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The engine on WebCrypto, for runtimes without node:crypto. Keys are not extractable. Every answer is a promise; slow
 * work goes through a gate.
 */
export function createWebCryptoEngine(subtle: SubtleCrypto, slowWork: GateOptions): Engine {
  const gate = createGate(slowWork);
  const digest = async (hash: Hash, data: Uint8Array) =>
    new Uint8Array(await subtle.digest(HASH_NAMES[hash], data as Bytes));

  return {
    importKey: (alg, material) => importKey(subtle, alg, material),

    verify(key, data, signature) {
      const { key: own, parameters, short, signatureLength: length } = handleOf(key, 'verify');
      // Runtimes answer to another length as they like: with a verdict, or with an exception.
      if (signature.length !== length) return false;
      const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
      const work = () => subtle.verify(parameters, own, signature as Bytes, bytes as Bytes);
      return short ? work() : gate.run(work);
    },

    async sign(key, data) {
      const { key: own, parameters, short } = handleOf(key, 'sign');
      const work = () => subtle.sign(parameters, own, data as Bytes);
      return new Uint8Array(await (short ? work() : gate.run(work)));
    },

    sha256: (data) => digest('sha256', data),
    sha256Text: async (text) => encodeBase64Url(await digest('sha256', encodeUtf8(text))),
    digest,
  };
}

function handleOf(key: EngineKey, use: EngineKey['use']): Handle {
  requireUse(key, use);
  return key.handle as Handle;
}

async function importKey(
  subtle: SubtleCrypto,
  alg: Algorithm,
  material: KeyMaterial,
): Promise<EngineKey> {
  const parameters = importParameters(alg);
  if ('jwk' in material) {
    const { jwk, bits } = fitPublicKey(alg, material.jwk);
    try {
      const key = await subtle.importKey('jwk', jwk, parameters, false, ['verify']);
      return toEngineKey(alg, 'verify', key, bits);
    } catch (cause) {
      throw importFault(alg, cause, cause);
    }
  }
  const { pkcs8, bits } = fitPrivateKey(alg, material.pkcs8);
  try {
    const key = await subtle.importKey('pkcs8', pkcs8 as Bytes, parameters, false, ['sign']);
    return toEngineKey(alg, 'sign', key, bits);
  } catch (thrown) {
    // It does not become the cause: an import error may quote its input.
    throw importFault(alg, thrown);
  }
}

/** A runtime that lacks an algorithm must not look like a key that is broken, or a signature that is wrong. */
function importFault(alg: Algorithm, thrown: unknown, cause?: unknown): TypeError {
  if ((thrown as { name?: unknown }).name !== 'NotSupportedError') return malformedKey(alg, cause);
  return new TypeError(
    `the WebCrypto of this runtime cannot do ${alg}: it does not take ${keyName(alg)}`,
    {
      cause,
    },
  );
}

function toEngineKey(
  alg: Algorithm,
  use: EngineKey['use'],
  key: CryptoKey,
  bits: number,
): EngineKey {
  const handle: Handle = {
    key,
    parameters: signParameters(alg),
    signatureLength: signatureLength(alg, bits),
    short: isShortWork(alg, use, bits),
  };
  return { alg, use, handle };
}

function importParameters(
  alg: Algorithm,
): AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams {
  const { kty, crv, padding } = algorithmRow(alg);
  if (kty === 'OKP') return { name: crv as string };
  if (kty === 'EC') return { name: 'ECDSA', namedCurve: crv as string };
  return { name: padding === 'pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: hashName(alg) };
}

function signParameters(alg: Algorithm): Parameters {
  const { kty, crv, padding } = algorithmRow(alg);
  if (kty === 'OKP') return { name: crv as string };
  if (kty === 'EC') return { name: 'ECDSA', hash: hashName(alg) };
  if (padding === 'pkcs1') return { name: 'RSASSA-PKCS1-v1_5' };
  // RFC 7518 section 3.5: the salt has the length of the hash.
  return { name: 'RSA-PSS', saltLength: Number(alg.slice(2)) / 8 };
}

const HASH_NAMES = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

function hashName(alg: Algorithm): string {
  return HASH_NAMES[hashOf(alg)];
}
