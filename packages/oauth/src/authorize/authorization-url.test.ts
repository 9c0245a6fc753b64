import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizationUrl, OWN_PARAMETERS } from './authorization-url.ts';
import { challengeOf } from './challenge-of.ts';

const ENDPOINT = 'https://id.test/authorize';
const OURS = { client_id: 'apps', state: 's', prompt: undefined };

describe('authorizationUrl', () => {
  it.each([...OWN_PARAMETERS])('takes no extra parameter %s', (name) => {
    expect(() => authorizationUrl(ENDPOINT, {}, { [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'sign_in_unavailable' }),
    );
  });

  it('takes no extra parameter that is given anyway', () => {
    const ours = { ...OURS, prompt: 'login' };
    expect(() => authorizationUrl(ENDPOINT, ours, { prompt: 'none' })).toThrow(
      'prompt cannot be given as an extra parameter',
    );
    expect(authorizationUrl(ENDPOINT, OURS, { prompt: 'none' })).toContain('prompt=none');
  });

  it('keeps the query of the endpoint, but for what is ours to set', () => {
    const own = [...OWN_PARAMETERS].map((name) => `${name}=theirs`).join('&');
    const url = new URL(authorizationUrl(`${ENDPOINT}?tenant=t&${own}`, OURS, { hd: 'a b' }));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 't',
      hd: 'a b',
      client_id: 'apps',
      state: 's',
    });
  });

  it('has each of ours once, whatever its value (property)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (state, tenant) => {
        const endpoint = `${ENDPOINT}?${new URLSearchParams({ tenant, state: 'theirs' })}`;
        const url = new URL(authorizationUrl(endpoint, { state }));
        expect(url.searchParams.getAll('state')).toEqual([state]);
        expect(url.origin + url.pathname).toBe(ENDPOINT);
      }),
    );
  });
});

describe('challengeOf', () => {
  it('is that of RFC 7636 appendix B', async () => {
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
