import { DrawbridgeError, encodeUtf8, type FetchDocument } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { findIssuer, pathsAbove } from './find-issuer.ts';

/** Serves documents by their issuer, and notes who was asked. */
function documents(
  all: Readonly<Record<string, object | number>>,
): FetchDocument & { readonly asked: string[] } {
  const asked: string[] = [];
  const fetch: FetchDocument = async (url) => {
    const base = url.replace('/.well-known/openid-configuration', '');
    asked.push(base);
    const found = all[base] ?? 404;
    return typeof found === 'number'
      ? { status: found, body: new Uint8Array() }
      : { status: 200, body: encodeUtf8(JSON.stringify(found)) };
  };
  return Object.assign(fetch, { asked });
}

const document = (issuer: string, tokenEndpoint: string) => ({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  token_endpoint: tokenEndpoint,
});

const TOKEN = 'https://id.example.com/realms/a/protocol/openid-connect/token';
const ISSUER = 'https://id.example.com/realms/a';
const oidc = { provider: 'oidc', issuer: undefined, tokenUrl: TOKEN } as const;

describe('the issuer of ID tokens', () => {
  it('is looked for above the token endpoint, the longest path first', () => {
    expect(pathsAbove(TOKEN)).toEqual([
      'https://id.example.com/realms/a/protocol/openid-connect',
      'https://id.example.com/realms/a/protocol',
      'https://id.example.com/realms/a',
      'https://id.example.com/realms',
      'https://id.example.com',
    ]);
    expect(pathsAbove('https://id.example.com/token?x=/y/')).toEqual(['https://id.example.com']);
    expect(pathsAbove('https://id.example.com')).toEqual(['https://id.example.com']);
    expect(pathsAbove('nothing')).toEqual([]);
    expect(pathsAbove(`https://id.example.com${'/a'.repeat(500)}`).length).toBeLessThan(12);
  });

  it('is that of the document that names the token endpoint', async () => {
    const fetch = documents({ [ISSUER]: document(ISSUER, TOKEN) });
    expect(await findIssuer(oidc, fetch)).toMatchObject({ issuer: ISSUER });
    expect(fetch.asked).toEqual(pathsAbove(TOKEN).slice(0, 3));
  });

  it.each([
    ['names another token endpoint', document(ISSUER, `${TOKEN}s`)],
    ['is of another issuer', document('https://evil.test', TOKEN)],
    ['is of an issuer above', document('https://id.example.com', TOKEN)],
    ['is no object', [] as object],
    ['is not there', 404],
    ['is forbidden', 403],
  ])('is not that of a document that %s', async (_, found) => {
    expect(await findIssuer(oidc, documents({ [ISSUER]: found }))).toBeUndefined();
  });

  it.each([500, 503, 429])('is not known where a document has status %d', async (status) => {
    const found = findIssuer(oidc, documents({ [ISSUER]: status }));
    await expect(found).rejects.toMatchObject({ kind: 'upstream' });
  });

  it('is not known where a document cannot be had', async () => {
    const found = findIssuer(oidc, async (url) => {
      throw new DrawbridgeError('upstream_timeout', { detail: url });
    });
    await expect(found).rejects.toMatchObject({ code: 'upstream_timeout' });
  });

  it('is found although another document cannot be had', async () => {
    const above = pathsAbove(TOKEN)[0] ?? '';
    const fetch = documents({ [above]: 500, [ISSUER]: document(ISSUER, TOKEN) });
    expect(await findIssuer(oidc, fetch)).toMatchObject({ issuer: ISSUER });
  });

  it('is the one that is given, and no other', async () => {
    const other = 'https://login.example.com';
    const fetch = documents({ [other]: document(other, 'https://elsewhere.test/token') });
    expect(await findIssuer({ ...oidc, issuer: other }, fetch)).toMatchObject({ issuer: other });
    const wrong = findIssuer({ ...oidc, issuer: 'https://nothing.test' }, fetch);
    await expect(wrong).rejects.toMatchObject({ kind: 'upstream' });
  });

  it('of Google is always the same', async () => {
    const google = 'https://accounts.google.com';
    const fetch = documents({ [google]: document(google, 'https://oauth2.googleapis.com/token') });
    const found = await findIssuer({ ...oidc, provider: 'google' }, fetch);
    expect(found).toMatchObject({ issuer: google });
    expect(fetch.asked).toEqual([google]);
  });

  // https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference: version 1 and 2.
  it.each([
    ['/oauth2/v2.0/token', '/v2.0', 'https://login.microsoftonline.com/8eaef023/v2.0'],
    ['/oauth2/token', '', 'https://sts.windows.net/8eaef023/'],
  ])('of a tenant with the token endpoint %s', async (path, at, issuer) => {
    const tenant = 'https://login.microsoftonline.com/example.com';
    const fetch = documents({
      [`${tenant}${at}`]: document(issuer, 'https://login.microsoftonline.com/8eaef023/token'),
    });
    const found = await findIssuer(
      { provider: 'azure', issuer: undefined, tokenUrl: tenant + path },
      fetch,
    );
    expect(found).toMatchObject({ issuer });
  });

  it('of a tenant is none where the document is for all of them', async () => {
    const common = 'https://login.microsoftonline.com/common';
    const fetch = documents({
      [`${common}/v2.0`]: document('https://login.microsoftonline.com/{tenantid}/v2.0', common),
    });
    const found = findIssuer(
      { provider: 'azure', issuer: undefined, tokenUrl: `${common}/oauth2/v2.0/token` },
      fetch,
    );
    await expect(found).rejects.toBeInstanceOf(DrawbridgeError);
  });
});
