import { ERRORS, type ErrorCode, type ErrorKind, type ErrorRow } from './table.ts';

/** What a {@link DrawbridgeError} carries beside its code. */
export interface DrawbridgeErrorOptions {
  /**
   * What happened, for the operator's log or terminal. It may name claims, addresses and settings; it
   * never holds a token, key, cookie or code.
   */
  readonly detail?: string;
  /** What to do next. A caller over HTTP sees it only for faults of the `request` kind. */
  readonly hint?: string;
  /** Fingerprint of the token that the fault is about, so that the log names it. */
  readonly token?: string;
  /** The configured upstream issuer that the token names. */
  readonly issuer?: string;
  /** Seconds after which a retry may succeed, where that is known better than the table does. */
  readonly retryAfter?: number;
  /** Whether the log was told of the same just before, so that it need not be again. Default: false. */
  readonly repeated?: boolean;
  readonly cause?: unknown;
}

/** The same in every copy of this package: the command has one within it, and what is installed beside it another. */
const MARK = Symbol.for('@drawbridge/core DrawbridgeError');

/**
 * The one error class of Drawbridge. `message` is the operator's view (the detail
 * where there is one); {@link publicMessage} is what any caller may read.
 */
export class DrawbridgeError extends Error {
  override readonly name = 'DrawbridgeError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** Fingerprint of the token that the fault is about. */
  readonly token: string | undefined;
  /** Whether the log was told of the same just before. */
  readonly repeated: boolean;
  /** The configured upstream issuer that the token names, whether it is from there or not. */
  readonly issuer: string | undefined;
  readonly #retryAfter: number | undefined;

  static {
    Object.defineProperty(DrawbridgeError.prototype, MARK, { value: true });
  }

  /** Whether a value is one, made by this copy of the package or by another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that extends this one inherits the function, and not every error is of that class.
    if (this !== DrawbridgeError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && MARK in value;
  }

  constructor(code: ErrorCode, options: DrawbridgeErrorOptions = {}) {
    super(
      options.detail ?? ERRORS[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.hint = options.hint;
    this.token = options.token;
    this.repeated = options.repeated ?? false;
    this.issuer = options.issuer;
    this.#retryAfter = options.retryAfter;
  }

  get kind(): ErrorKind {
    return this.#row.kind;
  }

  /** HTTP status of the reply that tells of this fault. */
  get status(): number {
    return this.#row.status;
  }

  /** The `error` member of RFC 6749 section 5.2; `undefined` for who sent no token (RFC 6750 section 3.1). */
  get error(): ErrorRow['error'] {
    return this.#row.error;
  }

  get publicMessage(): string {
    return this.#row.message;
  }

  /** Seconds after which a retry may succeed; `undefined` where it cannot. */
  get retryAfter(): number | undefined {
    return this.#retryAfter ?? this.#row.retryAfter;
  }

  get #row(): ErrorRow {
    return ERRORS[this.code];
  }
}

/**
 * Turns anything thrown into a {@link DrawbridgeError}. What is not one already
 * is a bug of ours and becomes `internal`, with the original as its cause.
 */
export function toDrawbridgeError(thrown: unknown): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  return new DrawbridgeError('internal', {
    detail: thrown instanceof Error ? thrown.message : 'a value that is not an Error was thrown',
    cause: thrown,
  });
}
