import { epochSeconds, type JsonObject, systemClock } from '@drawbridge/core';
import { showTime } from '@drawbridge/node';

const FIRST = ['iss', 'sub', 'aud'];
const TIMES = ['iat', 'nbf', 'exp', 'auth_time'];

/** Claims in words: who, what of, for whom, then the rest, then the times. */
export function describeClaims(claims: JsonObject): readonly (readonly [string, string])[] {
  const now = epochSeconds(systemClock);
  const rest = Object.keys(claims).filter((name) => ![...FIRST, ...TIMES].includes(name));
  const names = [...FIRST, ...rest, ...TIMES].filter((name) => Object.hasOwn(claims, name));
  return names.map((name) => {
    const value = claims[name];
    if (TIMES.includes(name)) return [name, showTime(Number(value), now)];
    return [name, inWords(value)];
  });
}

function inWords(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
