import { type Algorithm, algorithmRow } from './algorithms.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import type { Engine, EngineKey, KeyMaterial } from './engine.ts';
import { createGate, type GateOptions } from './gate.ts';
import type { NodeCrypto, NodeKeyObject, NodeSignKey } from './node-crypto.ts';
import { fitPrivateKey } from './private-key.ts';
import { fitPublicKey, malformedKey } from './public-key.ts';
import { isShortWork, requireUse, signatureLength } from './work.ts';

interface Handle extends NodeSignKey {
  readonly hash: string | null;
  /** Bytes that every signature of this key has. */
  readonly signatureLength: number;
  /** Whether the work is so short that a thread would cost more than it. */
  readonly inline: boolean;
}

/**
 * The engine on node:crypto with ready key objects. Short work is done at once;
 * slow work goes to the thread pool, through a gate.
 */
export function createNodeEngine(crypto: NodeCrypto, slowWork: GateOptions): Engine {
  const gate = createGate(slowWork);
  return {
    importKey: (alg, material) => importKey(crypto, alg, material),

    verify(key, data, signature) {
      const handle = handleOf(key, 'verify');
      // RFC 8017 section 8.1.2, step 1. OpenSSL takes an RSA signature whose leading zero was cut off:
      // one token would have two spellings.
      if (signature.length !== handle.signatureLength) return false;
      if (handle.inline) return verifyNow(crypto, handle, data, signature);
      return gate.run(
        () =>
          new Promise((resolve, reject) => {
            crypto.verify(handle.hash, toBytes(data), handle, signature, (error, valid) =>
              error === null ? resolve(valid) : reject(error),
            );
          }),
      );
    },

    sign(key, data) {
      const handle = handleOf(key, 'sign');
      if (handle.inline) return crypto.sign(handle.hash, data, handle);
      return gate.run(
        () =>
          new Promise((resolve, reject) => {
            crypto.sign(handle.hash, data, handle, (error, signature) =>
              error === null ? resolve(signature) : reject(error),
            );
          }),
      );
    },

    sha256: (data) => crypto.hash('sha256', data, 'buffer'),
    // Of text as it is: to make bytes first would cost as much as to hash them.
    sha256Text: (text) => crypto.hash('sha256', text, 'base64url'),
    digest: (hash, data) => crypto.hash(hash, data, 'buffer'),
  };
}

/** In two calls where there is a hash: Node's one-shot function costs some microseconds more. */
function verifyNow(
  crypto: NodeCrypto,
  handle: Handle,
  data: Uint8Array | string,
  signature: Uint8Array,
): boolean {
  if (handle.hash === null) return crypto.verify(null, toBytes(data), handle, signature);
  const verification = crypto.createVerify(handle.hash);
  verification.update(data);
  return verification.verify(handle, signature);
}

function toBytes(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encodeUtf8(data) : data;
}

function handleOf(key: EngineKey, use: EngineKey['use']): Handle {
  requireUse(key, use);
  return key.handle as Handle;
}

function importKey(crypto: NodeCrypto, alg: Algorithm, material: KeyMaterial): EngineKey {
  if ('jwk' in material) {
    const { jwk, bits } = fitPublicKey(alg, material.jwk);
    try {
      const key = crypto.createPublicKey({ key: jwk, format: 'jwk' });
      return toEngineKey(crypto, alg, 'verify', key, bits);
    } catch (cause) {
      throw malformedKey(alg, cause);
    }
  }
  const { pkcs8, bits } = fitPrivateKey(alg, material.pkcs8);
  try {
    const key = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    return toEngineKey(crypto, alg, 'sign', key, bits);
  } catch {
    // The cause is left out: an import error may quote its input.
    throw malformedKey(alg);
  }
}

function toEngineKey(
  crypto: NodeCrypto,
  alg: Algorithm,
  use: EngineKey['use'],
  key: NodeKeyObject,
  bits: number,
): EngineKey {
  const { kty, hash, padding } = algorithmRow(alg);
  const handle: Handle = {
    key,
    hash,
    inline: isShortWork(alg, use, bits),
    signatureLength: signatureLength(alg, bits),
    ...(padding === 'pkcs1' && { padding: crypto.constants.RSA_PKCS1_PADDING }),
    ...(padding === 'pss' && {
      padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
      saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST,
    }),
    // JWS holds ECDSA signatures as r || s (RFC 7518 section 3.4).
    ...(kty === 'EC' && { dsaEncoding: 'ieee-p1363' as const }),
  };
  return { alg, use, handle };
}
