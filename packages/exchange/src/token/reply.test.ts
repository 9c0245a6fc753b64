import { headerValues, type MintedToken } from '@drawbridge/core';
import { replyJson, replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { tokenReply, wantsJson } from './reply.ts';
import type { TokenRequest } from './request.ts';

const minted: MintedToken = { token: 'a.b.c', claims: {}, jti: 'j', expiresAt: 1600 };

const request: TokenRequest = {
  token: 'x.y.z',
  named: false,
  audiences: [],
  issuedTokenType: 'urn:ietf:params:oauth:token-type:id_token',
  credentials: {},
};

function replyTo(accept?: string) {
  const call = testCall({ headers: accept === undefined ? [] : [['accept', accept]] });
  return tokenReply(wantsJson(call, request), request, minted, 1000);
}

describe('tokenReply', () => {
  it.each([undefined, 'application/json'])('is kept by no cache, asked for %s', (accept) => {
    const { headers, status } = replyTo(accept);
    expect(status).toBe(200);
    const call = testCall({ headers });
    expect(headerValues(call, 'cache-control')).toEqual(['no-store']);
    expect(headerValues(call, 'pragma')).toEqual(['no-cache']);
    expect(headerValues(call, 'vary')).toEqual(['accept']);
  });

  it('is the bare token, without a line end', () => {
    const reply = replyTo();
    expect(reply.headers).toContainEqual(['content-type', 'application/jwt']);
    expect(replyText(reply)).toBe('a.b.c');
  });

  it('has the members of RFC 8693 section 2.2.1 when JSON is asked for', () => {
    const reply = replyTo('application/json');
    expect(reply.headers).toContainEqual(['content-type', 'application/json']);
    expect(replyJson(reply)).toEqual({
      access_token: 'a.b.c',
      issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      token_type: 'N_A',
      expires_in: 600,
    });
  });
});
