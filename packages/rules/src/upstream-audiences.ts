import { type JsonObject, member } from '@drawbridge/core';

/** The audiences of an upstream token, as a list, each once (RFC 7519 section 4.1.3). */
export function upstreamAudiences(claims: JsonObject): readonly string[] {
  const aud = member(claims, 'aud');
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return [...new Set(list)].filter((audience) => typeof audience === 'string');
}
