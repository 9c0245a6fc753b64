import { isJsonObject } from '@drawbridge/core';
import { readCilogonToken } from './cilogon-token.ts';
import { countCharacters } from './count-characters.ts';

/** What hides tokens in what is shown, or leaves them. */
export interface Mask {
  /** Whether it hides anything. */
  readonly hides: boolean;
  /** What is known to be a token. */
  token(text: string): string;
  /** Text in which tokens may be. */
  text(text: string): string;
  /** A value of JSON, in which tokens may be at any depth. @param name - of the member that it is in */
  json(value: unknown, name: string): unknown;
}

/** Characters of JWTs and of base64. Taken as they come, so that no character is looked at from several beginnings. */
const RUN = /[\w+/=.-]+/g;
/** The beginning of a JWT up to its first dot: its header begins with `{"`, `{ "` or `{` and a line feed, in base64url. */
const JWT_HEADER = /(?:ey[A-Za-z]|ew[0-9o]|IHs)(?=.{4})/s;
/** gzip in base64url or base64: a cookie of Vouch Proxy. */
const GZIP = /H4sI[\w+/=-]{8,}/g;
/** What Drawbridge sealed. */
const SEALED = /v1\.[\w-]{11}\.[\w-]{8,}/g;
/** `https://` in base32: what CILogon's opaque tokens begin with. */
const BASE32_URL = /NB2HI4DTHIXS6[A-Z2-7]{16,}=*/g;
const TOKENS = [GZIP, SEALED, BASE32_URL];
/** Characters of the shortest text that anything is hidden of: a beginning of a JWT, and its dot. */
const SHORTEST = 8;

/**
 * A member whose text is secret by its name. By `sid` whoever knows it can end a session (OpenID Connect Front-Channel Logout 1.0
 * section 2).
 */
const SECRET_NAME = /token|secret|passw|assertion|credential|api_?key|^(?:code|sid)$/i;
/** Such names of members that say something about a token. */
const NO_SECRET = /^token_?(?:id|type|use|endpoint.*)$|_(?:type|use|expires?(?:_in|_at)?)$/i;

/** Hides tokens: of each is told how long it is, and nothing else. */
export const MASK: Mask = {
  hides: true,
  token: (text) => `•••• (${countCharacters(text)})`,

  text(text) {
    if (text.length < SHORTEST) return text;
    if (readCilogonToken(text) !== undefined) return MASK.token(text);
    return TOKENS.reduce(
      (masked, pattern) => masked.replace(pattern, MASK.token),
      text.replace(RUN, maskJwt),
    );
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
  hides: false,
  token: (text) => text,
  text: (text) => text,
  json: (value) => value,
};

/** Masks a JWT, or the beginning of one, to the end of the run that it is in. */
function maskJwt(run: string): string {
  let from = 0;
  for (let dot = run.indexOf('.'); dot !== -1; dot = run.indexOf('.', from)) {
    const at = run.slice(from, dot).search(JWT_HEADER);
    if (at !== -1) return run.slice(0, from + at) + MASK.token(run.slice(from + at));
    from = dot + 1;
  }
  return run;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name);
}
