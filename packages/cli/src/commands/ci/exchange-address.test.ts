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

test('no token goes anywhere but over TLS, or on this machine', () => {
  fc.assert(
    fc.property(fc.oneof(anyWebUrl(['http', 'ftp']), fc.string()), (given) => {
      expect(() => exchangeAddress(given)).toThrow();
    }),
  );
});
