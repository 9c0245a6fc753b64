import { type Call, headerValues, mediaType } from '@drawbridge/core';

/**
 * Whether a caller would rather have JSON than the bare token: it names JSON, and
 * does not name `application/jwt` with the same or a higher weight (RFC 9110 section 12.5.1).
 */
export function prefersJson(call: Call): boolean {
  const { json, jwt } = weights(call);
  return json > 0 && json > jwt;
}

/** Whether a caller would rather have the bare token than JSON: it names `application/jwt` with the higher weight. */
export function prefersJwt(call: Call): boolean {
  const { json, jwt } = weights(call);
  return jwt > 0 && jwt > json;
}

function weights(call: Call): { readonly json: number; readonly jwt: number } {
  const ranges = headerValues(call, 'accept').flatMap((value) => value.split(','));
  return {
    json: weightOf(ranges, 'application/json'),
    jwt: weightOf(ranges, 'application/jwt'),
  };
}

function weightOf(ranges: readonly string[], type: string): number {
  const range = ranges.find((candidate) => mediaType(candidate) === type);
  if (range === undefined) return 0;
  const weight = /;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)/i.exec(range)?.[1];
  return weight === undefined ? 1 : Number(weight);
}
