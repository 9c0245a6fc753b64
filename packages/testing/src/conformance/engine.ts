import {
  ALGORITHM_NAMES,
  type Algorithm,
  decodeBase64Url,
  decodeToken,
  encodeBase64Url,
  type Engine,
  type EngineKey,
  type PublicJwk,
} from '@drawbridge/core';
import { CompactSign, compactVerify, exportJWK, exportPKCS8 } from 'jose';
import { testKey } from '../issuer/test-key.ts';
import { JWS_VECTORS, type JwsVector } from '../vectors/jws.ts';
import { type ConformanceCase, must, mustThrow } from './case.ts';

const encoder = new TextEncoder();

/**
 * What every engine must do, with jose as the oracle: the two agree on each
 * algorithm in both directions, refuse the same neighbours of a good signature,
 * and take no key that is weak or of the wrong kind.
 */
export function engineConformance(makeEngine: () => Engine): readonly ConformanceCase[] {
  return [
    ...ALGORITHM_NAMES.flatMap((alg) => algorithmCases(alg, makeEngine)),
    ...JWS_VECTORS.flatMap((vector) => vectorCases(vector, makeEngine)),
    ...weakKeyCases(makeEngine),
    {
      title: 'sha256 of "abc" is the one of FIPS 180-4',
      async run() {
        const digest = await makeEngine().sha256(encoder.encode('abc'));
        const expected = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0';
        must(encodeBase64Url(digest) === expected, 'the digest is another');
      },
    },
  ];
}

function algorithmCases(alg: Algorithm, makeEngine: () => Engine): readonly ConformanceCase[] {
  const data = encoder.encode(`${encodeText({ alg })}.${encodeText({ sub: 'alice' })}`);

  return [
    {
      title: `${alg}: jose verifies what the engine signs`,
      async run() {
        const engine = makeEngine();
        const { pkcs8, publicKey } = await testKey(alg);
        const signature = await engine.sign(await engine.importKey(alg, { pkcs8 }), data);
        await compactVerify(toToken(data, signature), publicKey, { algorithms: [alg] });
      },
    },
    {
      title: `${alg}: the engine verifies what jose signs`,
      async run() {
        const engine = makeEngine();
        const { signature, signingInput, key } = await joseSigned(engine, alg);
        must(await engine.verify(key, signingInput, signature), 'a good signature is refused');
      },
    },
    {
      title: `${alg}: a flipped bit is refused, wherever it is`,
      async run() {
        const engine = makeEngine();
        const { signature, signingInput, key } = await joseSigned(engine, alg);
        for (let index = 0; index < signature.length; index += 13) {
          const flipped = flip(signature, index);
          must(!(await engine.verify(key, signingInput, flipped)), `byte ${index} may differ`);
        }
        for (let index = 0; index < signingInput.length; index += 7) {
          const flipped = flip(signingInput, index);
          must(!(await engine.verify(key, flipped, signature)), `data byte ${index} may differ`);
        }
      },
    },
    {
      title: `${alg}: signatures of another length are refused, not thrown over`,
      async run() {
        const engine = makeEngine();
        const { signature, signingInput, key } = await joseSigned(engine, alg);
        const others = [
          new Uint8Array(0),
          new Uint8Array(1),
          signature.subarray(1),
          signature.subarray(0, -1),
          new Uint8Array([...signature, 0]),
          new Uint8Array([0, ...signature]),
          new Uint8Array(signature.length),
          new Uint8Array(signature.length).fill(0xff),
          new Uint8Array(5000),
        ];
        for (const other of others) {
          const verdict = await engine.verify(key, signingInput, other);
          must(!verdict, `${other.length} bytes are accepted`);
        }
      },
    },
    {
      title: `${alg}: another key's signature is refused`,
      async run() {
        const engine = makeEngine();
        const { signature, signingInput } = await joseSigned(engine, alg);
        const { publicJwk } = await testKey(alg, 'another');
        const key = await engine.importKey(alg, { jwk: publicJwk });
        must(!(await engine.verify(key, signingInput, signature)), 'it is accepted');
      },
    },
    {
      title: `${alg}: a key of each use does nothing else`,
      async run() {
        const engine = makeEngine();
        const { pkcs8, publicJwk } = await testKey(alg);
        const verifying = await engine.importKey(alg, { jwk: publicJwk });
        const signing = await engine.importKey(alg, { pkcs8 });
        must(verifying.use === 'verify' && verifying.alg === alg, 'the key says another use');
        must(signing.use === 'sign' && signing.alg === alg, 'the key says another use');
        await mustThrow(
          async () => engine.sign(verifying, data),
          TypeError,
          'a verifying key signs',
        );
        await mustThrow(
          async () => engine.verify(signing, data, new Uint8Array(64)),
          TypeError,
          'a signing key verifies',
        );
      },
    },
    {
      title: `${alg}: keys of other kinds are refused`,
      async run() {
        const engine = makeEngine();
        for (const other of ALGORITHM_NAMES) {
          const { publicJwk, pkcs8 } = await testKey(other);
          if (publicJwk.kty === 'RSA' && /^[RP]S/.test(alg)) continue;
          if (other === alg) continue;
          const refused = `a key for ${other} is taken`;
          await mustThrow(
            async () => engine.importKey(alg, { jwk: publicJwk }),
            TypeError,
            refused,
          );
          await mustThrow(async () => engine.importKey(alg, { pkcs8 }), TypeError, refused);
        }
      },
    },
  ];
}

function vectorCases(vector: JwsVector, makeEngine: () => Engine): readonly ConformanceCase[] {
  return [
    {
      title: `${vector.title}: verifies`,
      async run() {
        const engine = makeEngine();
        const key = await engine.importKey(vector.alg, { jwk: vector.jwk });
        const { signingInput, signature } = takeApart(vector.token);
        must(await engine.verify(key, signingInput, signature), 'the signature is refused');
        must(
          !(await engine.verify(key, flip(signingInput, 3), signature)),
          'other data are accepted',
        );
      },
    },
  ];
}

function weakKeyCases(makeEngine: () => Engine): readonly ConformanceCase[] {
  return [
    {
      title: 'RFC 7518 section 3.3: an RSA key of 1024 bits is refused',
      async run() {
        const engine = makeEngine();
        const { publicKey, privateKey } = await rsaKey(1024);
        const jwk = (await exportJWK(publicKey)) as PublicJwk;
        await mustThrow(async () => engine.importKey('RS256', { jwk }), TypeError, 'it verifies');
        const pkcs8 = await exportPKCS8(privateKey);
        await mustThrow(async () => engine.importKey('RS256', { pkcs8 }), TypeError, 'it signs');
      },
    },
    {
      title: 'RFC 8017 section 8.1.2: a signature whose leading zero was cut off is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk, pkcs8 } = await testKey('RS256');
        const signing = await engine.importKey('RS256', { pkcs8 });
        const key = await engine.importKey('RS256', { jwk: publicJwk });
        // One signature in 256 begins with a zero.
        for (let attempt = 0; attempt < 10_000; attempt++) {
          const data = encoder.encode(`attempt ${attempt}`);
          const signature = await engine.sign(signing, data);
          if (signature[0] !== 0) continue;
          must(await engine.verify(key, data, signature), 'the whole one is refused');
          must(!(await engine.verify(key, data, signature.subarray(1))), 'the cut one is accepted');
          return;
        }
        throw new Error('no signature begins with a zero');
      },
    },
    {
      title: 'an RSA key whose exponent is 1, 2 or even is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('RS256');
        for (const e of ['AQ', 'Ag', 'AQAC']) {
          const jwk = { ...publicJwk, e };
          await mustThrow(
            async () => engine.importKey('RS256', { jwk }),
            TypeError,
            `${e} is taken`,
          );
        }
      },
    },
    {
      title: 'a point that is not on its curve is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('ES256');
        const jwk = { ...publicJwk, y: publicJwk.x as string };
        await mustThrow(async () => engine.importKey('ES256', { jwk }), Error, 'it is taken');
      },
    },
    {
      title: 'an RSA key of 3584 bits works',
      async run() {
        const engine = makeEngine();
        const { publicKey, privateKey } = await rsaKey(3584);
        const data = encoder.encode('data');
        const signing = await engine.importKey('RS256', { pkcs8: await exportPKCS8(privateKey) });
        const signature = await engine.sign(signing, data);
        const jwk = (await exportJWK(publicKey)) as PublicJwk;
        const key = await engine.importKey('RS256', { jwk });
        must(await engine.verify(key, data, signature), 'a good signature is refused');
        must(!(await engine.verify(key, data, flip(signature, 9))), 'a bad one is accepted');
      },
    },
  ];
}

async function joseSigned(
  engine: Engine,
  alg: Algorithm,
): Promise<{ signature: Uint8Array; signingInput: Uint8Array; key: EngineKey }> {
  const { privateKey, publicJwk } = await testKey(alg);
  const token = await new CompactSign(encoder.encode('{"sub":"alice"}'))
    .setProtectedHeader({ alg })
    .sign(privateKey);
  const { signature, signingInput } = decodeToken(token);
  return { signature, signingInput, key: await engine.importKey(alg, { jwk: publicJwk }) };
}

const rsaKeys = new Map<number, Promise<CryptoKeyPair>>();

/** An RSA key of any size, also of one for which jose makes none; made once in a process. */
function rsaKey(bits: number): Promise<CryptoKeyPair> {
  let pair = rsaKeys.get(bits);
  if (pair === undefined) {
    pair = crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: bits,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ['sign', 'verify'],
    );
    rsaKeys.set(bits, pair);
  }
  return pair;
}

/** Like decodeToken, for payloads that are no JSON. */
function takeApart(token: string): { signingInput: Uint8Array; signature: Uint8Array } {
  const dot = token.lastIndexOf('.');
  const signature = decodeBase64Url(token.slice(dot + 1)) as Uint8Array;
  return { signingInput: encoder.encode(token.slice(0, dot)), signature };
}

function toToken(data: Uint8Array, signature: Uint8Array): string {
  return `${new TextDecoder().decode(data)}.${encodeBase64Url(signature)}`;
}

function encodeText(value: object): string {
  return encodeBase64Url(encoder.encode(JSON.stringify(value)));
}

function flip(bytes: Uint8Array, index: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[index] = (flipped[index] as number) ^ 0x01;
  return flipped;
}
