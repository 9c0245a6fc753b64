import { expect, it } from 'vitest';
import { indexPage } from './index-page.ts';

const page = indexPage({ issuer: 'https://oidc.example.com/team', jwksPath: '/jwks/keys' });

it('links both documents, relative to the issuer', () => {
  expect(page).toContain('href=".well-known/openid-configuration"');
  expect(page).toContain('href="jwks/keys"');
});

it('asks no other server for anything', () => {
  expect(page).not.toMatch(/<script|src=|@import|url\(/);
});

it('has a light and a dark face', () => {
  expect(page).toContain('color-scheme: light dark');
});

it('lets no text become markup', () => {
  const hostile = indexPage({ issuer: 'https://x/"><script>&\'', jwksPath: '/"onclick="x' });
  expect(hostile).not.toContain('<script');
  expect(hostile).not.toContain('"onclick');
});
