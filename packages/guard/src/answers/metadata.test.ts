import { replyJson } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createMetadata } from './metadata.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

describe('createMetadata', () => {
  it.each([
    ['https://api.test', WELL_KNOWN],
    ['https://api.test/', WELL_KNOWN],
    ['https://api.test/orders', `${WELL_KNOWN}/orders`],
    ['https://api.test/orders/', `${WELL_KNOWN}/orders/`],
    ['http://localhost:8080/v1', `${WELL_KNOWN}/v1`],
  ])('RFC 9728 section 3.1: finds the place of %s', (url, path) => {
    const metadata = createMetadata({ url }, ['https://issuer.test']);
    expect(metadata.path).toBe(path);
    expect(metadata.url).toBe(`${new URL(url).origin}${path}`);
    expect(replyJson(metadata.reply)).toEqual({
      resource: url,
      authorization_servers: ['https://issuer.test'],
      bearer_methods_supported: ['header'],
    });
  });

  it('RFC 9728 section 2: tells what is known', () => {
    const resource = {
      url: 'https://api.test',
      name: 'Orders',
      documentation: 'https://docs.test',
      scopes: ['orders:read'],
    };
    const { reply } = createMetadata(resource, ['https://a.test', 'https://a.test']);
    expect(reply.headers).toContainEqual(['content-type', 'application/json']);
    expect(replyJson(reply)).toEqual({
      resource: 'https://api.test',
      authorization_servers: ['https://a.test'],
      scopes_supported: ['orders:read'],
      bearer_methods_supported: ['header'],
      resource_name: 'Orders',
      resource_documentation: 'https://docs.test',
    });
  });

  it.each([
    'http://api.test',
    'https://api.test#x',
    'https://api.test?x',
    'https://a@api.test',
    'api',
  ])('refuses %s', (url) => {
    expect(() => createMetadata({ url }, [])).toThrow(/^resource\.url/);
  });
});
