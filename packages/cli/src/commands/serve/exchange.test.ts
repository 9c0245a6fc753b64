import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../run.ts';
import { createTestTerminal, testRun } from '../../test-run.fixture.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(data, { recursive: true }));

const ISSUER = ['--issuer', 'https://bridge.example.com'];
const UPSTREAM = ['--upstream', 'https://gitlab.internal'];
const ACCEPT = ['--accept-audience', 'https://bridge.example.com'];
const GRANT = ['--grant-audience', 'sts.amazonaws.com'];
const RULE = [...UPSTREAM, ...ACCEPT, ...GRANT];

const serve = (...args: string[]) => testRun(['serve', 'exchange', '--data', data, ...args]);

describe('refuses to start, says what to give, and makes no key,', () => {
  test.each([
    ['without anything', [], ['no rule', '--upstream URL', '--accept-audience', '--config FILE']],
    ['without a rule', ISSUER, ['no rule', '--grant-audience AUDIENCE']],
    ['without an issuer', RULE, ['no public issuer', '--issuer URL']],
    [
      'with an upstream alone',
      [...ISSUER, ...UPSTREAM],
      ['--accept-audience and --grant-audience'],
    ],
    ['without what to accept', [...ISSUER, ...UPSTREAM, ...GRANT], ['needs --accept-audience too']],
    ['without what to grant', [...ISSUER, ...UPSTREAM, ...ACCEPT], ['needs --grant-audience too']],
    ['without an upstream', [...ISSUER, ...ACCEPT, ...GRANT], ['needs --upstream too']],
    [
      'with URLs that are none',
      ['--issuer', 'http://bridge.example.com', '--upstream', 'gitlab', ...ACCEPT, ...GRANT],
      ['2 faults', '--issuer is not an https URL', '--upstream is not an absolute URL'],
    ],
    [
      'with a query in the issuer',
      ['--issuer', 'https://bridge.example.com?x', ...RULE],
      ['--issuer has a query'],
    ],
    [
      'with empty audiences',
      [...ISSUER, ...UPSTREAM, '--accept-audience', '', '--grant-audience', ''],
      ['--accept-audience', 'is empty'],
    ],
    ['with no address', [...ISSUER, ...RULE, '--listen', 'here'], ['--listen is not HOST:PORT']],
    [
      'with workers that are no number',
      [...ISSUER, ...RULE, '--workers', 'all'],
      ['exchange.workers (--workers) is neither a whole number from 1 to 256 nor auto'],
    ],
    [
      'with a port too high',
      [...ISSUER, ...RULE, '--listen', '65536'],
      ['--listen is not HOST:PORT'],
    ],
  ])('%s', async (_, args, parts) => {
    const { code, stdout, stderr } = await serve(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^drawbridge: /);
    for (const part of parts) expect(stderr).toContain(part);
    expect(await readdir(data)).toEqual([]);
  });

  test('with faults in the file, all at once', async () => {
    const config = join(data, 'drawbridge.yaml');
    await writeFile(
      config,
      'version: 1\nexchange:\n  issuer: nope\n  upstreams: []\n  rules: no\n',
    );
    const { code, stderr } = await serve('--config', config);
    expect(code).toBe(2);
    for (const path of ['exchange.issuer', 'exchange.upstreams', 'exchange.rules']) {
      expect(stderr).toContain(path);
    }
    expect(await readdir(data)).toEqual(['drawbridge.yaml']);
  });
});

test('an address that is taken is a fault with a hint, and no key is made', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
  try {
    const { code, stderr } = await serve(...ISSUER, ...RULE, '--listen', `127.0.0.1:${port}`);
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot listen on http://127.0.0.1:${port} (EADDRINUSE)`);
    expect(stderr).toContain('choose another address with --listen or exchange.listen');
    expect(await readdir(data)).toEqual([]);

    const config = join(data, 'drawbridge.yaml');
    const documents = { listen: `127.0.0.1:${port}` };
    await writeFile(config, JSON.stringify({ version: 1, exchange: { documents } }));
    const second = await serve(...ISSUER, ...RULE, '--listen', '127.0.0.1:0', '--config', config);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('choose another address with exchange.documents.listen');
    expect(await readdir(data)).toEqual(['drawbridge.yaml']);
  } finally {
    other.close();
  }
});

// It stops by a signal to this process.
async function serveUntilReady(args: readonly string[]) {
  const terminal = createTestTerminal();
  const all = ['serve', 'exchange', '--data', data, '--listen', '127.0.0.1:0', ...args];
  const ended = run(all, terminal);
  const stderr = () => terminal.text.stderr;
  await vi.waitFor(() => expect(stderr()).toContain('exchange ready'), { timeout: 15_000 });
  const [, url = ''] = /listening"?[=:]"?(http[^\s"]+)/.exec(stderr()) ?? [];
  const discovery = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as {
    issuer: string;
  };
  process.emit('SIGTERM', 'SIGTERM');
  const code = await ended;
  // Lines of the log are written in a later turn.
  await vi.waitFor(() => expect(stderr()).toContain('exchange stopping'));
  process.emit('SIGINT', 'SIGINT'); // lets its other listener go
  return { code, stderr: stderr(), discovery, stdout: terminal.text.stdout };
}

describe('a log of JSON', () => {
  const parsed = (stderr: string) =>
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const rule = (index: number) => ({
    name: `rule-${index}`,
    match: { issuer: 'https://127.0.0.1:1', claims: { ref: `a\nb${index}` } },
    grant: { audience: 'y' },
  });
  const upstreams = [{ issuer: 'https://127.0.0.1:1', audiences: ['x'] }];
  async function configure(settings: object): Promise<string> {
    const exchange = { upstreams, rules: Array.from({ length: 42 }, (_, index) => rule(index)) };
    const path = join(data, 'drawbridge.yaml');
    const log = { format: 'json' };
    await writeFile(path, JSON.stringify({ version: 1, log, exchange, ...settings }));
    return path;
  }

  test('has every line of a service in it, the rules among them', async () => {
    const { code, stderr } = await serveUntilReady([...ISSUER, '--config', await configure({})]);
    expect(code).toBe(0);
    const lines = parsed(stderr);
    const rules = lines.filter(({ event }) => event === 'rule');
    expect(rules).toHaveLength(40);
    expect(rules[3]).toMatchObject({
      level: 'info',
      name: 'rule-3',
      means:
        'when iss = "https://127.0.0.1:1" and ref = "a\\nb3"; then aud = "y", for 600 seconds at most; copy sub and nothing else',
    });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'more rules', count: 2 }));
  });

  test('has the fault that the start ended with', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const terminal = createTestTerminal();
    const config = await configure({ metrics: { listen: `127.0.0.1:${port}` } });
    try {
      const all = ['serve', 'exchange', '--data', data, ...ISSUER, '--config', config];
      expect(await run(all, terminal)).toBe(2);
      await vi.waitFor(() => expect(terminal.text.stderr).not.toBe(''));
      expect(parsed(terminal.text.stderr)).toEqual([
        expect.objectContaining({
          level: 'error',
          event: 'exchange failed',
          code: 'address_unavailable',
          detail: expect.stringContaining('EADDRINUSE'),
          hint: expect.stringContaining('metrics.listen'),
        }),
      ]);
    } finally {
      other.close();
    }
  });
});

describe('serves', () => {
  test('the rule of the flags, which it prints, until SIGTERM', async () => {
    const upstream = ['--upstream', 'https://127.0.0.1:1', ...ACCEPT, ...GRANT];
    const { code, stdout, stderr, discovery } = await serveUntilReady([...ISSUER, ...upstream]);
    expect([code, stdout]).toEqual([0, '']);
    expect(discovery.issuer).toBe('https://bridge.example.com');
    expect(stderr).toContain('rule command-line\n  when  iss = "https://127.0.0.1:1"\n');
    expect(stderr).toContain('event="exchange stopping" signal=SIGTERM');
  });

  test('a configuration file, in which flags replace the issuer and the rule', async () => {
    const config = join(data, 'drawbridge.yaml');
    await writeFile(
      config,
      JSON.stringify({
        version: 1,
        exchange: {
          issuer: 'https://file.example.com',
          upstreams: [{ issuer: 'https://127.0.0.1:1', audiences: ['x'] }],
          rules: [
            { name: 'of-file', match: { issuer: 'https://127.0.0.1:1' }, grant: { audience: 'y' } },
          ],
        },
      }),
    );
    const plain = await serveUntilReady(['--config', config]);
    expect(plain.discovery.issuer).toBe('https://file.example.com');
    expect(plain.stderr).toContain('rule of-file');

    const upstream = ['--upstream', 'https://127.0.0.1:2', ...ACCEPT, ...GRANT];
    // Another issuer's keys are kept elsewhere.
    const other = ['--data', join(data, 'other')];
    const flags = await serveUntilReady(['--config', config, ...other, ...ISSUER, ...upstream]);
    expect(flags.discovery.issuer).toBe('https://bridge.example.com');
    expect(flags.stderr).toContain('rule command-line');
    expect(flags.stderr).not.toContain('of-file');
  });
});
