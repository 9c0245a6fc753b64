import { expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const host = (...args: readonly string[]) => testRun(['issuer', 'host', ...args]);

test('issuer host aws prints HCL, with a domain and without', async () => {
  const bare = await host('aws');
  expect(bare.code).toBe(0);
  expect(bare.stdout).toContain('cloudfront_default_certificate = true');
  expect(bare.stderr).toContain('The output "issuer" is the address');
  const named = await host('aws', '--issuer', 'https://a.b.example.com', '--zone', 'example.com');
  expect(named.stdout).toContain('default     = "example.com"');
});

test('issuer host nginx prints two servers and the command between them', async () => {
  const { code, stdout } = await host('nginx', '--issuer', 'https://oidc.example.com');
  expect(code).toBe(0);
  expect(stdout.match(/^server \{/gm)).toHaveLength(2);
  expect(stdout).toContain("#    certbot certonly --webroot --webroot-path '/var/www/acme'");
});

test('issuer host nginx serves an issuer of this machine where it says, with no certificate', async () => {
  const { code, stdout } = await host('nginx', '--issuer', 'http://127.0.0.1:8080');
  expect(code).toBe(0);
  expect(stdout.match(/^server \{/gm)).toHaveLength(1);
  expect(stdout).toContain('    listen 127.0.0.1:8080;\n');
  expect(stdout).not.toMatch(/ssl|certbot|https/);
});

test.each([
  [['nginx'], /needs the name of the issuer/],
  [['apache'], /Allowed choices are aws, nginx/],
  [['aws', '--issuer', 'https://a.example/team'], /has a path or a port/],
  [['aws', '--issuer', 'http://127.0.0.1:1'], /has a path or a port/],
  [['aws', '--issuer', 'https://a.example/'], /slash at its end/],
  [['nginx', '--dir', '/nowhere'], /has no site/],
  [['nginx', '--issuer', 'https://a.example', '--root', 'x'], /absolute path/],
  [['nginx', '--issuer', 'https://a.example', '--root', '/x\n}'], /absolute path/],
])('issuer host refuses %j', async (args, words) => {
  const { code, stdout, stderr } = await host(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
});
