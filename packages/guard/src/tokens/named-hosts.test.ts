import { parseUrl } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHosts } from './named-hosts.ts';

const faultOf = (hosts: readonly string[], url: string) => readHosts(hosts).faultOf(new URL(url));

describe('what names no host', () => {
  it.each([
    ['no list', 'api.example.com'],
    ['an empty list', []],
    ['an empty name', ['']],
    ['a wildcard', ['*.example.com']],
    ['all', ['*']],
    ['a URL', ['https://api.example.com']],
    ['a path', ['api.example.com/x']],
    ['user information', ['me@api.example.com']],
    ['an encoded character', ['api%2eexample.com']],
    ['a backslash', ['api.example.com\\x']],
    ['a port that is none', ['api.example.com:x']],
    ['a port that is too large', ['api.example.com:65536']],
    ['an empty port', ['api.example.com:']],
    ['half a bracket', ['[::1']],
    ['a pattern', [/api/]],
    ['a bad one among good ones', ['a.example', 'b example']],
    ['a metadata address', ['169.254.169.254']],
    ['a metadata address in other words', ['0xa9fea9fe']],
  ])('is refused: %s', (_, hosts) => {
    expect(() => readHosts(hosts)).toThrow(TypeError);
  });
});

describe('an address that gets no token', () => {
  it.each([
    ['https://evil.example/', 'is of no host'],
    ['https://api.example.com.evil.example/', 'is of no host'],
    ['https://xapi.example.com/', 'is of no host'],
    ['https://v1.api.example.com/', 'is of no host'],
    ['https://api.example.com./', 'is of no host'],
    ['https://api.example.com:8443/', 'is of no host'],
    ['https://api.example.com@evil.example/', 'has user information'],
    ['https://me:x@api.example.com/', 'has user information'],
    ['http://api.example.com/', 'is not https'],
    ['ftp://api.example.com/', 'is not https'],
    ['wss://api.example.com/', 'is not https'],
    ['data:,api.example.com', 'is not https'],
    ['http://localhost:8080/', 'is of no host'],
    ['http://127.0.0.1:9000/', 'is of no host'],
    ['http://127.0.0.1:443/', 'is of no host'],
  ])('%s %s', (url, fault) => {
    expect(faultOf(['api.example.com', 'localhost', '127.0.0.1:8080'], url)?.what).toContain(fault);
  });

  it('is every one whose origin is not that of a named host (property)', () => {
    const hosts = ['api.example.com', 'other.example:8443'];
    const origins = ['https://api.example.com', 'https://other.example:8443'];
    const signs = ['//', '/', '\\', '@', ':', '.', '#', '?', '%2e', '\t', 'x', '443', '8443'];
    const names = ['api.example.com', 'other.example', 'evil.example', 'localhost', '[::1]'];
    const pieces = fc.constantFrom('https:', 'http:', ...signs, ...names);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        const url = parseUrl(text);
        if (url === undefined) return;
        const isNamed = origins.includes(url.origin) && url.username + url.password === '';
        expect(readHosts(hosts).faultOf(url) === undefined).toBe(isNamed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an address that gets it', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/x?y#z'],
    ['API.Example.com', 'https://api.EXAMPLE.com:443/'],
    ['api.example.com:443', 'https://api.example.com/'],
    ['api.example.com:8443', 'https://api.example.com:8443/'],
    ['bücher.example', 'https://xn--bcher-kva.example/'],
    ['localhost', 'http://localhost/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['localhost:80', 'http://localhost/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    ['127.0.0.1:443', 'http://127.0.0.1:443/'],
  ])('%s: %s', (host, url) => {
    expect(faultOf([host], url)).toBeUndefined();
  });
});
