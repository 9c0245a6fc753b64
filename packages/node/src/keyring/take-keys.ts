import {
  type Algorithm,
  algorithmOfJwk,
  type Engine,
  importJwk,
  type ImportedKey,
  type ImportedPublicKey,
  importPublicJwk,
  type JoiningKey,
  member,
  toPublicJwk,
} from '@drawbridge/core';
import type { KeyFile } from './change-ring.ts';
import type { ParsedKey } from './parse-keys.ts';

/** What is said about keys when they are taken over. */
export interface TakeOptions {
  /** What a key signs with. Default: what it says or its type leaves. */
  readonly alg?: Algorithm | undefined;
  /** A name in place of the key's own; for a single key. */
  readonly kid?: string | undefined;
  readonly state: JoiningKey['state'];
  readonly engine: Engine;
}

/** A key that may join a ring. */
export interface TakenKey {
  readonly key: JoiningKey;
  /** Its private part; a key that is only published has none. */
  readonly file: KeyFile | undefined;
}

/**
 * Takes a key over from elsewhere: private, asymmetric, of a type that signs here. One that is to be
 * published only comes without its private part, and is the one kind that may be public.
 *
 * @throws {TypeError} saying why not; never with a value of the key
 */
export async function takeKey(
  { jwk, isPrivate }: ParsedKey,
  { alg: given, kid, state, engine }: TakeOptions,
): Promise<TakenKey> {
  if (member(jwk, 'kty') === 'oct') {
    throw new TypeError('it is symmetric: who verifies with it can sign with it');
  }
  const found = toPublicJwk(jwk);
  if (found === undefined) throw new TypeError('it is not a JWK');
  const alg = given ?? algorithmOfJwk(found);
  if (alg === undefined) {
    throw new TypeError(
      `there is no algorithm here for ${describeKind(found.alg, found.crv, found.kty)}`,
    );
  }
  if (state === 'retired') {
    return { key: toJoining(await importPublicJwk(jwk, alg, engine, kid), state), file: undefined };
  }
  if (!isPrivate) {
    throw new TypeError(
      'it is a public key, with which nothing can be signed; to publish it for tokens that it ' +
        'signed elsewhere, give --state retired',
    );
  }
  const imported: ImportedKey = await importJwk(jwk, alg, engine, kid);
  const key = toJoining(imported, state);
  return { key, file: { file: key.material.file, pkcs8: imported.pkcs8 } };
}

function toJoining(
  { kid, alg, publicJwk, thumbprint }: ImportedPublicKey,
  state: JoiningKey['state'],
): JoiningKey {
  return { kid, alg, publicJwk, purpose: 'sign', material: { file: `${thumbprint}.pem` }, state };
}

function describeKind(alg = '', crv = '', kty = ''): string {
  return alg !== '' ? `its alg ${alg}` : `its curve ${crv === '' ? '' : `${crv} `}and type ${kty}`;
}
