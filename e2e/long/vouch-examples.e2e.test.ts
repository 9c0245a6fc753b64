import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { finish } from '../support/command.ts';
import { readBlocks } from '../support/documents.ts';
import { freePort } from '../support/free-port.ts';
import { readYaml } from '../support/read-yaml.ts';
import { createStage } from '../support/stage.ts';
import { VOUCH_EXAMPLES } from '../support/vouch-examples.ts';
import { startVouchProxy } from '../support/vouch-scene.ts';

const stage = createStage();
afterAll(() => stage.clear());

const statusOf = async (port: number, path: string) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' })).status;

describe('a configuration as config.yml_example of Vouch Proxy', () => {
  it.each(VOUCH_EXAMPLES)('$name is served, or what is missing is told', async (example) => {
    const { config, faults } = example;
    const root = await stage.folder();
    await mkdir(join(root, 'config'));
    await writeFile(join(root, 'config/config.yml'), config);
    const port = await freePort();
    const command = startVouchProxy(stage, root, { env: { VOUCH_PORT: String(port) } });
    if (faults.length > 0) {
      const { code, stderr } = await finish(command);
      expect([code, stderr.includes('PLANTED')]).toEqual([1, false]);
      for (const fault of faults) expect(stderr).toMatch(fault);
      return;
    }
    await command.waitFor('stderr', /gateway ready/);
    expect(await statusOf(port, '/healthcheck')).toBe(200);
    expect(await statusOf(port, '/validate')).toBe(config.includes('publicAccess') ? 200 : 401);
    expect(await statusOf(port, '/login?url=https://example.com.evil.test/')).toBe(400);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(command.stderr()).not.toContain('PLANTED');
    // Everything that the examples have is read: nothing is passed over.
    expect(command.stderr()).not.toMatch(/passed over|unknown/);
  });
});

describeWith(['python3-yaml'], 'the compose file of docs/migrate/vouch-proxy.md', () => {
  it('starts with variables alone, and each of them counts', async () => {
    const blocks = await readBlocks('docs/migrate/vouch-proxy.md');
    const { text = '' } = blocks.find(({ mark }) => mark === 'compose') ?? {};
    const { services } = await readYaml<Compose>(text);
    const env = services['vouch-proxy'].environment;
    const port = await freePort();
    const command = startVouchProxy(stage, await stage.folder(), {
      env: { ...env, VOUCH_PORT: String(port) },
    });
    await command.waitFor(
      'stderr',
      /gateway ready.*cookie=Sso.*domains="example\.com, example\.org"/,
    );
    const get = (path: string) =>
      fetch(`http://127.0.0.1:${port}/sso${path}`, { redirect: 'manual' });
    const response = await get('/login?url=https://app.example.org/');
    const to = new URL(response.headers.get('location') ?? '');
    expect([response.status, to.origin + to.pathname]).toEqual([302, env['OAUTH_AUTH_URL']]);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      client_id: env['OAUTH_CLIENT_ID'],
      redirect_uri: env['OAUTH_CALLBACK_URL'],
      scope: 'openid email profile',
    });
    const out = await get('/logout?url=https://www.example.org/');
    expect(out.headers.get('location')).toBe('https://www.example.org/');
    expect(command.stderr()).not.toContain('for this page alone');
  });
});

interface Compose {
  readonly services: {
    readonly 'vouch-proxy': { readonly environment: Readonly<Record<string, string>> };
  };
}
