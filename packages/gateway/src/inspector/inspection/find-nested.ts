import { isJsonObject, type JsonObject } from '@drawbridge/core';
import { readCilogonToken } from './cilogon-token.ts';

/** A token among claims. */
export interface NestedToken {
  /** The members that lead to it; of a list, the index. */
  readonly path: readonly string[];
  readonly token: string;
  readonly isJwt: boolean;
}

/** The most that are looked into. */
const MAX_NESTED = 8;
/** Where Vouch Proxy keeps tokens, whatever they look like. */
const KEPT = new Set(['PAccessToken', 'PIdToken', 'PRefreshToken']);
/** Three parts, of which the first begins as base64url of `{` and a quotation mark or white space does. */
const JWT = /^(?:ey[A-Za-z]|ew[0-9o])[\w=-]*\.[\w=-]+\.[\w=-]*$/;

/** Tokens among claims, at any depth, in their order. Claims are not nested deeply: who decoded them saw to that. */
export function findNested(claims: JsonObject): readonly NestedToken[] {
  const found: NestedToken[] = [];
  look(claims, []);
  return found;

  function look(value: unknown, path: readonly string[]): void {
    if (found.length >= MAX_NESTED) return;
    if (typeof value === 'string') {
      const isJwt = JWT.test(value);
      const isKept = path.length === 1 && KEPT.has(path[0] as string) && value !== '';
      if (isJwt || isKept || readCilogonToken(value) !== undefined) {
        found.push({ path, token: value, isJwt });
      }
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) look(each, [...path, `${index}`]);
    } else if (isJsonObject(value)) {
      for (const [name, each] of Object.entries(value)) look(each, [...path, name]);
    }
  }
}
