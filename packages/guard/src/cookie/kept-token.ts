/**
 * A token of the provider that is kept in a cookie, as it is there: the signature of the cookie says who put it there, and nobody
 * judged the token itself. Neither `JSON.stringify` nor `util.inspect` shows it.
 */
export class KeptToken {
  readonly #raw: string;

  constructor(raw: string) {
    this.#raw = raw;
  }

  /** As secret as a password. */
  get raw(): string {
    return this.#raw;
  }
}
