import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochSeconds, holdUnread, systemClock } from '@drawbridge/core';
import { changeRing, confirmRing } from '@drawbridge/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  await changeRing(join(data, 'keys'), systemClock, (ring, now) => ({
    manifest: holdUnread(ring, now),
  }));
});
afterEach(() => rm(data, { recursive: true }));

const keys = (...words: readonly string[]) => testRun(['keys', ...words, '--data', data]);
const states = async () =>
  (
    JSON.parse((await keys('list', '--json')).stdout) as { state: string; signsFrom: unknown }[]
  ).map(({ state, signsFrom }) => [state, signsFrom === null ? 'waits' : 'timed']);
const WAITS = 'signs once it was read back from the public address';

test('a ring that is published elsewhere tells of its life that keys wait', async () => {
  expect((await keys('generate', '--alg', 'ES256')).stdout).toContain(WAITS);
  const { stdout } = await keys('list');
  expect(stdout).toContain(`ES256  next\n  ${WAITS}`);
  const [{ kid }] = JSON.parse((await keys('list', '--json')).stdout) as [{ kid: string }];
  const readBackAt = epochSeconds(systemClock);
  await confirmRing(join(data, 'keys'), systemClock, {
    issuer: 'https://oidc.example.com',
    kids: [kid],
    readBackAt,
    maxAge: 300,
  });
  expect(await states()).toEqual([['active', 'timed']]);
  const rotated = await keys('rotate');
  expect(rotated.stdout).toContain(`${WAITS}\n  in place of ${kid}`);
  expect(rotated.stderr).toContain(
    `Now publish the site: drawbridge issuer publish --dir DIR --data ${data}, with the --to`,
  );
  expect((await keys('rotate')).stderr).toContain(`is waiting already and ${WAITS}`);
  const emergency = await keys('rotate', '--now');
  expect(emergency.stderr).toContain('It signs as soon as it was read back');
  expect(await states()).toEqual([
    ['active', 'timed'],
    ['next', 'waits'],
    ['next', 'waits'],
  ]);
  expect((await testRun(['keys', 'retire', '--data', data, '--', kid])).stderr).toContain(
    'nothing would sign with ES256',
  );
});

test('nobody is sent to publish what an exchange publishes, or what waits for nothing', async () => {
  const config = join(data, 'drawbridge.json');
  const upstream = { issuer: 'https://gitlab.test', audiences: ['x'] };
  const exchange = {
    issuer: 'https://bridge.example.com',
    publish: { folder: join(data, 'web') },
    upstreams: [upstream],
    rules: [{ name: 'all', match: { issuer: upstream.issuer }, grant: { audience: 'x' } }],
  };
  await writeFile(config, JSON.stringify({ version: 1, exchange }));
  await keys('generate', '--alg', 'ES256');
  const served = await keys('rotate', '--force', '--config', config);
  expect([served.code, served.stderr]).toEqual([0, '']);
  const own = await mkdtemp(join(data, 'own-'));
  const at = ['--data', own] as const;
  await testRun(['keys', 'generate', ...at]);
  expect((await testRun(['keys', 'rotate', ...at])).stderr).not.toContain('publish');
});
