import type { TestKey } from './test-key.ts';

/**
 * Signs any bytes, with WebCrypto: the forge needs signatures over headers that
 * no JWT library would sign.
 */
export async function signBytes(key: TestKey, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(parameters(key.alg), key.privateKey, data));
}

function parameters(alg: string): AlgorithmIdentifier | RsaPssParams | EcdsaParams {
  const bits = alg.slice(2);
  switch (alg.slice(0, 2)) {
    case 'RS':
      return { name: 'RSASSA-PKCS1-v1_5' };
    case 'PS':
      return { name: 'RSA-PSS', saltLength: Number(bits) / 8 };
    case 'ES':
      return { name: 'ECDSA', hash: `SHA-${bits}` };
    default:
      return { name: 'Ed25519' };
  }
}
