import type { Awaitable } from './engine/engine.ts';

/** What was decided about one token, for whoever must answer for it later. No member is a secret. */
export interface AuditRecord {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly decision: 'granted' | 'refused';
  /** Code of the fault, when refused. */
  readonly code?: string | undefined;
  /** Name of the rule that granted; also of one whose grant came to nothing afterwards. */
  readonly rule?: string | undefined;
  /** `iss`, `sub` and `jti` of the upstream token, once it is verified. */
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly jtiIn?: string | undefined;
  /** SHA-256 of the upstream token, in hexadecimal. */
  readonly tokenIn?: string | undefined;
  /** Of the minted token. */
  readonly audiences?: readonly string[] | undefined;
  readonly jtiOut?: string | undefined;
  /** SHA-256 of the minted token, in hexadecimal. */
  readonly tokenOut?: string | undefined;
  /** When the minted token ends, in seconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** The client that the caller proved to be. */
  readonly client?: string | undefined;
  /** Of the request that was asked about; the path decoded, without its query, which may have secrets in it. */
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  /** IP address of the caller. */
  readonly address?: string | undefined;
}

/** Where decisions are kept. */
export interface Audit {
  /**
   * Keeps a record. Where the operator wants no decision without one, a granted token goes out only after this has
   * resolved.
   *
   * @throws {DrawbridgeError} `audit_unavailable` when it cannot be kept, and must be
   */
  write(record: AuditRecord): Awaitable<void>;
  /**
   * Resolves when records can be kept, or need not be. For readiness.
   *
   * @throws {DrawbridgeError} `audit_unavailable`
   */
  check(): Promise<void>;
}

/** An audit that keeps nothing. */
export const silentAudit: Audit = { write() {}, check: () => Promise.resolve() };
