/** Facts beside a log event. Secrets have no place here: a token is named by its fingerprint. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a part writes what its operator should know. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
