/**
 * A refresh token of the proxy's session, as it came: nobody but its issuer can judge it. Whoever
 * uses it may sign the user out of the proxy, where the issuer rotates refresh tokens.
 */
export class RefreshToken {
  readonly #raw: string;

  constructor(raw: string) {
    this.#raw = raw;
  }

  /** As secret as a password. */
  get raw(): string {
    return this.#raw;
  }
}
