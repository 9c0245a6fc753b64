import { expect, it } from 'vitest';
import { nginxHosting } from './nginx.ts';

const hosting = {
  issuer: 'https://oidc.example.com/team',
  jwksPath: '/jwks/keys',
  root: '/var/www/my "site"',
  webroot: "/srv/it's",
  certificates: '/etc/letsencrypt',
  httpPort: 80,
  httpsPort: 443,
};

it('serves both documents below the path of the issuer, with their types', () => {
  const { https } = nginxHosting(hosting);
  expect(https).toContain('location = /team/.well-known/openid-configuration {');
  expect(https).toContain('default_type application/json;');
  expect(https).toContain('location = /team/jwks/keys {');
  expect(https).toContain('default_type application/jwk-set+json;');
  expect(https.match(/max-age=300/g)).toHaveLength(2);
});

it('lets no path end its own quotes', () => {
  const { https, certbot } = nginxHosting(hosting);
  expect(https).toContain(String.raw`alias "/var/www/my \"site\"/jwks/keys";`);
  expect(certbot).toContain(String.raw`--webroot-path '/srv/it'\''s' --domain oidc.example.com`);
});
