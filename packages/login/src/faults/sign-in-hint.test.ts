import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTRA_CODES } from './entra-codes.ts';
import { OAUTH_ROWS } from './hint-rows.ts';
import { signInHint } from './sign-in-hint.ts';

const ENTRA = 'https://login.microsoftonline.com/t/v2.0';
const asked = {
  redirectUri: 'http://127.0.0.1:6432/callback',
  clientId: 'laptop',
  scope: 'openid email',
};

describe('signInHint', () => {
  it.each([
    ['access_denied', /assign/],
    ['login_required', /--prompt none/],
    ['interaction_required', /browser/],
    ['consent_required', /agree/],
    ['invalid_scope', /openid email/],
    ['unauthorized_client', /client laptop/],
    ['unsupported_response_type', /--implicit.*--authorization-code/],
    ['temporarily_unavailable', /Try again/],
    ['invalid_client', /client laptop/],
    ['invalid_redirect_uri', /6432/],
  ])('says what to do about %s', (error, hint) => {
    expect(signInHint({ error, ...asked })).toMatch(hint);
  });

  it.each([
    [50011, /http:\/\/127\.0\.0\.1:6432\/callback/],
    [65001, /consent/],
    [50105, /assigned to the app laptop/],
    [700016, /no app laptop/],
    [7000218, /Mobile and desktop/],
    [90002, /TENANT-ID/],
    [900144, /parameter is missing/],
    [70011, /openid email/],
    [53003, /Conditional Access/],
  ])('knows AADSTS%i', (code, hint) => {
    const description = `AADSTS${code}: words. Trace ID: 1\r\nCorrelation ID: 2`;
    for (const issuer of [ENTRA, undefined]) {
      expect(signInHint({ error: 'invalid_request', description, issuer, ...asked })).toMatch(hint);
    }
  });

  it('takes no code of Entra from another provider, and falls back for one that is not known', () => {
    const description = 'AADSTS53003: no';
    const okta = { error: 'access_denied', description, issuer: 'https://acme.okta.com' };
    expect(signInHint(okta)).not.toMatch(/Conditional/);
    const other = { error: 'access_denied', description: 'AADSTS9999999: x', issuer: ENTRA };
    expect(signInHint(other)).toMatch(/declined/);
  });

  it('tells a flow that a client does not have from another fault of the request', () => {
    const description = 'requested response_type is not allowed for this client';
    const hint = signInHint({ error: 'invalid_request', description, ...asked });
    expect(hint).toMatch(/--authorization-code/);
    expect(signInHint({ error: 'invalid_request', ...asked })).not.toMatch(/--authorization-code/);
  });

  it('knows what an error means at one provider', () => {
    const description = 'Callback URL not approved for this client application.';
    const fault = { error: 'access_denied', description, ...asked };
    expect(signInHint({ ...fault, issuer: 'https://acme.eu.auth0.com/' })).toMatch(/6432/);
    expect(signInHint({ ...fault, issuer: 'https://id.test' })).toMatch(/declined/);
  });

  it.each(['invalid_whatever', '', 'toString', '__proto__'])('knows nothing of %j', (error) => {
    expect(signInHint({ error })).toBeUndefined();
  });

  it('never repeats what the provider said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OAUTH_ROWS.map(({ error = '' }) => error), 'other'),
        fc.string({ minLength: 1, maxLength: 20 }),
        (error, words) => {
          const description = `\u{1F512}${words}\u{1F512}`;
          return signInHint({ error, description })?.includes('\u{1F512}') !== true;
        },
      ),
    );
  });

  it('has each code of Entra once', () => {
    const codes = ENTRA_CODES.value.flatMap((row) => row.codes);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has every description after the narrow ones', () => {
    OAUTH_ROWS.forEach(({ error, description }, index) => {
      if (description !== undefined) return;
      expect(OAUTH_ROWS.findIndex((row) => row.error === error && !row.description)).toBe(index);
    });
  });
});
