import { decodeBase64Url, encodeHex, type Engine, type Hash } from '@drawbridge/core';
import { type ConformanceCase, must } from './case.ts';

const encoder = new TextEncoder();

interface DigestVector {
  readonly title: string;
  readonly text: string;
  readonly digests: Readonly<Record<Hash, string>>;
}

/** The examples of FIPS 180-4, and nothing at all. */
const VECTORS: readonly DigestVector[] = [
  {
    title: 'nothing',
    text: '',
    digests: {
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      sha384:
        '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
      sha512:
        'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
    },
  },
  {
    title: '"abc"',
    text: 'abc',
    digests: {
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sha384:
        'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
      sha512:
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    },
  },
  {
    title: 'a million times "a"',
    text: 'a'.repeat(1_000_000),
    digests: {
      sha256: 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
      sha384:
        '9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985',
      sha512:
        'e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b',
    },
  },
];

/** Every hash function, over bytes and over text. */
export function hashCases(makeEngine: () => Engine): readonly ConformanceCase[] {
  return [
    ...VECTORS.flatMap((vector) => vectorCases(vector, makeEngine)),
    {
      title: 'text is hashed as its bytes in UTF-8, whatever characters it has',
      async run() {
        const engine = makeEngine();
        for (const text of [
          '\u00e9',
          'a\u0141b',
          '\u65e5\u672c',
          '\ud83d\ude00',
          '\u0000',
          '\ufeff',
        ]) {
          const digest = await engine.sha256(encoder.encode(text));
          const found = await engine.sha256Text(text);
          must(hexOf(found) === encodeHex(digest), `${JSON.stringify(text)} has another name`);
        }
      },
    },
  ];
}

function vectorCases(
  { title, text, digests }: DigestVector,
  makeEngine: () => Engine,
): readonly ConformanceCase[] {
  return [
    {
      title: `FIPS 180-4: sha256 of ${title}`,
      async run() {
        const found = encodeHex(await makeEngine().sha256(encoder.encode(text)));
        must(found === digests.sha256, 'the digest is another');
      },
    },
    {
      title: `FIPS 180-4: sha256 of ${title}, as text`,
      async run() {
        const found = await makeEngine().sha256Text(text);
        must(hexOf(found) === digests.sha256, 'the digest is another, or not base64url');
      },
    },
    ...(['sha256', 'sha384', 'sha512'] as const).map((hash) => ({
      title: `FIPS 180-4: digest of ${title}, by ${hash}`,
      async run() {
        const found = encodeHex(await makeEngine().digest(hash, encoder.encode(text)));
        must(found === digests[hash], 'the digest is another');
      },
    })),
  ];
}

function hexOf(text: string): string | undefined {
  const bytes = decodeBase64Url(text);
  return bytes && encodeHex(bytes);
}
