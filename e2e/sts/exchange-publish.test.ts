import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { postToken, readyAt } from '../support/exchange.ts';
import { type Installation, install, PATIENCE } from '../support/installation.ts';
import { administer, type Gateway } from './gateway.ts';

// An exchange that nobody reaches, whose documents lie in the S3 of a real gateway.

const ceph = inject('ceph');
const issuer = `${ceph.endpoint}/exchange`;
const JWKS = '.well-known/jwks.json';
let gateway: Gateway;
const installations: Installation[] = [];

afterAll(() => Promise.all(installations.map((here) => here.clear())));

beforeAll(async () => {
  const here = await open();
  gateway = administer(here.stage, ceph);
  await gateway.makeBucket('exchange', true);
});

async function open(): Promise<Installation> {
  const here = await install({ hasKey: false });
  installations.push(here);
  return here;
}

async function start(here: Installation) {
  const s3 = { bucket: 'exchange', endpoint: ceph.endpoint };
  await here.configure({ issuer, publish: { s3 }, keys: { algorithms: ['ES256'] } });
  const words = ['serve', 'exchange', '--config', here.config];
  return here.stage.start(words, { env: gateway.adminEnv });
}

const publicKeys = async () => JSON.parse(await gateway.read('exchange', JWKS)) as JSONWebKeySet;
const statusOf = async (url: string) => (await fetch(new URL('/readyz', url))).status;

it('signs once its key was read back from the bucket, and rotates there', async () => {
  const [here] = installations;
  if (here === undefined) throw new TypeError('no installation');
  const command = await start(here);
  const url = await readyAt(command);
  await expect.poll(() => statusOf(url), { timeout: PATIENCE }).toBe(200);
  const mint = async () => (await postToken(url, await here.upstream.issue())).text;
  const verified = async () => {
    const token = await mint();
    await jwtVerify(token, createLocalJWKSet(await publicKeys()), { issuer });
    return decodeProtectedHeader(token).kid;
  };
  const first = await verified();
  const rotated = await here.stage.run(['keys', 'rotate', '--now', '--config', here.config]);
  expect(rotated.code, rotated.stderr).toBe(0);
  await expect.poll(verified, { timeout: PATIENCE }).not.toBe(first);
  expect((await publicKeys()).keys).toHaveLength(2);
  expect(command.stderr()).not.toMatch(/not published|warning|adminsecret/i);
}, 120_000);

it('leaves the keys of another exchange where they are, and is not ready', async () => {
  const before = await publicKeys();
  const here = await open();
  const command = await start(here);
  await command.waitFor('stderr', /documents not published.*has keys of another issuer/, PATIENCE);
  expect(await statusOf(await readyAt(command))).toBe(503);
  expect(await publicKeys()).toEqual(before);
}, 120_000);
