import type { DrawbridgeError, HeaderField } from '@drawbridge/core';

/** A request as it goes over the wire. */
export interface SentRequest {
  readonly method: string;
  /** `https://app.example.com:8443` */
  readonly origin: string;
  /** In origin-form or in absolute-form, as it is written: nothing is resolved or encoded. */
  readonly target: string;
  /** What the field Host says. Default: the host of the origin. */
  readonly host?: string;
  /** In their order and their letters, without Host. */
  readonly fields: readonly HeaderField[];
  readonly body?: string;
}

/** What came back. */
export interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  readonly fields: readonly HeaderField[];
  /** The beginning of the body. */
  readonly text: string;
  /** Why there was none. */
  readonly failure?: DrawbridgeError;
}

/**
 * Sends one request, and follows no redirect.
 *
 * @throws {DrawbridgeError} `remote_untrusted` for a certificate, and others of `remote_…` where there is no answer
 */
export type Send = (request: SentRequest) => Promise<Answer>;

/** All values of a field. @param name - in lower case */
export function valuesOf({ fields }: Pick<Answer, 'fields'>, name: string): readonly string[] {
  return fields.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}
