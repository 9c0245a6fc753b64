import { createMemoryStore, createSealer, encodeUtf8 } from '@drawbridge/core';
import type { ClientAuthentication, TokenRequestInit } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createEndpoints } from './endpoints.ts';

const issuer = 'https://idp.test';
const clock = createTestClock();

/** The endpoints of a provider whose discovery document has more than those, and what was asked. */
function provider(client: ClientAuthentication, own: { readonly tokenEndpoint?: string } = {}) {
  const read: string[] = [];
  const state = { tokenEndpoint: `${issuer}/old` };
  const endpoints = createEndpoints({
    issuer,
    client,
    store: createMemoryStore(clock),
    sealer: createSealer(['a-secret-of-tests-that-is-long-enough']),
    clock,
    async fetchDocument(url) {
      read.push(url);
      const document = {
        issuer,
        token_endpoint: state.tokenEndpoint,
        revocation_endpoint: 'http://169.254.169.254/revoke',
        mtls_endpoint_aliases: { token_endpoint: 'https://mtls.idp.test/token' },
      };
      return { status: 200, body: encodeUtf8(JSON.stringify(document)) };
    },
    fetch: async () => new Response(null, { status: 404 }),
    ...own,
  });
  return { endpoints, read, state };
}

const none: ClientAuthentication = { method: 'none', clientId: 'c' };
const init: TokenRequestInit = {
  method: 'POST',
  headers: {},
  body: new URLSearchParams(),
  redirect: 'manual',
  signal: new AbortController().signal,
};

it('leads a client that shows a certificate to where one is asked for', async () => {
  const { endpoints } = provider({ method: 'tls_client_auth', clientId: 'c' });
  expect(await endpoints.token()).toMatchObject({ url: 'https://mtls.idp.test/token' });
});

it('looks anew where nothing of the kind was there, and not before', async () => {
  const { endpoints, read, state } = provider(none);
  const { url, fetch } = await endpoints.token();
  state.tokenEndpoint = `${issuer}/new`;
  await endpoints.token();
  expect([url, read.length]).toEqual([`${issuer}/old`, 1]);
  await fetch(url, init);
  expect(await endpoints.token()).toMatchObject({ url: `${issuer}/new` });
});

it('asks nobody at a metadata address, and nobody where an address is given', async () => {
  const { endpoints, read } = provider(none, { tokenEndpoint: `${issuer}/given` });
  expect(await endpoints.token()).toMatchObject({ url: `${issuer}/given`, client: none });
  expect(read).toEqual([]);
  await expect(endpoints.revocation()).rejects.toMatchObject({ code: 'upstream_invalid' });
});
