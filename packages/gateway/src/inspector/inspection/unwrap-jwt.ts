import {
  type DecodedToken,
  decodeToken,
  isJsonObject,
  type JsonObject,
  member,
  toDrawbridgeError,
} from '@drawbridge/core';
import { MAX_VOUCH_JWT } from '@drawbridge/oauth';
import { checkSignature } from './check-signature.ts';
import { cilogonLayer } from './cilogon-layer.ts';
import { readCilogonToken } from './cilogon-token.ts';
import { HEADER_PARAMETERS, TOKEN_CLAIMS, VOUCH_CLAIMS } from './claims-table.ts';
import { countCharacters } from './count-characters.ts';
import { explainClaims } from './explain-claims.ts';
import { fingerprintFact } from './fingerprint-fact.ts';
import { findNested } from './find-nested.ts';
import { jwtWarnings } from './jwt-warnings.ts';
import { noteUnreadable } from './note-unreadable.ts';
import { opaqueLayer } from './opaque-layer.ts';
import { claimSteps, jwtSteps, signatureSteps } from './steps.ts';
import { summarize } from './summarize.ts';
import type { Walk } from './walk.ts';

/** How deep tokens may be in tokens. */
const MAX_DEPTH = 3;

/** The token that another is inside of. */
interface Outer {
  /** How deep it is in tokens itself. */
  readonly depth: number;
  /** Where among its claims the other is. */
  readonly at: readonly string[];
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
      text: `It has ${text.length} characters unpacked. Of all that was given, ${MAX_VOUCH_JWT} are looked at: one cookie has no more.`,
    });
    return;
  }
  let token: DecodedToken;
  try {
    token = decodeToken(text, MAX_VOUCH_JWT, true);
  } catch (thrown) {
    const { message } = toDrawbridgeError(thrown);
    noteUnreadable(walk, text, path, {
      about: 'It has dots as a JWT has, and is none.',
      why: `Nothing can be told of it: ${message}`,
    });
    return;
  }
  const { header, claims } = token;
  const isCookie = outer === undefined && isVouch(claims);
  const signature = await checkSignature(text, token, isCookie, keys);
  walk.summary ??= summarize({ claims, signature, now, mask });
  const steps = outer === undefined ? [] : claimSteps(outer.at, input);
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
    header: explainClaims(header, { now, mask, tables: [HEADER_PARAMETERS] }),
    claims: explainClaims(claims, {
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
    const inner = [...path, ...nested.path];
    const cilogon = readCilogonToken(nested.token);
    if (cilogon !== undefined) {
      const layer = await cilogonLayer(walk, nested.token, inner, 'that token', cilogon);
      layers.push({ ...layer, steps: [...claimSteps(nested.path, claimsOf), ...layer.steps] });
    } else if (nested.isJwt && depth < MAX_DEPTH) {
      await unwrapJwt(walk, nested.token, inner, claimsOf, { depth, at: nested.path, claims });
    } else {
      layers.push(await opaqueLayer(nested.token, inner));
    }
  }
}

/** As Vouch Proxy writes them; another program's claims have no CustomClaims. */
function isVouch(claims: JsonObject): boolean {
  const custom = member(claims, 'CustomClaims');
  return (
    typeof member(claims, 'username') === 'string' && (custom === null || isJsonObject(custom))
  );
}
