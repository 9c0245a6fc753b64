import { describe, expect, it } from 'vitest';
import { createHostList, hostFault } from './host-list.ts';

describe('createHostList', () => {
  const isListed = createHostList([
    'app.example.com',
    'Dev.Example.com:8443',
    '*.apps.example.com',
  ]);

  it.each([
    'app.example.com',
    'dev.example.com:8443',
    'a.apps.example.com',
    'a.b.apps.example.com',
  ])('has %s', (host) => {
    expect(isListed(host)).toBe(true);
  });

  it.each([
    'example.com',
    'evil-app.example.com',
    'app.example.com.evil.example',
    'app.example.com:8443',
    'dev.example.com',
    'apps.example.com',
    'evilapps.example.com',
    '.apps.example.com',
    'a.apps.example.com:8443',
    'a..apps.example.com',
    '@a.apps.example.com',
  ])('has not %s', (host) => {
    expect(isListed(host)).toBe(false);
  });

  it.each([
    '*',
    '*.com',
    '**.example.com',
    'a.*.example.com',
    'https://a.example',
    'a.example/',
    '',
    'bücher.example',
    'a.example.',
  ])('refuses %j', (host) => {
    expect(hostFault(host)).toBeDefined();
    expect(() => createHostList([host])).toThrow(TypeError);
  });
});
