import { createAuthOrigin } from '@drawbridge/gateway';
import { describe, expect, it } from 'vitest';
import { appOf } from './app-of.ts';
import { plainAddress } from './plain-address.ts';
import { requireService } from './require-service.ts';

describe('plainAddress', () => {
  it.each([
    'https://gateway.internal',
    'http://gateway.internal/path',
    'http://me:secret@gateway.internal',
    'gateway.internal:9090?x',
    'gateway.internal:9090; proxy_pass http://evil',
    'two words',
    'a"b',
    '',
    'http://',
    ':9090',
  ])('refuses %s, and does not show it', (given) => {
    expect(() => plainAddress(given, '--url')).toThrow('--url is not an address such as');
  });

  it.each([
    ['127.0.0.1:9090', '127.0.0.1:9090'],
    ['http://gateway.internal:9090', 'gateway.internal:9090'],
    ['http://gateway.internal/', 'gateway.internal:80'],
    ['[::1]:9090', '[::1]:9090'],
    ['app', 'app:80'],
  ])('takes %s', (given, address) => {
    expect(plainAddress(given, '--url')).toBe(address);
  });
});

describe('requireService', () => {
  it.each(['127.0.0.1:9090', '[::1]:9090', 'localhost:9090', '10.0.0.1:80'])(
    'refuses %s, which no Ingress leads to',
    (address) => {
      expect(() => requireService(address, '--url')).toThrow('reaches services by their names');
    },
  );

  it.each(['app:80', 'drawbridge.auth.svc:9090', 'app-2.default.svc.cluster.local:3000'])(
    'takes %s',
    (address) => {
      expect(() => requireService(address, '--url')).not.toThrow();
    },
  );
});

describe('appOf', () => {
  const AUTH = createAuthOrigin('https://auth.apps.example.com');
  const section = { hosts: ['App.example.com', '*.apps.example.com'] };

  it('refuses a host that the gateway would answer for with no', () => {
    for (const host of [
      'evil.example',
      'auth.apps.example.com',
      'apps.example.com',
      'app.example.com:8443',
      'a b',
    ]) {
      expect(() => appOf(section, AUTH, host)).toThrow('is not in gateway.hosts');
    }
  });

  it('takes the first host, or one that is given', () => {
    expect(appOf(section, AUTH)).toBe('app.example.com');
    expect(appOf(section, AUTH, 'Wiki.apps.example.com')).toBe('wiki.apps.example.com');
    expect(() => appOf({ hosts: ['*.apps.example.com'] }, AUTH)).toThrow('which is no one host');
  });
});
