import type { Engine, PublicJwk } from '@drawbridge/core';
import { encodeBase64Url } from '@drawbridge/core';
import { exportJWK, exportPKCS8 } from 'jose';
import { testKey } from '../issuer/test-key.ts';
import { type ConformanceCase, must, mustThrow } from './case.ts';
import { bytesOf, flip, joseSigned } from './engine-case.ts';

const encoder = new TextEncoder();

/** Keys that are weak, broken, or hold more than they should. */
export function keyCases(makeEngine: () => Engine): readonly ConformanceCase[] {
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
      title: 'RFC 7518 section 3.3: an RSA key of 2047 bits is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('RS256');
        const modulus = bytesOf(publicJwk.n);
        modulus[0] = 0x7f;
        const jwk = { ...publicJwk, n: encodeBase64Url(modulus) };
        await mustThrow(async () => engine.importKey('RS256', { jwk }), TypeError, 'it is taken');
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
      title: 'an RSA key whose exponent is 1, 2, even or longer than 32 bits is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('RS256');
        for (const e of ['AQ', 'Ag', 'AQAC', 'AQAAAAE', publicJwk.n ?? '']) {
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
        for (const alg of ['ES256', 'ES384', 'ES512'] as const) {
          const { publicJwk } = await testKey(alg);
          const { x = '', y = '' } = publicJwk;
          for (const change of [{ y: x }, { x: y }, { x: 'AA', y: 'AA' }]) {
            const jwk = { ...publicJwk, ...change };
            await mustThrow(async () => engine.importKey(alg, { jwk }), TypeError, 'it is taken');
          }
        }
      },
    },
    {
      title: 'a point of Ed25519 that is of small order is refused: anybody can sign for it',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('EdDSA');
        for (const first of [0, 1]) {
          const point = new Uint8Array(32);
          point[0] = first;
          const jwk = { ...publicJwk, x: encodeBase64Url(point) };
          await mustThrow(async () => engine.importKey('EdDSA', { jwk }), TypeError, 'it is taken');
        }
      },
    },
    {
      title: 'an RSA key of 3200 bits works',
      async run() {
        const engine = makeEngine();
        const { publicKey, privateKey } = await rsaKey(3200);
        const data = encoder.encode('data');
        const signing = await engine.importKey('RS256', { pkcs8: await exportPKCS8(privateKey) });
        const signature = await engine.sign(signing, data);
        const jwk = (await exportJWK(publicKey)) as PublicJwk;
        const key = await engine.importKey('RS256', { jwk });
        must(await engine.verify(key, data, signature), 'a good signature is refused');
        must(!(await engine.verify(key, data, flip(signature, 9))), 'a bad one is accepted');
      },
    },
    {
      title: 'a JWK with a private part makes a key that verifies, and nothing else',
      async run() {
        const engine = makeEngine();
        for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
          const { signature, signingInput } = await joseSigned(engine, alg);
          const { privateKey, publicJwk } = await testKey(alg);
          const jwk: PublicJwk = { ...(await exportJWK(privateKey)), ...publicJwk };
          const key = await engine.importKey(alg, { jwk });
          must(key.use === 'verify', 'it may sign');
          must(await engine.verify(key, signingInput, signature), `${alg} does not verify`);
          await mustThrow(async () => engine.sign(key, signingInput), TypeError, 'it signs');
        }
      },
    },
    {
      title: 'RFC 7517 sections 4.2 to 4.4: a JWK that is for something else is refused',
      async run() {
        const engine = makeEngine();
        const { publicJwk } = await testKey('RS256');
        for (const change of [{ use: 'enc' }, { alg: 'PS256' }, { key_ops: ['encrypt'] }]) {
          const jwk = { ...publicJwk, ...change };
          const refused = `${JSON.stringify(change)} is taken`;
          await mustThrow(async () => engine.importKey('RS256', { jwk }), TypeError, refused);
        }
      },
    },
    {
      title: 'RFC 7468 section 10: what is not one block of PKCS #8 is refused, and not repeated',
      async run() {
        const engine = makeEngine();
        const { pkcs8 } = await testKey('ES256');
        const texts = [
          '',
          'secret',
          `${pkcs8}${pkcs8}`,
          `secret\n${pkcs8}`,
          pkcs8.replaceAll('PRIVATE', 'EC PRIVATE'),
          pkcs8.replaceAll('PRIVATE', 'PUBLIC'),
          pkcs8.replace(/\n[A-Za-z0-9+/]{8}/, '\nsecret//'),
        ];
        for (const text of texts) {
          await mustThrow(
            async () => {
              try {
                await engine.importKey('ES256', { pkcs8: text });
              } catch (error) {
                if (/secret|MIG/.test(String(error))) return;
                throw error;
              }
            },
            TypeError,
            'it is taken, or repeated',
          );
        }
      },
    },
  ];
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
