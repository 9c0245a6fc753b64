import { type JsonObject, member } from '@drawbridge/core';
import { isExact } from './is-exact.ts';
import {
  ABSENT,
  known,
  type KeyState,
  listState,
  never,
  oneOf,
  open,
  textState,
} from './key-state.ts';
import type { ProviderKey } from './provider-keys.ts';
import { textsOf } from './text-lists.ts';

/**
 * What a claim is as a key. Texts are documented; how AWS writes anything else is not, and an empty list is no value
 * (IAM user guide, "Condition operators": a null dataset).
 */
export function claimState(
  claims: JsonObject,
  { key, claims: names, isMany }: ProviderKey,
): KeyState {
  if (key === 'aud' && names.includes('aud')) return audienceState(claims);
  const name = names.find((one) => member(claims, one) !== undefined);
  if (name === undefined) {
    return names.length > 1 && member(claims, 'google') !== undefined
      ? open(`AWS does not document which claim it makes ${key} of.`)
      : ABSENT;
  }
  const value = member(claims, name);
  // Of a claim that AWS's pages do not agree on, it may be that it reads none.
  if (names.length > 1) {
    const text = textOf(value);
    const why = `AWS does not document in which form it reads ${key}.`;
    return text === undefined ? open(why) : oneOf([[text], undefined], why);
  }
  return valueState(value, key, isMany === true);
}

function valueState(value: unknown, key: string, isMany: boolean): KeyState {
  if (typeof value === 'string') return textState(value, isMany);
  const texts = textsOf(value);
  if (texts === undefined) {
    const text = textOf(value);
    const why = `AWS documents ${key} as text, and not what it makes of another kind of value.`;
    return text === undefined ? open(why) : oneOf([[text], undefined], why, isMany);
  }
  if (texts.length === 0) return known(undefined, isMany);
  if (isMany) return listState(texts, true);
  return texts.length === 1
    ? oneOf([texts, undefined], `AWS documents ${key} as text, and the token has a list.`)
    : open(`AWS documents ${key} as text, and the token has a list.`);
}

/**
 * The key `aud` is `azp` where the token has it, else `aud` (IAM user guide, "Available keys for AWS OIDC federation"). STS
 * refuses a token of several audiences that has no `azp`: that is judged with the token.
 */
function audienceState(claims: JsonObject): KeyState {
  const azp = member(claims, 'azp');
  if (typeof azp === 'string' && azp !== '') return known([azp]);
  if (azp !== undefined) {
    return open('The azp of the token is empty or no text, and AWS takes azp for the key aud.');
  }
  const aud = member(claims, 'aud');
  if (typeof aud === 'string') return textState(aud, false);
  const texts = textsOf(aud);
  if (texts === undefined)
    return aud === undefined ? ABSENT : open('The aud of the token is no text.');
  return texts.length <= 1
    ? listState(texts, false)
    : never('STS takes no token of several audiences (aud) without azp');
}

/** `oaud` of a token of several audiences has several values. */
export function manyAudiences(claims: JsonObject): boolean {
  const aud = member(claims, 'aud');
  return Array.isArray(aud) && aud.length > 1;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && isExact(value) ? String(value) : undefined;
}
