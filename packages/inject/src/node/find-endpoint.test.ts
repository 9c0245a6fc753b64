import { encodeUtf8, type FetchDocument } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { BuiltClient } from './build-client.ts';
import { findEndpoint } from './find-endpoint.ts';

const ISSUER = 'https://id.test/';
const URL_OF_DOCUMENT = 'https://id.test/.well-known/openid-configuration';
const OPEN: BuiltClient = {
  authentication: { method: 'client_secret_basic', clientId: 'c', clientSecret: 's' },
  isOpen: true,
};

function finder(members: object | string, client: BuiltClient = OPEN, issuer?: string) {
  const asked: string[] = [];
  const answers = [members];
  const fetchDocument: FetchDocument = (url) => {
    asked.push(url);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    const text =
      typeof answer === 'string'
        ? answer
        : JSON.stringify({ issuer: ISSUER, token_endpoint: 'https://id.test/token', ...answer });
    return Promise.resolve({
      status: 200,
      body: encodeUtf8(text),
      header: () => undefined,
    } as never);
  };
  const find = findEndpoint({
    issuer,
    ...(issuer === undefined && { discoveryUrl: URL_OF_DOCUMENT }),
    client,
    fetch: () => Promise.reject(new Error('nobody is asked')),
    fetchDocument,
    clock: createTestClock(),
  });
  return { find, asked, answers };
}

describe('findEndpoint', () => {
  it('takes the issuer from the document where an address is all that is known', async () => {
    const endpoint = await finder({}).find();
    expect(endpoint.url).toBe('https://id.test/token');
  });

  it.each([
    [undefined, 'client_secret_basic'],
    [['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
    [['private_key_jwt'], 'client_secret_basic'],
    [['client_secret_post'], 'client_secret_post'],
  ])('has the secret where %j has it: %s', async (methods, method) => {
    const { find } = finder({ token_endpoint_auth_methods_supported: methods });
    expect((await find()).client).toMatchObject({ method, clientId: 'c', clientSecret: 's' });
  });

  it('does as it is told where that was said', async () => {
    const told = { ...OPEN, isOpen: false };
    const { find } = finder(
      { token_endpoint_auth_methods_supported: ['client_secret_post'] },
      told,
    );
    expect((await find()).client).toMatchObject({ method: 'client_secret_basic' });
  });

  it.each([
    ['no JSON', '<html>'],
    ['no issuer', { issuer: undefined }],
    ['an issuer that is none', { issuer: 'id.test' }],
    ['no token endpoint', { token_endpoint: undefined }],
    ['one over http', { token_endpoint: 'http://id.test/token' }],
  ])('refuses a document with %s', async (_, members) => {
    await expect(finder(members).find()).rejects.toMatchObject({ code: 'upstream_invalid' });
  });

  it('refuses the document of another issuer than the configured one', async () => {
    const { find } = finder({ issuer: 'https://else.test' }, OPEN, 'https://id.test');
    await expect(find()).rejects.toThrow('https://else.test');
  });

  it('remembers no failure', async () => {
    const { find, answers } = finder('<html>');
    answers.push({});
    await expect(find()).rejects.toThrow('no JSON object'.slice(3));
    expect((await find()).url).toBe('https://id.test/token');
  });
});
