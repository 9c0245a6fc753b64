import { DrawbridgeError, isJsonObject, member } from '@drawbridge/core';
import type { RawParameters } from './raw-parameters.ts';

/**
 * Reads a JSON object with the members `token` and `alg`.
 *
 * @throws {DrawbridgeError} `body_malformed`
 */
export function readJsonParameters(body: string): RawParameters {
  const value = parse(body);
  if (!isJsonObject(value)) {
    throw new DrawbridgeError('body_malformed', { hint: 'It is not a JSON object.' });
  }
  return { token: member(value, 'token'), alg: member(value, 'alg') };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DrawbridgeError('body_malformed', { hint: explain(body) });
  }
}

/** A token, or nothing at all, where JSON wants a string in quotes. */
const UNQUOTED_TOKEN = /"token"\s*:\s*[\w-]+\.[\w-]*\.[\w-]*\s*[,}]/;
const NO_TOKEN = /"token"\s*:\s*[,}]/;

/**
 * Says what most likely went wrong. Job scripts build JSON out of shell variables,
 * and GitLab's documentation once showed how to do it without the quotes.
 */
function explain(body: string): string {
  if (UNQUOTED_TOKEN.test(body)) {
    return (
      'The value of "token" has no quotes around it: a shell drops those that are not escaped. ' +
      'Escape them, or send the token alone with Content-Type: application/jwt.'
    );
  }
  if (NO_TOKEN.test(body)) {
    return 'The value of "token" is missing. Is the variable that holds it set?';
  }
  return 'It is not JSON.';
}
