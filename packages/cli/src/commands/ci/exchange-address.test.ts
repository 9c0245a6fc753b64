import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWebUrl } from '../../../../../tools/any-web-url.ts';
import { exchangeAddress } from './exchange-address.ts';

test.each([
  ['https://bridge.test', 'https://bridge.test'],
  ['https://bridge.test/', 'https://bridge.test'],
  ['https://bridge.test/token', 'https://bridge.test'],
  ['https://bridge.test/team', 'https://bridge.test/team'],
  ['https://bridge.test/team/token', 'https://bridge.test/team'],
  ['https://bridge.test/mytoken', 'https://bridge.test/mytoken'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('%s is the exchange %s', (given, audience) => {
  expect(exchangeAddress(given)).toEqual({ audience, endpoint: `${audience}/token` });
});

test.each([
  ['http://bridge.test', 'is not an https URL'],
  ['https://https://bridge.test', 'begins with https:// twice'],
  ['HTTPS://http://bridge.test', 'begins with https:// twice'],
  ['bridge.test', 'is not an absolute URL'],
  ['', 'is not an absolute URL'],
  ['https://u:p@bridge.test', 'has user information'],
  ['https://bridge.test/?a=b', 'has a query'],
  ['https://bridge.test/#a', 'has a fragment'],
])('%s is none: %s', (given, fault) => {
  expect(() => exchangeAddress(given)).toThrow(fault);
});

test.each([
  ['bridge.test', 'https://bridge.test'],
  ['bridge.test:8443/token', 'https://bridge.test:8443/token'],
  ['http://bridge.test', 'https://bridge.test'],
  ['https://https://bridge.test', 'https://bridge.test'],
])('%s was meant for %s', (given, meant) => {
  expect(() => exchangeAddress(given)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(` Was ${meant} meant?`) }),
  );
});

test.each(['https://teller:sesame@bridge.test', 'teller:sesame@bridge.test', '', 'a b'])(
  'what was meant by %j is not guessed',
  (given) => {
    expect(() => exchangeAddress(given)).toThrow(
      expect.objectContaining({ hint: expect.not.stringMatching(/sesame|meant/) }),
    );
  },
);

test('no token goes anywhere but over TLS, or on this machine', () => {
  fc.assert(
    fc.property(fc.oneof(anyWebUrl(['http', 'ftp']), fc.string()), (given) => {
      expect(() => exchangeAddress(given)).toThrow();
    }),
  );
});
