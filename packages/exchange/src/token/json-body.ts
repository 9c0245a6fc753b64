import {
  DrawbridgeError,
  hasDuplicateMembers,
  isJsonObject,
  type JsonObject,
} from '@drawbridge/core';
import type { RawParameters } from './raw-parameters.ts';

/** Parameters that may be given more than once (RFC 8693 section 2.1), in JSON as a list. */
const REPEATABLE = ['audience', 'resource'];

/**
 * Reads a JSON object whose members are the parameters of the form.
 *
 * @throws {DrawbridgeError} `body_malformed`
 */
export function readJsonParameters(body: string): RawParameters {
  const value = parseJson(body);
  if (isJsonObject(value)) return jsonParameters(value);
  throw new DrawbridgeError('body_malformed', { hint: 'It is not a JSON object.' });
}

/** The members of an object as parameters. */
export function jsonParameters(body: JsonObject): RawParameters {
  return new Map(
    Object.entries(body).map(([name, given]) => [
      name,
      REPEATABLE.includes(name) && Array.isArray(given) ? given : [given],
    ]),
  );
}

/**
 * Parses a body as JSON of any kind.
 *
 * @throws {DrawbridgeError} `body_malformed`, saying what most likely went wrong
 */
export function parseJson(body: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new DrawbridgeError('body_malformed', { hint: explain(body) });
  }
  if (hasDuplicateMembers(body, value)) {
    throw new DrawbridgeError('body_malformed', { hint: 'It has two members of one name.' });
  }
  return value;
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
