import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { certify, type Certificate } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { postToken } from '../support/exchange.ts';
import { freePort } from '../support/free-port.ts';
import {
  type Installation,
  install,
  nextLine,
  PATIENCE,
  type Served,
} from '../support/installation.ts';
import { startNginx } from '../support/nginx.ts';

// A private exchange whose documents lie in the folder of a real nginx, and a relying party that reaches nothing else.

let here: Installation;
let certificate: Certificate;
let issuer: string;
/** What is published to, and what nginx serves: a link to it, so far. */
let site: string;
let shown: string;

beforeEach(async () => {
  here = await install({ hasKey: false });
});
afterEach(() => here.clear());

/** Has the public address show another folder, at once. */
async function show(folder: string): Promise<void> {
  const link = `${shown}.new`;
  await symlink(folder, link);
  await rename(link, shown);
}

async function startPublicSite(): Promise<void> {
  certificate = await certify(here.folder, 'public', 'IP:127.0.0.1');
  const port = await freePort();
  issuer = `https://127.0.0.1:${port}`;
  [site, shown] = [join(here.folder, 'site'), join(here.folder, 'shown')];
  await mkdir(site);
  await show(site);
  await startNginx(
    here.stage,
    [
      `listen 127.0.0.1:${port} ssl;`,
      `ssl_certificate ${certificate.certFile};`,
      `ssl_certificate_key ${certificate.keyFile};`,
      `root ${shown};`,
      'location = /.well-known/openid-configuration {',
      'types { } default_type application/json; add_header Cache-Control "public, max-age=60"; }',
      'location = /.well-known/jwks.json {',
      'types { } default_type application/jwk-set+json; add_header Cache-Control "public, max-age=60"; }',
    ].join('\n'),
  );
}

const section = (more: object = {}) => ({
  issuer,
  publish: { folder: site },
  keys: { algorithms: ['ES256'] },
  ...more,
});
const top = () => ({
  outbound: { caFile: certificate.certFile },
  metrics: { listen: '127.0.0.1:0' },
});

const serve = (more?: object): Promise<Served> => here.serve(section(more), top());

/** What a stranger reads, who trusts the authority of the public address. */
function read(path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request(`${issuer}${path}`, { ca: certificate.cert, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${path} is answered with ${answer.statusCode}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Verifies a token by the public documents alone. @returns the `kid` of its key */
async function verify(token: string): Promise<string | undefined> {
  const { jwks_uri: uri } = (await read('/.well-known/openid-configuration')) as {
    jwks_uri: string;
  };
  const keys = (await read(new URL(uri).pathname)) as JSONWebKeySet;
  await jwtVerify(token, createLocalJWKSet(keys), { issuer, audience: 'aws' });
  return decodeProtectedHeader(token).kid;
}

async function mint(url: string): Promise<string> {
  const { status, text } = await postToken(url, await here.upstream.issue());
  expect([status, text]).toEqual([200, expect.any(String)]);
  return text;
}

async function rotate(): Promise<string> {
  const words = ['keys', 'rotate', '--now', '--json', '--config', here.config];
  const { stdout, code } = await here.stage.run(words);
  expect(code).toBe(0);
  const { keys } = JSON.parse(stdout) as { keys: readonly [{ kid: string; signsFrom: unknown }] };
  expect(keys[0].signsFrom).toBeNull();
  return keys[0].kid;
}

async function readyOf(url: string): Promise<number> {
  return (await fetch(`${url}/readyz`)).status;
}

async function failures({ command }: Served): Promise<number> {
  const [, url = ''] = /event="metrics ready" .*listening=(\S+)/.exec(command.stderr()) ?? [];
  const text = await (await fetch(url)).text();
  return Number(/^drawbridge_publish_failures_total (\d+)/m.exec(text)?.[1] ?? 0);
}

describeWith(['nginx', 'openssl'], 'an exchange whose documents are public elsewhere', () => {
  test('is ready once its key was read back, and keeps the old one while publishing fails', async () => {
    await startPublicSite();
    const served = await serve();
    const { url, command } = served;
    await expect.poll(() => readyOf(url), { timeout: PATIENCE }).toBe(200);
    const first = await verify(await mint(url));

    // What is public is old: the successor is published, and not believed.
    const old = join(here.folder, 'old');
    await cp(site, old, { recursive: true });
    await show(old);
    const second = await rotate();
    await expect
      .poll(
        async () => JSON.stringify(await here.stage.shell(`cat ${site}/.well-known/jwks.json`)),
        {
          timeout: PATIENCE,
        },
      )
      .toContain(second);
    expect(await verify(await mint(url))).toBe(first);
    await show(site);
    await expect.poll(async () => verify(await mint(url)), { timeout: PATIENCE }).toBe(second);

    // Nothing can be written: told once, counted, and the old key signs on.
    const before = command.stderr().length;
    await rename(join(site, '.well-known'), join(here.folder, 'aside'));
    await cp(join(here.folder, 'aside'), join(old, '.well-known'), {
      recursive: true,
      force: true,
    });
    await show(old);
    await writeFile(join(site, '.well-known'), 'in the way');
    const third = await rotate();
    expect(await nextLine(command, before, 'documents not published')).toContain('in the way');
    expect(await failures(served)).toBeGreaterThan(0);
    expect(await verify(await mint(url))).toBe(second);
    expect(await readyOf(url)).toBe(200);
    await rm(join(site, '.well-known'));
    await show(site);
    await expect
      .poll(
        async () => {
          try {
            return await verify(await mint(url));
          } catch {
            return 'not public yet';
          }
        },
        { timeout: PATIENCE },
      )
      .toBe(third);
    await nextLine(command, before, 'documents published');
  }, 120_000);

  test('publishes to another place after a reload of all workers, and never under another name', async () => {
    await startPublicSite();
    const workers = { workers: process.platform === 'linux' ? 2 : 1 };
    const served = await serve(workers);
    const { url, command } = served;
    await expect.poll(() => readyOf(url), { timeout: PATIENCE }).toBe(200);
    const first = await verify(await mint(url));

    const reloaded = async (event: string, more: object) => {
      const from = command.stderr().length;
      await here.configure(section({ ...workers, ...more }), top());
      process.kill(command.pid, 'SIGHUP');
      const count = () => command.stderr().slice(from).split(`event="${event}"`).length - 1;
      await expect.poll(count, { timeout: PATIENCE }).toBe(workers.workers);
    };
    const other = join(here.folder, 'other');
    await mkdir(other);
    const rules = [
      { ...here.rule('one', 'aws'), grant: { audience: 'aws', copy: ['sub', 'ref'] } },
    ];
    await reloaded('configuration reloaded', { publish: { folder: other }, rules });
    await show(other);
    await expect
      .poll(
        () =>
          read('/.well-known/openid-configuration').then(
            (document) => (document as { claims_supported: unknown }).claims_supported,
            () => [],
          ),
        { timeout: PATIENCE },
      )
      .toContain('ref');
    expect(await verify(await mint(url))).toBe(first);
    // What was published before is left as it is: nobody writes there any more.
    expect(await readFile(join(site, '.well-known/openid-configuration'), 'utf8')).not.toContain(
      '"ref"',
    );
    const second = await rotate();
    await expect.poll(async () => verify(await mint(url)), { timeout: PATIENCE }).toBe(second);
    expect(await readFile(join(site, '.well-known/jwks.json'), 'utf8')).not.toContain(second);

    await reloaded('configuration not reloaded', { issuer: 'https://moved.example.com' });
    expect(command.stderr()).toContain(`issuer ${issuer}, not of https://moved.example.com`);
    expect(await verify(await mint(url))).toBe(second);
  }, 120_000);

  test('is not ready, and signs nothing, while nothing is public', async () => {
    await startPublicSite();
    await show(join(here.folder, 'nowhere'));
    const { url } = await serve();
    const { status, text } = await postToken(url, await here.upstream.issue());
    expect([status, await readyOf(url)]).toEqual([503, 503]);
    expect(text).not.toMatch(/^ey/);
    await show(site);
    await expect.poll(() => readyOf(url), { timeout: PATIENCE }).toBe(200);
    await verify(await mint(url));
  });
});
