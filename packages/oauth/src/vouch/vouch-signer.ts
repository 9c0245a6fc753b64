import { type Algorithm, type Engine, equalBytes, type Hash, isAlgorithm } from '@drawbridge/core';
import { hmac } from './hmac.ts';
import { readPemPair } from './pem-pair.ts';
import type { VouchAlgorithm, VouchKey } from './vouch-codec.ts';

/** One key of a codec, made ready. */
export interface VouchSigner {
  /** `undefined` where the key only verifies. @returns a JWS signature (RFC 7515 section 5.1) */
  readonly sign: ((data: Uint8Array) => Promise<Uint8Array>) | undefined;
  verify(data: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/**
 * Makes a key ready. On Node all that can be wrong with it is found at once; elsewhere some of it when it is used.
 *
 * @param name - of the option, for the message
 * @throws {TypeError} saying what is wrong; never with a value of the key
 */
export function createVouchSigner(
  key: VouchKey,
  algorithm: VouchAlgorithm,
  engine: Engine,
  name: string,
): VouchSigner {
  return isAlgorithm(algorithm)
    ? pairSigner(key, algorithm, engine, name)
    : secretSigner(key, algorithm, name);
}

function secretSigner(key: VouchKey, algorithm: VouchAlgorithm, name: string): VouchSigner {
  const secret: unknown = 'secret' in key ? key.secret : undefined;
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError(
      `${name} must be { secret: '…' }, a text that is not empty: ${algorithm} signs with it`,
    );
  }
  const hash = `sha${algorithm.slice(2)}` as Hash;
  const sign = (data: Uint8Array) => hmac(hash, secret, data);
  return { sign, verify: async (data, signature) => equalBytes(await sign(data), signature) };
}

function pairSigner(key: VouchKey, alg: Algorithm, engine: Engine, name: string): VouchSigner {
  if (!('publicKey' in key)) {
    throw new TypeError(
      `${name} must be { publicKey: '…' } or { publicKey: '…', privateKey: '…' }, in PEM: ${alg} signs with a pair`,
    );
  }
  const { jwk, pkcs8 } = readPemPair(key, name);
  const verifying = made(`${name}.publicKey`, () => engine.importKey(alg, { jwk }));
  const verify: VouchSigner['verify'] = async (data, signature) =>
    engine.verify(await verifying, data, signature);
  if (pkcs8 === undefined) return { sign: undefined, verify };
  const signing = made(`${name}.privateKey`, () => engine.importKey(alg, { pkcs8 }));
  return { sign: async (data) => engine.sign(await signing, data), verify };
}

/** What is thrown at once is told with the name of the option; a promise that fails tells whoever waits for it. */
function made<Value>(option: string, make: () => Value): Value {
  let value: Value;
  try {
    value = make();
  } catch (thrown) {
    const { message } = thrown as Error;
    throw new TypeError(`${option} cannot be used: ${message}`, { cause: thrown });
  }
  if (value instanceof Promise) value.catch(() => undefined);
  return value;
}
