import { isJsonObject } from '@drawbridge/core';
import { readOpaqueToken } from './opaque-token.ts';

/** What hides tokens in what is shown, or leaves them. */
export interface Mask {
  /** What is known to be a token. */
  token(text: string): string;
  /** Text in which tokens may be. */
  text(text: string): string;
  /** A value of JSON, in which tokens may be at any depth. @param name - of the member that it is in */
  json(value: unknown, name: string): unknown;
}

/** A JWT, or the beginning of one: its header begins with `{"`, `{ "` or `{` and a line feed, in base64url. */
const JWT = /(?:ey[A-Za-z]|ew[0-9o]|IHs)[\w+/=-]{4,}\.[\w+/=.-]*/g;
/** gzip in base64url or base64: a cookie of Vouch Proxy. */
const GZIP = /H4sI[\w+/=-]{8,}/g;
/** What Drawbridge sealed. */
const SEALED = /v1\.[\w-]{11}\.[\w-]{8,}/g;
const TOKENS = [JWT, GZIP, SEALED];

/** A member whose text is secret by its name. */
const SECRET_NAME = /token|secret|passw|assertion|credential|api_?key|^code$/i;
/** Such names of members that say something about a token. */
const NO_SECRET = /^token_?(?:id|type|use|endpoint.*)$|_(?:type|use|expires?(?:_in|_at)?)$/i;

/** Hides tokens: of each is told how long it is, and nothing else. */
export const MASK: Mask = {
  token: (text) => `•••• (${text.length} characters)`,

  text(text) {
    if (readOpaqueToken(text) !== undefined) return MASK.token(text);
    return TOKENS.reduce((masked, pattern) => masked.replace(pattern, MASK.token), text);
  },

  json(value, name) {
    if (typeof value === 'string') {
      return value !== '' && isSecretName(name) ? MASK.token(value) : MASK.text(value);
    }
    if (Array.isArray(value)) return value.map((each) => MASK.json(each, name));
    if (!isJsonObject(value)) return value;
    const masked = Object.entries(value).map(([key, each]) => {
      // What is below a secret name is secret, whatever it is called.
      return [MASK.text(key), MASK.json(each, isSecretName(name) ? name : key)] as const;
    });
    return Object.fromEntries(masked);
  },
};

/** Leaves tokens as they are. */
export const NO_MASK: Mask = {
  token: (text) => text,
  text: (text) => text,
  json: (value) => value,
};

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name);
}
