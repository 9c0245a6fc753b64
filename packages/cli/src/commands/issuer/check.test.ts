import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSite } from '@drawbridge/issuer';
import { generateKey } from '@drawbridge/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let issuer: string;
let files: Map<string, { text: string; contentType: string }>;
let answer: { status?: number; headers?: Record<string, string> } = {};

const server = createServer((request, response) => {
  const file = files.get(request.url ?? '');
  if (file === undefined) return response.writeHead(404).end();
  const headers = { 'content-type': file.contentType, 'cache-control': 'max-age=300' };
  return response.writeHead(answer.status ?? 200, { ...headers, ...answer.headers }).end(file.text);
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { publicJwk } = await generateKey('RS256');
  const site = {
    issuer,
    jwksPath: '/jwks/keys',
    keys: [publicJwk],
    algorithms: ['RS256'] as const,
  };
  files = new Map(buildSite(site).map((file) => [file.path, file]));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const check = (...args: readonly string[]) => testRun(['issuer', 'check', ...args]);

describe('issuer check', () => {
  test('finds nothing but the address to warn of in a site on this machine', async () => {
    const { code, stdout, stderr } = await check(issuer);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /warning {2}issuer-public: its host is the address 127.0.0.1, which the/,
    );
    expect(stdout).toMatch(/ {2}refused by AWS, Google Cloud, Microsoft Entra\n/);
    expect(stdout).toMatch(/warning {2}issuer-port: .*\n.*\n {2}may be refused by AWS\n/);
    expect(stdout).toMatch(
      /fit {2}http:\S+: 0 errors, 3 warnings; its tokens are refused all the same by AWS, Google Cloud, Microsoft Entra, Kubernetes\n$/,
    );
  });

  test('prints JSON', async () => {
    const { code, stdout } = await check(issuer, '--json');
    expect(code).toBe(0);
    const { findings, documents, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ issuer, fit: true, addresses: ['127.0.0.1'] });
    expect(findings.map(({ id }: { id: string }) => id)).toEqual([
      'issuer-https',
      'issuer-port',
      'issuer-public',
    ]);
    expect(documents[1]).toMatchObject({
      url: `${issuer}/jwks/keys`,
      status: 200,
      cacheControl: 'max-age=300',
    });
  });

  test('ends with 1 for what a relying party refuses', async () => {
    answer = { status: 301, headers: { location: 'https://elsewhere.example/' } };
    const { code, stdout, stderr } = await check(issuer);
    answer = {};
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /error {2}discovery-served: the discovery document .* is redirected to https:\/\/elsewhere/,
    );
    expect(stderr).toContain('relying parties refuse this issuer: 1 error');
    expect(stderr).toContain('Do what is below each error');
  });

  test('of a server that is not there', async () => {
    const { code, stdout } = await check('http://127.0.0.1:1');
    expect(code).toBe(1);
    expect(stdout).toMatch(/error {2}discovery-served: the discovery document cannot be read/);
  });

  test.each([
    ['oidc.example.com', /is not an absolute URL/],
    ['http://oidc.example.com', /not an https URL/],
    ['https://oidc.example.com?x', /has a query/],
  ])('takes no %s', async (url, words) => {
    const { code, stderr } = await check(url);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});
