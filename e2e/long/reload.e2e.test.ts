import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test as plainTest, vi } from 'vitest';
import { DRAWBRIDGE, start } from '../support/command.ts';
import { postToken, readyAt } from '../support/exchange.ts';
import { type Installation, install, nextLine, PATIENCE, reload } from '../support/installation.ts';
import { startLoad } from '../support/load.ts';

const test = plainTest.extend<{ readonly here: Installation }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from this pattern
  here: async ({}, use) => {
    const here = await install();
    await use(here);
    await here.clear();
  },
});

// Each waits for seconds, for a file to be looked at twice or for a pipe: they wait together.
describe.concurrent('a reload', () => {
  test('by SIGHUP puts rules in force, and says which', async ({ here }) => {
    const served = await here.serve();
    expect(await here.exchangeFor(served.url, 'gcp')).toBe(400);
    await here.configure({ rules: [here.rule('two', 'gcp')] });
    const line = await reload(served);
    expect(line).toContain('because=SIGHUP changes="rules added: two; rules removed: one"');
    expect(await here.exchangeFor(served.url, 'gcp')).toBe(200);
    expect(await here.exchangeFor(served.url, 'aws')).toBe(400);
  });

  test('happens by itself when the file or a secret that it names holds something else', async ({
    here,
  }) => {
    const secret = join(here.folder, 'secret');
    await writeFile(secret, 'first-secret-of-ci');
    const clients = [{ id: 'ci', secret: { file: secret } }];
    const served = await here.serve({
      clients,
      rules: [here.rule('one', 'aws', { client: 'ci' })],
    });
    const { command, url } = served;
    expect(await here.exchangeFor(url, 'aws', 'first-secret-of-ci')).toBe(200);

    let said = command.stderr().length;
    await writeFile(secret, 'second-secret-of-ci');
    expect(await nextLine(command, said, 'configuration reloaded')).toContain(
      'because="a file changed" changes="none in the settings"',
    );
    expect(await here.exchangeFor(url, 'aws', 'first-secret-of-ci')).toBe(401);
    expect(await here.exchangeFor(url, 'aws', 'second-secret-of-ci')).toBe(200);

    said = command.stderr().length;
    await here.configure({ clients, rules: [here.rule('two', 'gcp', { client: 'ci' })] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await here.exchangeFor(url, 'gcp', 'second-secret-of-ci')).toBe(200);
    expect(command.stderr()).not.toContain('secret-of-ci');
  });

  test('with a faulty file tells every fault and its place, and what was in force stays', async ({
    here,
  }) => {
    const served = await here.serve();
    const { command, url } = served;
    await writeFile(here.config, 'version: 1\nexchange:\n  issuer: nope\n  rules: no\n');
    const line = await reload(served, 'configuration not reloaded');
    expect(line).toContain('level=error');
    for (const part of ['exchange.issuer', 'exchange.upstreams', 'exchange.rules', '.yaml:3:']) {
      expect(line).toContain(part);
    }
    expect(await here.exchangeFor(url, 'aws')).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    await rm(here.config);
    expect(await reload(served, 'configuration not reloaded')).toContain('ENOENT');
    expect(await here.exchangeFor(url, 'aws')).toBe(200);

    const said = command.stderr().length;
    await here.configure({ rules: [here.rule('one', 'aws'), here.rule('two', 'gcp')] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await here.exchangeFor(url, 'gcp')).toBe(200);
  });

  test('warns of exactly what waits for a restart', async ({ here }) => {
    const served = await here.serve();
    await here.configure(
      {
        listen: '127.0.0.1:1',
        documents: { listen: '127.0.0.1:0' },
        rules: [here.rule('b', 'aws')],
      },
      { data: join(here.folder, 'elsewhere') },
    );
    const said = served.command.stderr().length;
    await reload(served);
    expect(await nextLine(served.command, said, 'settings wait for a restart')).toContain(
      'settings="data, exchange.documents.listen, exchange.listen"',
    );
    expect(await here.exchangeFor(served.url, 'aws')).toBe(200);
  });

  test('under load while the upstream is down loses no request', async ({ here }) => {
    const served = await here.serve();
    const { command, url } = served;
    const token = await here.upstream.issue();
    expect((await postToken(url, token)).status).toBe(200);
    await here.upstream.stopListening();
    const load = startLoad(async () => (await postToken(url, token)).status);
    for (let count = 1; count <= 10; count++) {
      const before = load.answered();
      // A good one, then a faulty one.
      await here.configure({ rules: [here.rule('one', 'aws'), here.rule(`more-${count}`, 'gcp')] });
      await reload(served);
      await writeFile(here.config, 'version: 1\nexchange: {}\n');
      await reload(served, 'configuration not reloaded');
      await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(before), PATIENCE);
    }
    const { lost, answered } = await load.stop();
    expect(lost).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(command.stderr()).not.toContain('upstream keys not fetched');
  });
});

describe.skipIf(process.platform === 'win32').concurrent('a configuration in a pipe', () => {
  test('is served', async ({ here }) => {
    await here.configure();
    const line = `exec '${process.execPath}' '${DRAWBRIDGE}' serve exchange --config <(cat '${here.config}')`;
    const command = start('bash', ['-c', line], { env: { HOME: here.folder } });
    here.stage.later(() => command.stop('SIGKILL'));
    const url = await readyAt(command);
    expect(await here.exchangeFor(url, 'aws')).toBe(200);
    expect(await command.stop()).toMatchObject({ code: 0 });
  });

  test('that nobody writes to holds up neither reloads nor the end', async ({ here }) => {
    const { command, url } = await here.serve();
    await rm(here.config);
    await promisify(execFile)('mkfifo', [here.config]);
    // More than there are threads that could wait.
    for (let times = 0; times < 6; times++) process.kill(command.pid, 'SIGHUP');
    const said = command.stderr().length;
    expect(await nextLine(command, said, 'configuration not reloaded')).toContain('(ETIMEDOUT)');
    await rm(here.config);
    await here.configure({ rules: [here.rule('two', 'gcp')] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await here.exchangeFor(url, 'gcp')).toBe(200);
    expect(await command.stop()).toMatchObject({ code: 0 });
  });
});

test('the configuration is read, never written', async ({ here }) => {
  const served = await here.serve();
  const before = await readFile(here.config, 'utf8');
  await reload(served);
  expect(await readFile(here.config, 'utf8')).toBe(before);
});
