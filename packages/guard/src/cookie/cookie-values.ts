import type { HeaderField } from '@drawbridge/core';
import { cookiesExcept, readCookies } from '@drawbridge/oauth';
import type { HeaderSource } from '../headers/header-profile.ts';
import { createCredentialReader } from '../headers/read-credentials.ts';

/** Reads a cookie of a request, and what stands for it. */
export interface CookieValues {
  /** Names of the header fields that are read, in lower case. */
  readonly fields: ReadonlySet<string>;
  /**
   * Every value that a request has for the cookie, those of cookies first. Nothing is verified: any of them may be planted.
   *
   * @throws {DrawbridgeError} `credentials_ambiguous`, `credentials_malformed` for another field, as {@link createCredentialReader} says
   */
  read(headers: readonly HeaderField[]): readonly string[];
  /** What is left of one of the fields without the cookie. */
  remainder(field: string, value: string): string | undefined;
}

/**
 * Makes a reader of a cookie, in one piece or in parts.
 *
 * @param sources - fields that may hold its value as well
 * @throws {TypeError} for names that are no names of fields, or not all different
 */
export function createCookieValues(name: string, sources: readonly HeaderSource[]): CookieValues {
  const beside =
    sources.length === 0
      ? undefined
      : createCredentialReader({ name: 'cookie', access: sources, source: '' });
  if (beside?.fields.has(COOKIE) === true) {
    throw new TypeError('headers has Cookie, which is read in any case: leave it out');
  }
  return {
    fields: new Set([COOKIE, ...(beside?.fields ?? [])]),
    read(headers) {
      const sent = headers.filter(([field]) => field.toLowerCase() === COOKIE);
      const values = readCookies(
        sent.map(([, value]) => value),
        name,
      );
      const other = beside?.read(headers).access;
      return other === undefined || values.includes(other) ? values : [...values, other];
    },
    remainder: (field, value) => (field === COOKIE ? cookiesExcept(value, name) : undefined),
  };
}

const COOKIE = 'cookie';
