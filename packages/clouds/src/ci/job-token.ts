import { decodeToken, type JsonObject, member } from '@drawbridge/core';
import type { JobEnvironment, JobToken } from './ci-system.ts';

/**
 * What a signed JWT claims, going by its form alone: nobody has judged it. `undefined` for anything else, such as a password in a
 * variable whose name looks right.
 */
export function claimsOf(value: string | undefined): JsonObject | undefined {
  if (value === undefined) return undefined;
  try {
    return decodeToken(value.trim()).claims;
  } catch {
    return undefined;
  }
}

/** The audiences of a token: `aud` is one or a list of them (RFC 7519 section 4.1.3). */
export function audiencesOf(claims: JsonObject): readonly string[] {
  const aud = member(claims, 'aud');
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.filter((one) => typeof one === 'string');
}

/** The token of a variable that the system has one name for. */
export function variableToken(env: JobEnvironment, name: string): JobToken | undefined {
  return claimsOf(env[name]) === undefined ? undefined : { place: { kind: 'variable', name } };
}
