import { expect, it } from 'vitest';
import { discoveryUrlOf, fetchDiscovery } from './discovery-document.ts';
import type { FetchDocumentOptions } from './documents.ts';

const URL = 'https://a.test/.well-known/openid-configuration';
const answering = (status: number, text: string) => async () => ({
  status,
  body: new TextEncoder().encode(text),
});

it.each(['https://a.test', 'https://a.test/'])('the document of %s is below it', (issuer) => {
  expect(discoveryUrlOf(issuer)).toBe(URL);
});

it.each([
  [404, '{}', 'answered with HTTP status 404'],
  [302, '', 'answered with HTTP status 302'],
  [200, '<html>', 'is not a JSON object'],
  [200, '[]', 'is not a JSON object'],
])('what is none is a fault that says where one is: %i %s', async (status, text, why) => {
  await expect(fetchDiscovery(URL, answering(status, text))).rejects.toMatchObject({
    code: 'upstream_invalid',
    message: `${URL} ${why}`,
    hint: expect.stringContaining('/.well-known/openid-configuration'),
  });
});

it('asks for JSON, and for no more than 64 KiB', async () => {
  const asked: [string, FetchDocumentOptions][] = [];
  const document = await fetchDiscovery(URL, async (...request) => {
    asked.push(request);
    return answering(200, '{"issuer":1}')();
  });
  expect(document).toEqual({ issuer: 1 });
  expect(asked).toEqual([[URL, { accept: 'application/json', maxBytes: 65_536 }]]);
});
