import type { ErrorCode } from '@drawbridge/core';
import type { Anvil } from './anvil.ts';
import type { HostileToken } from './hostile-token.ts';

type Changes = Readonly<Record<string, unknown>>;

/** Headers that ask for more than a verifier may give (RFC 7515 section 4.1, RFC 8725 section 3). */
export async function forgeHeader(anvil: Anvil): Promise<readonly HostileToken[]> {
  const { attacker, key } = anvil;
  const elsewhere = 'https://attacker.test/jwks.json';

  /** Signed by the attacker, who offers the key along with the token. */
  const ownKey: Readonly<Record<string, Changes>> = {
    'the attacker’s key as jwk': { jwk: attacker.publicJwk },
    'the attacker’s key set as jku': { jku: elsewhere },
    'the attacker’s certificate as x5u': { x5u: 'https://attacker.test/chain.pem' },
    'the attacker’s certificate as x5c': { x5c: ['MIIBszCCAVmgAwIBAgIUattacker'] },
    'a data: address as jku': { jku: 'data:application/json,{"keys":[]}' },
  };
  /** Signed by the issuer. */
  const signed: readonly (readonly [name: string, changes: Changes, code: ErrorCode])[] = [
    ['an unknown crit', { crit: ['exp'] }, 'header_not_supported'],
    ['an empty crit', { crit: [] }, 'header_not_supported'],
    ['crit null', { crit: null }, 'header_not_supported'],
    ['b64 false', { b64: false }, 'header_not_supported'],
    ['b64 false and critical', { b64: false, crit: ['b64'] }, 'header_not_supported'],
    ['typ at+jwt, an access token', { typ: 'at+jwt' }, 'token_type_not_allowed'],
    ['typ application/at+jwt', { typ: 'application/at+jwt' }, 'token_type_not_allowed'],
    ['typ logout+jwt', { typ: 'logout+jwt' }, 'token_type_not_allowed'],
    ['typ dpop+jwt', { typ: 'dpop+jwt' }, 'token_type_not_allowed'],
    ['typ that only begins as JWT', { typ: 'JWT+x' }, 'token_type_not_allowed'],
    ['typ JWT in a list', { typ: ['JWT'] }, 'token_type_not_allowed'],
    ['typ null', { typ: null }, 'token_type_not_allowed'],
    ['an unknown kid', { kid: 'nobody' }, 'key_unknown'],
    ['an empty kid', { kid: '' }, 'key_unknown'],
    ['kid in another case', { kid: swapCase(key.kid) }, 'key_unknown'],
    ['kid __proto__', { kid: '__proto__' }, 'key_unknown'],
    ['kid as a path', { kid: '../../dev/null' }, 'key_unknown'],
    ['kid as SQL', { kid: "' OR '1'='1" }, 'key_unknown'],
    ['kid as a number', { kid: 1 }, 'token_malformed'],
    ['kid in a list', { kid: [key.kid] }, 'token_malformed'],
    ['kid null', { kid: null }, 'token_malformed'],
    ['an alg that the named key is not for', { alg: otherAlgorithm(key.alg) }, 'key_unknown'],
    ['an alg for another type of key', { alg: otherType(key.alg) }, 'key_unknown'],
  ];

  const tokens: HostileToken[] = [];
  for (const [name, changes] of Object.entries(ownKey)) {
    tokens.push({
      name: `${name}, under the issuer’s kid`,
      token: await anvil.sign(anvil.header(changes), anvil.claims(), attacker),
      code: 'signature_invalid',
    });
    tokens.push({
      name: `${name}, under a kid of its own`,
      token: await anvil.sign(
        anvil.header({ ...changes, kid: attacker.kid }),
        anvil.claims(),
        attacker,
      ),
      code: 'key_unknown',
    });
  }
  for (const [name, changes, code] of signed) {
    tokens.push({ name, token: await anvil.sign(anvil.header(changes), anvil.claims()), code });
  }
  return tokens;
}

function swapCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

function otherType(alg: string): string {
  return alg === 'ES256' ? 'EdDSA' : 'ES256';
}

function otherAlgorithm(alg: string): string {
  return alg === 'RS512' ? 'RS256' : 'RS512';
}
