import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from './drawbridge-error.ts';
import { type ErrorCode, type ErrorKind, ERRORS } from './table.ts';

const rows = Object.entries(ERRORS) as [ErrorCode, (typeof ERRORS)[ErrorCode]][];

/** The statuses with which a kind of fault may be answered. */
const STATUSES: Readonly<Record<ErrorKind, readonly number[]>> = {
  request: [400, 404, 405, 408, 413, 415, 431],
  token: [400, 401],
  policy: [400, 401, 403],
  configuration: [500],
  upstream: [502, 503, 504],
  busy: [429, 503],
  person: [408],
  bug: [500],
};

/** A proxy's caller is not at fault, whoever must see to it: another server did not answer as it should (RFC 9110 section 15.6.3). */
const OF_A_PROXY: readonly ErrorCode[] = ['sign_in_needed', 'remote_untrusted'];

/** What the fault of a caller may be called: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 8693 section 2.2.2. */
const THEIRS = [
  'invalid_request',
  'invalid_client',
  'invalid_scope',
  'invalid_target',
  'unsupported_grant_type',
  'invalid_token',
  'insufficient_scope',
  'access_denied',
];

describe('the fault table', () => {
  it.each(rows)('%s has a kind, and a status that befits it', (code, row) => {
    expect(STATUSES).toHaveProperty(row.kind);
    expect(OF_A_PROXY.includes(code) ? [502] : STATUSES[row.kind]).toContain(row.status);
  });

  it.each(rows)('%s has the error of RFC 6749 that its status calls for', (code, row) => {
    if (row.error === undefined) {
      // RFC 6750 section 3.1: a request without any token is told no error.
      expect(code).toBe('credentials_missing');
      return;
    }
    if (code === 'sign_in_needed') {
      // Told to who calls a proxy: it is the token behind it, and to ask again changes nothing.
      expect(row.error).toBe('invalid_token');
      return;
    }
    const theirs = row.status < 500 && row.kind !== 'busy';
    expect(theirs ? THEIRS : ['server_error', 'temporarily_unavailable']).toContain(row.error);
    // RFC 6749 section 5.2: 401 is for clients; RFC 6750 section 3.1: and for tokens, where they are what a call is made with.
    expect(['invalid_client', 'invalid_token'].includes(row.error)).toBe(row.status === 401);
    // RFC 6750 section 3.1, and where no other token would help.
    expect(['insufficient_scope', 'access_denied'].includes(row.error)).toBe(row.status === 403);
    // RFC 6749 section 4.1.2.1: "temporarily" means that trying again may help.
    const mayPass = row.kind === 'upstream' || row.kind === 'busy';
    expect(row.error === 'temporarily_unavailable').toBe(mayPass);
  });

  it.each(rows)('%s says when to try again, if that may help', (code) => {
    const { kind, retryAfter } = new DrawbridgeError(code);
    expect(retryAfter === undefined).toBe(kind !== 'upstream' && kind !== 'busy');
  });

  it.each(rows)('%s has a public message that is one plain sentence', (_, row) => {
    // RFC 6749 section 5.2 allows no quotation mark and no backslash in error_description.
    expect(row.message).toMatch(/^[A-Z][\x20\x21\x23-\x5b\x5d-\x7e]*\.$/);
  });

  it('says each thing once', () => {
    expect(new Set(rows.map(([, row]) => row.message)).size).toBe(rows.length);
  });

  it.each(rows)('%s is a snake_case name', (code) => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
  });

  it.each(rows)('%s reaches the error class', (code, row) => {
    const error = new DrawbridgeError(code);
    expect({ ...row }).toEqual({
      kind: error.kind,
      status: error.status,
      error: error.error,
      message: error.publicMessage,
      ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    });
  });
});
