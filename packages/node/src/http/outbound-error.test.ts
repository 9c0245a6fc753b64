import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { ForbiddenAddressError } from './guarded-lookup.ts';
import { outboundError } from './outbound-error.ts';

const URL = 'https://issuer.test/jwks';

function coded(code: string): Error {
  return Object.assign(new Error('text that is not looked at: ETIMEDOUT'), { code });
}

function wrapped(cause: unknown): Error {
  return new TypeError('fetch failed', { cause });
}

const ASKED = { address: URL, timeout: 2500, caSetting: 'caFile of the upstream' };

function judge(thrown: unknown): DrawbridgeError {
  return outboundError(thrown, { ...ASKED, peer: 'upstream' });
}

describe('outboundError', () => {
  it('leaves a DrawbridgeError alone', () => {
    const error = new DrawbridgeError('upstream_invalid');
    expect(judge(error)).toBe(error);
  });

  it.each([
    ['an abort by time', new DOMException('The operation timed out', 'TimeoutError')],
    ['connecting', wrapped(coded('UND_ERR_CONNECT_TIMEOUT'))],
    ['headers', wrapped(coded('UND_ERR_HEADERS_TIMEOUT'))],
    ['the body', coded('UND_ERR_BODY_TIMEOUT')],
    ['the network', wrapped(wrapped(coded('ETIMEDOUT')))],
    ['several addresses', wrapped(new AggregateError([coded('ETIMEDOUT'), coded('ECONNREFUSED')]))],
  ])('calls it a time-out: %s', (_, thrown) => {
    expect(judge(thrown)).toMatchObject({
      code: 'upstream_timeout',
      status: 504,
      retryAfter: 5,
      message: `${URL} did not answer within 2.5 seconds`,
      cause: thrown,
    });
  });

  it.each([
    ['ECONNREFUSED', 'Nothing listens there'],
    ['ENOTFOUND', 'cannot be resolved'],
    ['EAI_AGAIN', 'does not answer'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ECONNRESET', 'closed the connection'],
    ['UND_ERR_SOCKET', 'closed the connection'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'speaks no TLS'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'speaks no TLS'],
    ['EPROTO', 'speaks no TLS'],
  ])('has a hint for %s', (code, hint) => {
    expect(judge(wrapped(coded(code)))).toMatchObject({
      code: 'upstream_unreachable',
      status: 502,
      retryAfter: 5,
      message: `${URL} could not be reached (${code})`,
      hint: expect.stringContaining(hint),
    });
  });

  it('calls a forbidden address invalid', () => {
    expect(judge(wrapped(new ForbiddenAddressError('h.test')))).toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('h.test stands for'),
    });
  });

  it.each([
    ['an error without a code', new Error('x')],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a code that is a number', Object.assign(new Error('x'), { code: 1 })],
    ['a code that names an inherited member', Object.assign(new Error('x'), { code: 'toStrin' })],
    ['an empty AggregateError', new AggregateError([])],
  ])('takes anything: %s', (_, thrown) => {
    expect(judge(thrown)).toMatchObject({ code: 'upstream_unreachable', hint: undefined });
  });

  it('ends on an error that is its own cause', () => {
    const error = new Error('x');
    error.cause = error;
    expect(judge(error).code).toBe('upstream_unreachable');
  });

  describe('of a token endpoint', () => {
    const judgeIt = (thrown: unknown) =>
      outboundError(thrown, { ...ASKED, peer: 'token_endpoint', caSetting: '--ca' });

    it.each([
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ])('has a code of its own for a certificate that nobody vouches for: %s', (code) => {
      expect(judgeIt(wrapped(coded(code)))).toMatchObject({
        code: 'token_endpoint_untrusted',
        kind: 'configuration',
        hint: expect.stringContaining('Name its file as --ca, as outbound.caFile'),
      });
    });

    it.each(['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED'])(
      'has the same code for one that is not good: %s',
      (code) => {
        expect(judgeIt(wrapped(coded(code))).code).toBe('token_endpoint_untrusted');
      },
    );

    it('has its own codes for the rest', () => {
      const late = new DOMException('The operation timed out', 'TimeoutError');
      const forbidden = new ForbiddenAddressError('h.test');
      const faults = [late, wrapped(coded('ECONNRESET')), wrapped(forbidden)].map(judgeIt);
      expect(faults.map(({ code }) => code)).toEqual([
        'token_endpoint_timeout',
        'token_endpoint_unreachable',
        'token_endpoint_invalid',
      ]);
    });
  });
});
