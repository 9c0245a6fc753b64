import type { TokenSource } from '@drawbridge/oauth';
import type { DelegationEntry, Person } from './delegation-entry.ts';

/** Tokens of a user, and what they are for. */
export interface Delegation extends Person, Omit<DelegationEntry, 'lastUsedAt'> {
  /**
   * Resumes it: 43 characters of base64url. As secret as a password; keep it where the work is kept. Neither `JSON.stringify` nor
   * `util.inspect` shows it.
   */
  readonly handle: string;
  /** Hands out fresh tokens, until the delegation ends. Close it when the work is done. */
  readonly source: TokenSource;
}

/** A {@link Delegation} that hides its handle from whatever prints it. */
export class HeldDelegation implements Delegation {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly purpose: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly #handle: string;
  readonly #source: TokenSource;

  constructor(
    handle: string,
    { id, purpose, createdAt, expiresAt, issuer, subject }: Omit<Delegation, 'handle' | 'source'>,
    source: TokenSource,
  ) {
    this.id = id;
    this.issuer = issuer;
    this.subject = subject;
    this.purpose = purpose;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    this.#handle = handle;
    this.#source = source;
  }

  get handle(): string {
    return this.#handle;
  }

  get source(): TokenSource {
    return this.#source;
  }
}
