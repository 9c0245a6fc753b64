import { ALGORITHM_NAMES, type Algorithm, type Engine } from '@drawbridge/core';
import { signBytes } from '../issuer/sign-bytes.ts';
import { testKey } from '../issuer/test-key.ts';
import { type ConformanceCase, must } from './case.ts';
import { bytesOf, type JoseSigned, joseSigned, toBytes, toNumber } from './engine-case.ts';

/** The order of each curve: FIPS 186-4 appendix D.1.2, RFC 8032 section 5.1. */
const ORDERS = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  EdDSA: 2n ** 252n + 27742317777372353535851937790883648493n,
} as const;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Signatures that are of the right length, and mean what no signer says: each is one that some library took. And data
 * at the ends of the scale.
 */
export function signatureCases(makeEngine: () => Engine): readonly ConformanceCase[] {
  const refused = (title: string, alg: Algorithm, forge: Forge): ConformanceCase => ({
    title: `${alg}: ${title} is refused`,
    async run() {
      const engine = makeEngine();
      const signed = await joseSigned(engine, alg);
      const forged = await forge(signed, engine);
      must(Object.keys(forged).length > 0, 'nothing was forged');
      for (const [name, signature] of Object.entries(forged)) {
        must(signature.length === signed.signature.length, `${name} has another length`);
        const verdict = await engine.verify(signed.key, signed.signingInput, signature);
        must(!verdict, `${name} is accepted`);
      }
    },
  });
  const curves = ['ES256', 'ES384', 'ES512'] as const;
  const rsa = ALGORITHM_NAMES.filter((alg) => /^[RP]S/.test(alg));
  return [
    ...curves.map((alg) =>
      refused(
        'FIPS 186-5 section 6.4.2: r or s outside of 1 to n - 1',
        alg,
        outOfRange(ORDERS[alg]),
      ),
    ),
    ...curves.map((alg) => refused('another hash', alg, otherHash(alg))),
    ...rsa.map((alg) =>
      refused(
        'RFC 8017 sections 8.1.2 and 8.2.2: a number that is not below the modulus',
        alg,
        aboveModulus,
      ),
    ),
    ...rsa.map((alg) =>
      refused('a signature of the same key by another algorithm', alg, otherRsa(alg)),
    ),
    ...rsa
      .filter((alg) => alg.startsWith('PS'))
      .map((alg) => refused('RFC 7518 section 3.5: a salt of another length', alg, otherSalt(alg))),
    refused('RFC 8032 section 5.1.7: S of the order or more', 'EdDSA', beyondOrder),
    refused('a signature without a private key', 'EdDSA', smallOrder),
    ...ALGORITHM_NAMES.flatMap((alg) => dataCases(alg, makeEngine)),
  ];
}

/** Signatures by the name of what is wrong with them. */
type Forge = (
  signed: JoseSigned,
  engine: Engine,
) => Readonly<Record<string, Uint8Array>> | Promise<Readonly<Record<string, Uint8Array>>>;

function outOfRange(order: bigint): Forge {
  return ({ signature }) => {
    const size = signature.length / 2;
    const [r, s] = [toNumber(signature.subarray(0, size)), toNumber(signature.subarray(size))];
    const highest = 256n ** BigInt(size) - 1n;
    const pairs: Readonly<Record<string, readonly [bigint, bigint]>> = {
      'r = s = 0': [0n, 0n],
      'r = 0': [0n, s],
      's = 0': [r, 0n],
      'r = n': [order, s],
      's = n': [r, order],
      'r = s = n': [order, order],
      'r = n + 1': [order + 1n, s],
      's = n + 1': [r, order + 1n],
      'r + n': [r + order, s],
      's + n': [r, s + order],
      'r as high as it can be': [highest, s],
      's as high as it can be': [r, highest],
      'r = s = 1': [1n, 1n],
      'r and s the other way round': [s, r],
    };
    const forged: Record<string, Uint8Array> = {};
    for (const [name, [first, second]] of Object.entries(pairs)) {
      const [left, right] = [toBytes(first, size), toBytes(second, size)];
      // r + n has a bit too many, on the curves that fill their last byte, for all but one r in 2^32.
      if (left !== undefined && right !== undefined) {
        forged[name] = new Uint8Array([...left, ...right]);
      }
    }
    return forged;
  };
}

function otherHash(alg: Algorithm): Forge {
  return async ({ signingInput }) => {
    const { privateKey } = await testKey(alg);
    const forged: Record<string, Uint8Array> = {};
    for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
      if (hash === `SHA-${alg.slice(2)}`) continue;
      const signature = crypto.subtle.sign(
        { name: 'ECDSA', hash },
        privateKey,
        signingInput as Bytes,
      );
      forged[hash] = new Uint8Array(await signature);
    }
    return forged;
  };
}

async function aboveModulus({ signature, key }: JoseSigned, engine: Engine) {
  const { publicJwk } = await testKey(key.alg);
  const modulus = toNumber(bytesOf(publicJwk.n));
  const size = signature.length;
  const forged: Record<string, Uint8Array> = {};
  for (const [name, number] of Object.entries({
    zero: 0n,
    one: 1n,
    'the modulus less one': modulus - 1n,
    'the modulus': modulus,
    'the modulus and one': modulus + 1n,
    'the highest number': 256n ** BigInt(size) - 1n,
  })) {
    forged[name] = toBytes(number, size) as Uint8Array;
  }
  // The signature itself and the modulus fit together in its bytes only if it is small enough.
  for (let attempt = 0; attempt < 1000; attempt++) {
    const data = new TextEncoder().encode(`attempt ${attempt}`);
    const small = await signBytes(await testKey(key.alg), data);
    const sum = toBytes(toNumber(small) + modulus, size);
    if (sum === undefined) continue;
    must(await engine.verify(key, data, small), 'the smaller one is refused');
    must(!(await engine.verify(key, data, sum)), 'the sum with the modulus is accepted');
    return forged;
  }
  throw new Error('no signature is small enough');
}

function otherRsa(alg: Algorithm): Forge {
  return async ({ signingInput }) => {
    const forged: Record<string, Uint8Array> = {};
    for (const other of ALGORITHM_NAMES.filter((name) => /^[RP]S/.test(name) && name !== alg)) {
      // All RSA test keys are one key.
      forged[other] = await signBytes(await testKey(other), signingInput as Bytes);
    }
    return forged;
  };
}

function otherSalt(alg: Algorithm): Forge {
  return async ({ signingInput, signature }) => {
    const { privateKey } = await testKey(alg);
    const hash = Number(alg.slice(2)) / 8;
    const longest = signature.length - hash - 2;
    const forged: Record<string, Uint8Array> = {};
    for (const saltLength of [0, 1, 20, hash - 1, hash + 1, longest]) {
      const bytes = crypto.subtle.sign(
        { name: 'RSA-PSS', saltLength },
        privateKey,
        signingInput as Bytes,
      );
      forged[`a salt of ${saltLength} bytes`] = new Uint8Array(await bytes);
    }
    return forged;
  };
}

function beyondOrder({ signature }: JoseSigned): Readonly<Record<string, Uint8Array>> {
  const s = toNumber(signature.slice(32).toReversed());
  const forged: Record<string, Uint8Array> = {};
  for (let times = 1n; times < 16n; times++) {
    const bytes = toBytes(s + times * ORDERS.EdDSA, 32);
    if (bytes === undefined) break;
    forged[`S and ${times} times the order`] = new Uint8Array([
      ...signature.subarray(0, 32),
      ...bytes.toReversed(),
    ]);
  }
  return forged;
}

/** R a point of small order and S = 0: under a key of small order, this is a signature of every message. */
function smallOrder(): Readonly<Record<string, Uint8Array>> {
  const with32 = (first: number, last: number, rest = 0) =>
    new Uint8Array(64).fill(rest, 1, 31).fill(first, 0, 1).fill(last, 31, 32);
  return {
    'R of order 1': with32(1, 0),
    'R of order 1 with a sign': with32(1, 0x80),
    'R of order 2': with32(0xec, 0x7f, 0xff),
    'R of order 4': with32(0, 0),
    'R of order 1, spelled another way': with32(0xee, 0x7f, 0xff),
  };
}

/** Both directions, against the WebCrypto that the suite runs on, with data of every size. */
function dataCases(alg: Algorithm, makeEngine: () => Engine): readonly ConformanceCase[] {
  const mebibyte = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
  const sizes = {
    'no data at all': new Uint8Array(0),
    'one byte': new Uint8Array(1),
    'a mebibyte': mebibyte,
    'bytes from the middle of others': mebibyte.subarray(1000, 1333),
  };
  return Object.entries(sizes).map(([name, data]) => ({
    title: `${alg}: ${name} can be signed and verified`,
    async run() {
      const engine = makeEngine();
      const test = await testKey(alg);
      const signing = await engine.importKey(alg, { pkcs8: test.pkcs8 });
      const key = await engine.importKey(alg, { jwk: test.publicJwk });
      const theirs = await signBytes(test, data);
      must(await engine.verify(key, data, theirs), 'a good signature is refused');
      const ours = await engine.sign(signing, data);
      must(await engine.verify(key, data, ours), 'its own signature is refused');
      const other = new Uint8Array([...data.subarray(0, 100_000), 1]);
      must(!(await engine.verify(key, other, theirs)), 'other data are accepted');
    },
  }));
}
