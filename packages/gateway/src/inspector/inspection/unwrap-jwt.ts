import { countCharacters } from './count-characters.ts';
import {
  type DecodedToken,
  decodeToken,
  isJsonObject,
  type JsonObject,
  member,
  toDrawbridgeError,
} from '@drawbridge/core';
import { checkSignature } from './check-signature.ts';
import { claimRows } from './claim-rows.ts';
import { HEADER_PARAMETERS, TOKEN_CLAIMS, VOUCH_CLAIMS } from './claims-table.ts';
import { fingerprintFact } from './fingerprint-fact.ts';
import { findNested } from './find-nested.ts';
import { jwtWarnings } from './jwt-warnings.ts';
import { closedLayer, opaqueLayer } from './opaque-layer.ts';
import { readOpaqueToken } from './opaque-token.ts';
import { claimSteps, jwtSteps, signatureSteps } from './steps.ts';
import type { Walk } from './walk.ts';

/** Characters of a JWT, and of all together that are in no other: what one cookie may decompress to. */
export const MAX_JWT = 65_536;
/** How deep tokens may be in tokens. */
const MAX_DEPTH = 3;

/** The token that another is inside of. */
interface Outer {
  readonly depth: number;
  readonly claims: JsonObject;
}

/**
 * Takes a JWT apart, and the tokens among its claims.
 *
 * @param path - where it is
 * @param input - what the steps begin with
 */
export async function unwrapJwt(
  walk: Walk,
  text: string,
  path: readonly string[],
  input: string,
  outer?: Outer,
): Promise<void> {
  const { layers, warnings, now, mask, keys } = walk;
  if (outer === undefined && (walk.room -= text.length) < 0) {
    warnings.push({
      code: 'too_large',
      path,
      text: `It has ${text.length} characters unpacked. Of all that was given, ${MAX_JWT} are looked at: one cookie has no more.`,
    });
    return;
  }
  let token: DecodedToken;
  try {
    token = decodeToken(text, MAX_JWT, true);
  } catch (thrown) {
    const { message } = toDrawbridgeError(thrown);
    layers.push({
      kind: 'unknown',
      path,
      title: 'Something that cannot be read',
      about: 'It has dots as a JWT has, and is none.',
      facts: [{ name: 'length', value: countCharacters(text) }],
      steps: [],
    });
    warnings.push({ code: 'unreadable', path, text: `Nothing can be told of it: ${message}.` });
    return;
  }
  const { header, claims } = token;
  const isCookie = outer === undefined && isVouch(claims);
  const signature = await checkSignature(text, token, isCookie, keys);
  const steps = outer === undefined ? [] : claimSteps(innerPath(path, outer), input);
  const jwt = outer === undefined ? input : 'that token';
  layers.push({
    kind: 'jwt',
    path,
    title: isCookie
      ? "Vouch Proxy's JWT"
      : `A signed token (JWT)${path.length > 0 ? `: ${path.at(-1)}` : ''}`,
    about: isCookie
      ? 'Who is signed in, as Vouch Proxy wrote it down. It is signed, and not encrypted: whoever has the cookie can read all of it.'
      : 'A header, claims and a signature, with dots between (RFC 7519). It is signed, and not encrypted: whoever has it can read all of it.',
    facts: [{ name: 'length', value: countCharacters(text) }, await fingerprintFact(text)],
    header: claimRows(header, { now, mask, tables: [HEADER_PARAMETERS] }),
    claims: claimRows(claims, {
      now,
      mask,
      tables: isCookie ? [VOUCH_CLAIMS, TOKEN_CLAIMS] : [TOKEN_CLAIMS],
      opened: isCookie ? ['CustomClaims'] : [],
    }),
    signature,
    steps: [...steps, ...jwtSteps(jwt), ...signatureSteps(signature.algorithm, jwt)],
  });
  warnings.push(
    ...jwtWarnings({
      token,
      path,
      isCookie,
      signature,
      now,
      keys: keys.vouchKeys,
      outer: outer?.claims,
    }),
  );
  const depth = (outer?.depth ?? 0) + 1;
  const claimsOf = `the claims of ${path.length === 0 ? 'the token' : path.join('.')}`;
  for (const nested of findNested(claims)) {
    const at = [...path, ...nested.path];
    const opaque = readOpaqueToken(nested.token);
    if (opaque !== undefined) {
      const layer = await opaqueLayer(walk, nested.token, at, 'that token', opaque);
      layers.push({ ...layer, steps: [...claimSteps(nested.path, claimsOf), ...layer.steps] });
    } else if (nested.isJwt && depth < MAX_DEPTH) {
      await unwrapJwt(walk, nested.token, at, claimsOf, { depth, claims });
    } else {
      layers.push(await closedLayer(nested.token, at));
    }
  }

  function innerPath(whole: readonly string[], { claims: around }: Outer): readonly string[] {
    return findNested(around).find(({ token: inner }) => inner === text)?.path ?? whole.slice(-1);
  }
}

/** As Vouch Proxy writes them; another program's claims have no CustomClaims. */
function isVouch(claims: JsonObject): boolean {
  const custom = member(claims, 'CustomClaims');
  return (
    typeof member(claims, 'username') === 'string' && (custom === null || isJsonObject(custom))
  );
}
