import { expect, it } from 'vitest';
import { missingCookie } from './missing-cookie.ts';
import { VOUCH_TOKEN_HEADERS } from './options.ts';

it('names every place where the guard looked', () => {
  expect(missingCookie('VouchCookie', []).message).toBe('the request has no cookie VouchCookie');
  expect(missingCookie('VouchCookie', VOUCH_TOKEN_HEADERS).message).toBe(
    'the request has no cookie VouchCookie, and no X-Vouch-Token, and no Authorization: Bearer',
  );
});
