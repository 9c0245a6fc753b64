import type { GetTokens, TokenSet, TokenSource } from '@drawbridge/oauth';

/** A source that hands out what it is told to. */
export interface StubSource extends TokenSource {
  /** What it was asked. */
  readonly asked: readonly GetTokens[];
  closed: boolean;
}

/**
 * @param peeked - the token that is at hand; `undefined` for none
 * @param get - what is answered to who waits. Default: the token that is at hand
 */
export function stubSource(
  peeked: string | undefined,
  get: (options: GetTokens) => Promise<string> = () => Promise.resolve(peeked ?? ''),
): StubSource {
  const asked: GetTokens[] = [];
  return {
    asked,
    closed: false,
    peek: () => (peeked === undefined ? undefined : tokenSet(peeked)),
    async get(options = {}) {
      asked.push(options);
      return tokenSet(await get(options));
    },
    close() {
      this.closed = true;
      return Promise.resolve();
    },
  };
}

/** A token set with an access token alone. */
export function tokenSet(accessToken: string, tokenType = 'Bearer'): TokenSet {
  return { accessToken, tokenType, obtainedAt: 0 };
}

/** The first of a list that has one. */
export function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('the list is empty');
  return first;
}
