import { ALGORITHM_NAMES, type Algorithm, encodeBase64Url, type Engine } from '@drawbridge/core';
import { compactVerify } from 'jose';
import { testKey } from '../issuer/test-key.ts';
import { JWS_VECTORS, type JwsVector } from '../vectors/jws.ts';
import { type ConformanceCase, must, mustThrow } from './case.ts';
import { bytesOf, encodeText, flip, joseSigned } from './engine-case.ts';
import { hashCases } from './engine-hash-cases.ts';
import { keyCases } from './engine-key-cases.ts';
import { signatureCases } from './engine-signature-cases.ts';

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
    ...signatureCases(makeEngine),
    ...keyCases(makeEngine),
    ...hashCases(makeEngine),
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
      title: `${alg}: text is verified as its bytes in UTF-8`,
      async run() {
        const engine = makeEngine();
        const { pkcs8, publicJwk } = await testKey(alg);
        const key = await engine.importKey(alg, { jwk: publicJwk });
        const text = 'aé\u0141\u{1f4a5}'.repeat(40);
        const signing = await engine.importKey(alg, { pkcs8 });
        const signature = await engine.sign(signing, new TextEncoder().encode(text));
        must(await engine.verify(key, text, signature), 'a good signature is refused');
        // Each of these has, character by character, the same lower eight bits.
        const alike = text.replaceAll('\u0141', 'A');
        must(!(await engine.verify(key, alike, signature)), 'another text is accepted');
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

/** Like decodeToken, for payloads that are no JSON. */
function takeApart(token: string): { signingInput: Uint8Array; signature: Uint8Array } {
  const dot = token.lastIndexOf('.');
  const signature = bytesOf(token.slice(dot + 1));
  return { signingInput: encoder.encode(token.slice(0, dot)), signature };
}

function toToken(data: Uint8Array, signature: Uint8Array): string {
  return `${new TextDecoder().decode(data)}.${encodeBase64Url(signature)}`;
}
