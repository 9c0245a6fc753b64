import { type Algorithm, algorithmRow } from './algorithms.ts';
import type { Engine, EngineKey, KeyMaterial } from './engine.ts';
import { createGate, type GateOptions } from './gate.ts';
import type { NodeCrypto, NodeKeyObject, NodeSignKey } from './node-crypto.ts';

/** RFC 7518 section 3.3: RSA keys of 2048 bits or larger. */
const MIN_RSA_BITS = 2048;
/** Above this size an RSA verification is slow enough to be worth a thread. */
const MAX_INLINE_RSA_BITS = 3072;

const NODE_CURVES: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

/** RFC 7518 section 3.4, RFC 8032 section 5.1.6. */
const CURVE_SIGNATURE_LENGTHS = { 'P-256': 64, 'P-384': 96, 'P-521': 132, Ed25519: 64 } as const;

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
            crypto.verify(handle.hash, data, handle, signature, (error, valid) =>
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
  };
}

/** In two calls where there is a hash: Node's one-shot function costs some microseconds more. */
function verifyNow(
  crypto: NodeCrypto,
  handle: Handle,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (handle.hash === null) return crypto.verify(null, data, handle, signature);
  const verification = crypto.createVerify(handle.hash);
  verification.update(data);
  return verification.verify(handle, signature);
}

function handleOf(key: EngineKey, use: EngineKey['use']): Handle {
  if (key.use !== use) throw new TypeError(`this key is not for the use "${use}"`);
  return key.handle as Handle;
}

function importKey(crypto: NodeCrypto, alg: Algorithm, material: KeyMaterial): EngineKey {
  const use = 'jwk' in material ? 'verify' : 'sign';
  const key =
    'jwk' in material
      ? crypto.createPublicKey({ key: material.jwk, format: 'jwk' })
      : crypto.createPrivateKey({ key: material.pkcs8, format: 'pem', type: 'pkcs8' });
  requireFit(alg, key);

  const { hash, padding, crv } = algorithmRow(alg);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const inline =
    alg === 'ES256' ||
    alg === 'EdDSA' ||
    (use === 'verify' && padding !== undefined && bits <= MAX_INLINE_RSA_BITS);
  const handle: Handle = {
    key,
    hash,
    inline,
    signatureLength: crv === undefined ? Math.ceil(bits / 8) : CURVE_SIGNATURE_LENGTHS[crv],
    ...(padding === 'pkcs1' && { padding: crypto.constants.RSA_PKCS1_PADDING }),
    ...(padding === 'pss' && {
      padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
      saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST,
    }),
    // JWS holds ECDSA signatures as r || s (RFC 7518 section 3.4).
    ...(algorithmRow(alg).kty === 'EC' && { dsaEncoding: 'ieee-p1363' as const }),
  };
  return { alg, use, handle };
}

/** The algorithm decides which key fits, never the other way round. */
function requireFit(alg: Algorithm, key: NodeKeyObject): void {
  const { kty, crv } = algorithmRow(alg);
  const details = key.asymmetricKeyDetails;
  if (kty === 'RSA') {
    if (key.asymmetricKeyType !== 'rsa') throw new TypeError(`${alg} needs an RSA key`);
    const bits = details?.modulusLength ?? 0;
    if (bits < MIN_RSA_BITS) {
      throw new TypeError(`an RSA key needs ${MIN_RSA_BITS} bits or more, this one has ${bits}`);
    }
    // With an exponent of 1 every message is its own signature (FIPS 186-5 appendix A.1.1: odd, large).
    const exponent = details?.publicExponent ?? 0n;
    if (exponent < 3n || exponent % 2n === 0n) {
      throw new TypeError('the public exponent of the RSA key is not an odd number from 3 up');
    }
  } else if (kty === 'EC') {
    if (key.asymmetricKeyType !== 'ec' || details?.namedCurve !== NODE_CURVES[crv as string]) {
      throw new TypeError(`${alg} needs an EC key on ${crv}`);
    }
  } else if (key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError(`${alg} needs an ${crv} key`);
  }
}
