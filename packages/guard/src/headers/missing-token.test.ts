import { describe, expect, it } from 'vitest';
import { APISIX } from '../profiles/apisix.ts';
import { missingToken } from './missing-token.ts';

describe('the fault of a request without a token', () => {
  it('names every field of a profile, and its switches', () => {
    const { code, message, hint } = missingToken('access', APISIX);
    expect(code).toBe('credentials_missing');
    expect(message).toContain('X-Access-Token or Authorization: Bearer');
    expect(hint).toMatch(/switch .* \(profile apisix\)/);
    expect(missingToken('refresh', APISIX).message).toContain(
      'no refresh token in X-Refresh-Token',
    );
  });

  it('tells of profiles whoever has chosen none', () => {
    const { message, hint } = missingToken('access');
    expect(message).toBe('the request has no access token in Authorization: Bearer');
    expect(hint).toContain('give the option headers its profile, such as APISIX');
  });
});
