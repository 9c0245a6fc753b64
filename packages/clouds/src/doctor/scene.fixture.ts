import { encodeUtf8, isJsonObject, type JsonObject } from '@drawbridge/core';
import * as fc from 'fast-check';
import type { Scene, SceneToken } from './scene.ts';
import type { SeenDocument } from './seen.ts';

const NOW = 1_767_225_600;
export const ISSUER = 'https://oidc.example.com';

/** A key that everybody takes. */
export const KEY: JsonObject = {
  kty: 'RSA',
  n: `w${'A'.repeat(341)}`,
  e: 'AQAB',
  alg: 'RS256',
  use: 'sig',
  kid: '1',
};

/** A discovery document that everybody takes. */
export const DISCOVERY: JsonObject = {
  issuer: ISSUER,
  jwks_uri: `${ISSUER}/jwks/keys`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['aud', 'exp', 'iat', 'iss', 'sub'],
};

/** Claims that everybody takes. */
export const CLAIMS: JsonObject = {
  iss: ISSUER,
  sub: 'repo:acme/app',
  aud: 'sts.amazonaws.com',
  iat: NOW - 10,
  nbf: NOW - 10,
  exp: NOW + 590,
  jti: 'f1b2c3',
};

/** A document as a stranger gets it. */
export function served(
  url: string,
  value: unknown,
  more: Partial<SeenDocument> = {},
): SeenDocument {
  return {
    url,
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    body: encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)),
    isCut: false,
    milliseconds: 40,
    ...more,
  };
}

/** A token as it stands. */
export function sceneToken(own: Partial<SceneToken> = {}): SceneToken {
  return {
    length: 700,
    header: { alg: 'RS256', kid: '1', typ: 'JWT' },
    claims: CLAIMS,
    signature: { state: 'good', key: KEY },
    ...own,
  };
}

/** A scene in which all is as everybody wants it, but for what is given. */
export function scene<Trust = undefined>(own: Partial<Scene<Trust>> = {}): Scene<Trust> {
  return {
    seen: {
      issuer: ISSUER,
      addresses: ['203.0.113.5'],
      tls: {
        chain: [{ subject: 'oidc.example.com', issuer: 'R3', ends: (NOW + 60 * 86_400) * 1000 }],
      },
      discovery: served(`${ISSUER}/.well-known/openid-configuration`, DISCOVERY),
      jwks: served(`${ISSUER}/jwks/keys`, { keys: [KEY] }),
      now: NOW * 1000,
    },
    discovery: DISCOVERY,
    keys: [KEY],
    token: sceneToken(),
    trust: undefined,
    now: NOW,
    ...own,
  };
}

const object = (known: JsonObject) =>
  fc
    .tuple(
      fc.subarray(Object.entries(known)),
      fc.dictionary(fc.constantFrom(...Object.keys(known), 'azp', '__proto__'), fc.jsonValue(), {
        maxKeys: 4,
      }),
    )
    .map(([kept, odd]): JsonObject => ({ ...Object.fromEntries(kept), ...odd }));

const document = fc
  .record({
    status: fc.constantFrom(200, 200, 301, 403, 500),
    isCut: fc.boolean(),
    milliseconds: fc.nat(20_000),
    fault: fc.constantFrom(undefined, undefined, 'nobody answers'),
  })
  .map(({ fault, ...own }) =>
    served(ISSUER, DISCOVERY, { ...own, ...(fault !== undefined && { fault }) }),
  );

/** Anything that there may be. */
export const arbitraryScene: fc.Arbitrary<Scene<undefined>> = fc
  .record({
    issuer: fc.oneof(
      fc.constantFrom(
        ISSUER,
        `${ISSUER}/`,
        `${ISSUER}/${'a'.repeat(700)}`,
        'https://gitlab.com',
        'http://10.0.0.1:8080/a?b',
        'x',
      ),
      fc.webUrl(),
      fc.string(),
    ),
    addresses: fc.subarray(['203.0.113.5', '10.0.0.1', '::1']),
    discoveryDocument: document,
    jwks: fc.option(document, { nil: undefined }),
    discovery: fc.option(object(DISCOVERY), { nil: undefined }),
    keys: fc.option(fc.array(fc.oneof(object(KEY), fc.jsonValue()), { maxLength: 4 }), {
      nil: undefined,
    }),
    claims: object(CLAIMS),
    header: object({ alg: 'RS256', kid: '1', typ: 'JWT' }),
    length: fc.nat(200_000),
    signed: fc.constantFrom<SceneToken['signature']['state']>('good', 'bad', 'unknown'),
    hasOwnCa: fc.constantFrom(undefined, false, true),
    hasToken: fc.boolean(),
    tls: fc.constantFrom(
      undefined,
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ),
  })
  .map(
    ({
      issuer,
      addresses,
      discoveryDocument,
      jwks,
      discovery,
      keys,
      claims,
      header,
      length,
      signed,
      hasOwnCa,
      hasToken,
      tls,
    }) => {
      const [key] = keys ?? [];
      const signature: SceneToken['signature'] =
        signed === 'good' && isJsonObject(key)
          ? { state: 'good', key }
          : signed === 'unknown'
            ? { state: 'unknown', why: 'the keys of the issuer were not read' }
            : { state: 'bad', why: 'no key has its kid' };
      return scene({
        seen: {
          issuer,
          addresses,
          discovery: discoveryDocument,
          ...(tls !== undefined && { tls: { fault: tls, chain: [] } }),
          ...(jwks !== undefined && { jwks }),
          now: NOW * 1000,
        },
        discovery,
        keys,
        token: hasToken
          ? sceneToken({
              length,
              header,
              claims,
              signature,
            })
          : undefined,
        ...(hasOwnCa !== undefined && { hasOwnCa }),
      });
    },
  );
