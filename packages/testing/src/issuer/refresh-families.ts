/** What a person agreed to, and with which client: what refresh tokens stand for. */
export interface Grant {
  readonly clientId: string;
  readonly scope: string;
  /** Claims of the person, in the access token and in the ID token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether each use gives a new refresh token, leaves the old one as it is, or there is none. */
  readonly refresh: 'rotated' | 'kept' | 'none';
  /** Whether there is an ID token, after the sign-in and after each use of a refresh token. */
  readonly idToken: 'always' | 'first' | 'never';
}

interface Family {
  readonly grant: Grant;
  current: string;
  ended: boolean;
}

/** Refresh tokens that descend from one another (RFC 9700 section 4.14.2). */
export interface RefreshFamilies {
  /** The first refresh token of a grant. */
  begin(grant: Grant): string;
  /** The grant of a token, and whether it could be used now. */
  find(token: string): { readonly grant: Grant; readonly isUsable: boolean } | undefined;
  /**
   * Uses a token. One that was used before ends its whole family: somebody has stolen it, or has lost an answer.
   *
   * @returns the grant and the next token; `undefined` when it is none, or not any more
   */
  use(token: string): { readonly grant: Grant; readonly next: string } | undefined;
  /** Ends the family of a token. */
  end(token: string): void;
}

/** Makes the refresh tokens of one issuer. */
export function createRefreshFamilies(): RefreshFamilies {
  const families = new Map<string, Family>();
  const make = (family: Family) => {
    const token = `refresh-${crypto.randomUUID()}`;
    families.set(token, family);
    return token;
  };

  return {
    begin(grant) {
      const family: Family = { grant, current: '', ended: false };
      family.current = make(family);
      return family.current;
    },
    find(token) {
      const family = families.get(token);
      if (family === undefined) return undefined;
      return { grant: family.grant, isUsable: !family.ended && family.current === token };
    },
    use(token) {
      const family = families.get(token);
      if (family === undefined) return undefined;
      family.ended ||= family.current !== token;
      if (family.ended) return undefined;
      if (family.grant.refresh === 'rotated') family.current = make(family);
      return { grant: family.grant, next: family.current };
    },
    end(token) {
      const family = families.get(token);
      if (family !== undefined) family.ended = true;
    },
  };
}
