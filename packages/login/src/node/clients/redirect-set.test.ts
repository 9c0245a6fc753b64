import { expect, it } from 'vitest';
import { redirectSet } from './redirect-set.ts';

it.each([
  ['127.0.0.1', [6433, 6432, 6433], ['http://127.0.0.1:6432/cb', 'http://127.0.0.1:6433/cb']],
  ['::1', [0], ['http://[::1]/cb']],
  ['localhost', [0, 10], ['http://localhost/cb', 'http://localhost:10/cb']],
] as const)('of %s and %j is %j', (host, ports, uris) => {
  expect(redirectSet({ host, ports, path: '/cb' })).toEqual(uris);
});

it('of one that is given is that one, letter by letter', () => {
  const redirectUri = 'https://dev.example.com/A%2fb';
  expect(redirectSet({ host: '127.0.0.1', ports: [1], path: '/A%2fb', redirectUri })).toEqual([
    redirectUri,
  ]);
});
