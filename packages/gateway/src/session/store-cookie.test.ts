import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSessionId } from './session-id.ts';
import { formatStoreCookie, parseStoreCookie } from './store-cookie.ts';

const id = newSessionId();

describe('parseStoreCookie', () => {
  it.each([
    '',
    'null',
    id,
    JSON.stringify({ id, marks: ['revoked/sub/x'] }),
    JSON.stringify([2, id, 'revoked/sub/x']),
    JSON.stringify([1, id]),
    JSON.stringify([1, `${id}A`, 'revoked/sub/x']),
    JSON.stringify([1, id.slice(1), 'revoked/sub/x']),
    JSON.stringify([1, null, 'revoked/sub/x']),
    JSON.stringify([1, id, null]),
    JSON.stringify([1, id, 'session/x']),
    JSON.stringify([1, id, 'revoked/sub/x', '']),
    JSON.stringify([1, id, 'revoked/a', 'revoked/b', 'revoked/c', 'revoked/d']),
  ])('refuses %j', (text) => {
    expect(parseStoreCookie(text)).toBeUndefined();
  });

  it('takes no other JSON, and throws for nothing (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(parseStoreCookie(text)).toBeUndefined();
      }),
    );
  });

  it('reads what was written', () => {
    const cookie = { id, marks: ['revoked/sid/a-_', 'revoked/sub/b'] };
    expect(parseStoreCookie(formatStoreCookie(cookie))).toEqual(cookie);
  });
});
