import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { discoverAddress } from './discover.ts';
import type { FetchDocumentOptions } from './documents.ts';

const ISSUER = 'https://issuer.test';

describe('discoverAddress', () => {
  it('answers the address that the document names', async () => {
    const { fetch, requests } = await createTestIssuer();
    await expect(discoverAddress('jwks_uri', ISSUER, fetch)).resolves.toBe(`${ISSUER}/jwks.json`);
    expect(requests).toMatchObject({ discovery: 1, jwks: 0, elsewhere: 0 });
  });

  it.each([
    ['https://a.test', 'https://a.test/.well-known/openid-configuration'],
    ['https://a.test/', 'https://a.test/.well-known/openid-configuration'],
    ['https://a.test/b', 'https://a.test/b/.well-known/openid-configuration'],
    ['https://a.test/b/', 'https://a.test/b/.well-known/openid-configuration'],
  ])('looks for the document of %s where section 4.1 puts it', async (issuer, url) => {
    const asked: [string, FetchDocumentOptions][] = [];
    const body = new TextEncoder().encode(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    await discoverAddress('jwks_uri', issuer, async (...request) => {
      asked.push(request);
      return { status: 200, body };
    });
    expect(asked).toEqual([[url, { accept: 'application/json', maxBytes: 65_536 }]]);
  });

  it('says where the token endpoint may be that a document does not name', async () => {
    const issuer = await createTestIssuer();
    issuer.answer('discovery', { body: { issuer: ISSUER, jwks_uri: `${ISSUER}/k` } });
    await expect(discoverAddress('token_endpoint', ISSUER, issuer.fetch)).rejects.toMatchObject({
      code: 'upstream_invalid',
      hint: expect.stringContaining('ends with /token'),
    });
  });

  it.each([
    ['a redirect', { status: 302, body: '' }],
    ['an error page', { status: 500, body: '<h1>no</h1>' }],
    ['nothing there', { status: 404, body: {} }],
    ['an HTML page', { body: '<html></html>' }],
    ['a list', { body: [] }],
    ['an empty body', { body: '' }],
    ['no issuer', { body: { jwks_uri: `${ISSUER}/jwks.json` } }],
    ['another issuer', { body: { issuer: 'https://other.test', jwks_uri: `${ISSUER}/k` } }],
    ['a slash more', { body: { issuer: `${ISSUER}/`, jwks_uri: `${ISSUER}/k` } }],
    ['an issuer in capitals', { body: { issuer: 'HTTPS://issuer.test', jwks_uri: `${ISSUER}/k` } }],
    ['the issuer in a list', { body: { issuer: [ISSUER], jwks_uri: `${ISSUER}/k` } }],
    ['no jwks_uri', { body: { issuer: ISSUER } }],
    ['a relative jwks_uri', { body: { issuer: ISSUER, jwks_uri: '/jwks.json' } }],
    ['a jwks_uri over http', { body: { issuer: ISSUER, jwks_uri: 'http://issuer.test/k' } }],
    ['a jwks_uri that is a file', { body: { issuer: ISSUER, jwks_uri: 'file:///etc/passwd' } }],
    ['a jwks_uri that is data', { body: { issuer: ISSUER, jwks_uri: 'data:,{"keys":[]}' } }],
    ['a jwks_uri in a list', { body: { issuer: ISSUER, jwks_uri: [`${ISSUER}/k`] } }],
    ['both members inherited', { body: `{"__proto__":{"issuer":"${ISSUER}"}}` }],
    ['a jwks_uri on our loopback', { body: { issuer: ISSUER, jwks_uri: 'http://127.0.0.1/k' } }],
    ['the metadata service', { body: { issuer: ISSUER, jwks_uri: 'http://169.254.169.254/' } }],
  ])('refuses %s', async (_, canned) => {
    const issuer = await createTestIssuer();
    issuer.answer('discovery', canned);
    await expect(discoverAddress('jwks_uri', ISSUER, issuer.fetch)).rejects.toMatchObject({
      code: 'upstream_invalid',
    });
    expect(issuer.requests.jwks).toBe(0);
  });

  it.each([`${ISSUER}/`, 'https://other.test', undefined])(
    'says what to do where the document is of %j',
    async (named) => {
      const issuer = await createTestIssuer();
      issuer.answer('discovery', { body: { issuer: named, jwks_uri: `${ISSUER}/k` } });
      await expect(discoverAddress('jwks_uri', ISSUER, issuer.fetch)).rejects.toMatchObject({
        message: expect.stringContaining(`not ${ISSUER}`),
        hint: expect.stringContaining('letter by letter, to the slash at the end'),
      });
    },
  );

  it('answers another address that is asked for, under the same rules', async () => {
    const issuer = await createTestIssuer();
    const asked = () => discoverAddress('introspection_endpoint', ISSUER, issuer.fetch);
    const introspection = `${ISSUER}/introspect`;
    issuer.answer('discovery', {
      body: { issuer: ISSUER, introspection_endpoint: introspection },
    });
    await expect(asked()).resolves.toBe(introspection);
    for (const bad of [
      undefined,
      1,
      '/introspect',
      'http://issuer.test/i',
      'https://u:p@a.test/',
    ]) {
      issuer.answer('discovery', { body: { issuer: ISSUER, introspection_endpoint: bad } });
      await expect(asked()).rejects.toMatchObject({
        code: 'upstream_invalid',
        message: expect.stringContaining('has no introspection_endpoint') as string,
      });
    }
  });

  it('answers the address for clients that show a certificate, where there is one', async () => {
    const issuer = await createTestIssuer();
    const answered = async (aliases: unknown, isMutual: boolean) => {
      issuer.answer('discovery', {
        body: {
          issuer: ISSUER,
          token_endpoint: `${ISSUER}/token`,
          mtls_endpoint_aliases: aliases,
        },
      });
      return discoverAddress('token_endpoint', ISSUER, issuer.fetch, undefined, isMutual);
    };
    const aliases = { token_endpoint: 'https://mtls.issuer.test/token' };
    expect(await answered(aliases, true)).toBe('https://mtls.issuer.test/token');
    for (const none of [undefined, null, [], 'https://x.test', {}, { revocation_endpoint: 'x' }]) {
      expect(await answered(none, true)).toBe(`${ISSUER}/token`);
    }
    expect(await answered(aliases, false)).toBe(`${ISSUER}/token`);
    await expect(answered({ token_endpoint: 'http://mtls.test/' }, true)).rejects.toMatchObject({
      code: 'upstream_invalid',
    });
  });

  it('passes on what the fetch throws', async () => {
    const issuer = await createTestIssuer();
    issuer.goDown();
    await expect(discoverAddress('jwks_uri', ISSUER, issuer.fetch)).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
  });
});
