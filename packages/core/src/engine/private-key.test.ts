import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { testKey } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES } from './algorithms.ts';
import { fitPrivateKey } from './private-key.ts';
import { readPem } from './pem.ts';

const { pkcs8: good } = await testKey('ES256');
const body = good
  .split('\n')
  .slice(1, -1)
  .join('\n')
  .replace(/-----.*/, '');
const block = (text: string, label = 'PRIVATE KEY') =>
  `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
const der = readPem(good, 'PRIVATE KEY') as Uint8Array;
const ofDer = (bytes: Uint8Array) => block(Buffer.from(bytes).toString('base64'));

describe('fitPrivateKey takes', () => {
  it.each(ALGORITHM_NAMES)('the DER of a PKCS #8 key for %s', async (alg) => {
    const { pkcs8 } = await testKey(alg);
    const expected = createPrivateKey(pkcs8).export({ format: 'der', type: 'pkcs8' });
    const { pkcs8: found, bits } = fitPrivateKey(alg, pkcs8);
    expect(Buffer.from(found).equals(expected)).toBe(true);
    expect(bits).toBe(/^[RP]S/.test(alg) ? 2048 : 0);
  });

  it.each([
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['no line feed at the end', good.trimEnd()],
    ['empty lines around it', `\n\n${good}\n\n`],
    ['all of it in one line', block(body.replaceAll('\n', ''))],
    ['spaces in the lines', block(body.replaceAll('\n', ' \n\t '))],
  ])('%s', (_, pem) => {
    expect(fitPrivateKey('ES256', pem).pkcs8).toEqual(der);
  });

  it('RSA keys whose bits it counts as OpenSSL does', () => {
    for (const modulusLength of [2048, 2056, 3072]) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
      expect(fitPrivateKey('RS256', pem).bits).toBe(modulusLength);
    }
  });
});

describe('fitPrivateKey refuses, and does not repeat,', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = createPrivateKey(good);
  const truncated = Buffer.from(der.subarray(0, -1)).toString('base64');
  it.each([
    ['an empty text', ''],
    ['no PEM', 'secret'],
    ['a block with nothing in it', block('')],
    ['a public key', block(body, 'PUBLIC KEY')],
    ['a label in small letters', good.replaceAll('PRIVATE', 'private')],
    ['another label at the end', good.replace('END PRIVATE', 'END PUBLIC')],
    ['no end', good.replace(/-----END.*/s, '')],
    ['no beginning', good.replace(/^.*\n/, '')],
    ['two blocks', good + good],
    ['text before the block', `Bag Attributes\n${good}`],
    ['text after the block', `${good}secret`],
    ['a header in the block', block(`Proc-Type: 4,ENCRYPTED\n\n${body}`)],
    ['base64url', block(body.replaceAll('+', '-').replaceAll('/', '_').replace(/^/, '-'))],
    ['base64 of a wrong length', block(`${body}A`)],
    ['padding in the middle', block(`AA==${body}`)],
    ['too much padding', block(`${body}====`)],
    ['trailing bits', block('MAB=')],
    ['a byte too few', block(truncated)],
    ['a byte too many', ofDer(new Uint8Array([...der, 0]))],
    ['the key twice', ofDer(new Uint8Array([...der, ...der]))],
    ['a length without end', ofDer(new Uint8Array([0x30, 0x80, ...der.subarray(2), 0, 0]))],
    ['a length with zeros in front', ofDer(new Uint8Array([0x30, 0x82, 0, ...der.subarray(2)]))],
    ['PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1' }) as string],
    ['SEC 1', ec.export({ format: 'pem', type: 'sec1' }) as string],
    [
      'an encrypted key',
      ec.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-128-cbc', passphrase: 'x' }) as string,
    ],
    ['PKCS #1 under the label of PKCS #8', ofDer(rsa.export({ format: 'der', type: 'pkcs1' }))],
    ['random bytes', ofDer(new Uint8Array(120).fill(0x42))],
  ])('%s', (_, pem) => {
    const attempt = () => fitPrivateKey('ES256', pem);
    expect(attempt).toThrow(TypeError);
    expect(attempt).not.toThrow(/secret|M[A-Za-z0-9+/]{8}/);
  });

  it('an RSA key of PSS, or of 1024 bits', () => {
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const pem = (key: typeof rsa) => key.export({ format: 'pem', type: 'pkcs8' }) as string;
    expect(() => fitPrivateKey('PS256', pem(pss))).toThrow('PS256 needs an RSA key');
    expect(() => fitPrivateKey('PS256', pem(short))).toThrow(
      'an RSA key needs 2048 bits or more, this one has 1024',
    );
  });

  it('a key on a curve that is spelled out', () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      paramEncoding: 'explicit',
    });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    expect(() => fitPrivateKey('ES256', pem)).toThrow('ES256 needs an EC key on P-256');
  });

  it('a key that names one curve outside and another inside', () => {
    const tlv = (tag: number, ...content: number[]) => [tag, content.length, ...content];
    const outside = [...Buffer.from('301306072a8648ce3d020106082a8648ce3d030107', 'hex')];
    const withCurve = (namedCurve: string, oid: string) => {
      const { d = '' } = generateKeyPairSync('ec', { namedCurve }).privateKey.export({
        format: 'jwk',
      });
      const inside = tlv(
        0x30,
        ...tlv(2, 1),
        ...tlv(4, ...Buffer.from(d, 'base64url')),
        ...tlv(0xa0, ...Buffer.from(oid, 'hex')),
      );
      return ofDer(new Uint8Array(tlv(0x30, ...tlv(2, 0), ...outside, ...tlv(4, ...inside))));
    };
    expect(fitPrivateKey('ES256', withCurve('P-256', '06082a8648ce3d030107')).bits).toBe(0);
    for (const [name, oid] of [
      ['secp256k1', '06052b8104000a'],
      ['P-384', '06052b81040022'],
    ] as const) {
      const attempt = () => fitPrivateKey('ES256', withCurve(name, oid));
      expect(attempt).toThrow('ES256 needs an EC key on P-256');
    }
  });

  it('whatever somebody makes up or changes, with a TypeError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 80 }).map((bytes) => ofDer(bytes)),
          fc.string().map((text) => block(text)),
          fc
            .tuple(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }))
            .map(([at, by]) => ofDer(der.map((byte, index) => (index === at ? byte ^ by : byte)))),
        ),
        (pem) => {
          try {
            const { pkcs8 } = fitPrivateKey('ES256', pem);
            // What changed then is inside the key, which the runtime reads.
            expect(pkcs8).toHaveLength(der.length);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
