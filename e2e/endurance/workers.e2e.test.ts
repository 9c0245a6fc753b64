import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { start } from '../support/command.ts';
import { getJson, type Jwks, post, postToken } from '../support/exchange.ts';
import { freePort } from '../support/free-port.ts';
import {
  type Installation,
  install,
  nextLine,
  PATIENCE,
  reload,
  type Served,
} from '../support/installation.ts';
import { type Asking, keepAsking } from '../support/keep-asking.ts';
import { remotePorts } from '../support/remote-ports.ts';

const CALLERS = 8;
/** The pause before a worker is replaced grows with each that ends early. */
const KILLS = 3;
const PRLIMIT = '/usr/bin/prlimit';

/** The processes that a process started. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const gone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: PATIENCE, interval: 20 });

/** How often a line with this event is in the log. */
const countEvents = ({ command }: Served, event: string) =>
  command.stderr().split(`event="${event}"`).length - 1;

// Linux tells which processes are whose.
describe.runIf(process.platform === 'linux')('two workers', () => {
  let here: Installation;
  let served: Served;
  let metrics: string;
  let audit: string;
  const twice = (top: object = {}) => ({
    metrics: { listen: '127.0.0.1:0' },
    audit: { file: audit },
    ...top,
  });
  const section = (rules: readonly object[] = []) => ({
    workers: 2,
    rules: [
      {
        name: 'once',
        match: { issuer: here.upstream.issuer, claims: { sub: 'once' } },
        grant: { audience: 'aws', once: true },
      },
      ...rules,
      here.rule('many', 'aws'),
    ],
  });

  beforeAll(async () => {
    here = await install({ hasKey: false });
    audit = join(here.folder, 'audit.jsonl');
    served = await here.serve(section(), twice());
    [, metrics = ''] = /event="metrics ready" listening=(\S+)/.exec(served.command.stderr()) ?? [];
  });
  afterAll(() => here.clear());

  const scrape = async (accept = 'text/plain') =>
    (await fetch(metrics, { headers: { accept } })).text();

  /** What a counter stands at, by worker. */
  async function exchanges(code: string): Promise<readonly [number, number]> {
    const text = await scrape();
    const of = (worker: string) => {
      const line = new RegExp(
        `^drawbridge_exchanges_total\\{code="${code}",[^}]*worker="${worker}"\\} (\\d+)$`,
        'm',
      );
      return Number(line.exec(text)?.[1] ?? 0);
    };
    return [of('1'), of('2')];
  }

  function ask(token: string): Asking {
    const headers = { 'content-type': 'application/jwt' };
    return keepAsking(`${served.url}/token`, {
      callers: CALLERS,
      method: 'POST',
      headers,
      body: token,
    });
  }

  test('tell once that they serve, and found one key', async () => {
    const said = served.command.stderr();
    expect(said).toMatch(/event="exchange ready" .* workers=2 /);
    expect(said.match(/^rule once$/gm)).toHaveLength(1);
    for (const event of ['exchange ready', 'signing key made', 'metrics ready']) {
      expect([event, countEvents(served, event)]).toEqual([event, 1]);
    }
    const { keys } = await getJson<Jwks>(`${served.url}/.well-known/jwks.json`);
    expect(keys).toHaveLength(1);
  });

  test('grant a token that may be used once a single time', async () => {
    const token = await here.upstream.issue({ sub: 'once' });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => postToken(served.url, token)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ text }) => text.includes('token_used'))).toHaveLength(19);
    // Both were asked.
    const refused = await exchanges('token_used');
    expect(refused.every((count) => count > 0)).toBe(true);
    expect(refused.reduce((sum, count) => sum + count, 0)).toBe(19);
  });

  test('share connections evenly, and tear no line of the log', async () => {
    const before = await exchanges('ok');
    const asking = ask(await here.upstream.issue());
    await vi.waitFor(() => expect(asking.answered).toBeGreaterThan(200), PATIENCE);
    asking.stop();
    await asking.ended;
    expect(asking.lost).toEqual([]);
    const [one = 0, two = 0] = (await exchanges('ok')).map(
      (count, index) => count - (before[index] ?? 0),
    );
    expect(one + two).toBe(asking.answered);
    expect(Math.min(one, two)).toBeGreaterThan(asking.answered / 4);
    const lines = served.command.stderr().split('\n');
    const told = lines.filter((line) => line.includes('event="token exchanged"'));
    expect(told.length).toBeGreaterThan(200);
    for (const line of told) {
      expect(line).toMatch(
        /^time=\S+ level=info event="token exchanged" worker=[12] rule=\S+ [^"]* client=127\.0\.0\.1$/,
      );
    }
  });

  test('have their figures handed out together', async () => {
    // The probe there asks both.
    const { origin } = new URL(metrics);
    expect(await getJson(`${origin}/readyz`)).toMatchObject({ ready: true });
    const text = await scrape();
    expect(text.match(/^# TYPE drawbridge_exchanges_total /gm)).toHaveLength(1);
    expect(text.match(/^# HELP process_resident_memory_bytes /gm)).toHaveLength(1);
    for (const worker of ['1', '2', 'primary']) {
      expect(text).toMatch(
        new RegExp(`^process_resident_memory_bytes\\{worker="${worker}"\\} \\d+$`, 'm'),
      );
    }
    for (const worker of ['1', '2']) {
      expect(text).toContain(`drawbridge_ready{part="exchange",worker="${worker}"} 1\n`);
    }
    expect(await getJson(`${served.url}/readyz`)).toMatchObject({ ready: true });
  });

  describeWith(['python3-prometheus-client'], 'the parsers of the Prometheus client', () => {
    test.each([
      ['prometheus_client.parser', 'text/plain'],
      ['prometheus_client.openmetrics.parser', 'application/openmetrics-text'],
    ])('%s reads the figures of all', async (parser, accept) => {
      const program =
        `import sys; from ${parser} import text_string_to_metric_families as read; ` +
        "print(sorted({s.labels['worker'] for f in read(sys.stdin.read()) for s in f.samples}))";
      const python = start('/usr/bin/python3', ['-c', program], { stdin: await scrape(accept) });
      expect(await python.exited, python.stderr()).toMatchObject({ code: 0 });
      expect(python.stdout()).toBe("['1', '2', 'primary']\n");
    });
  });

  test('load a good configuration both, and a faulty one neither', async () => {
    await here.configure(
      section([here.rule('more', 'vault', { claims: { sub: 'more' } })]),
      twice(),
    );
    const from = served.command.stderr().length;
    await reload(served);
    const both = async (event: string, at: number) =>
      vi.waitFor(() => {
        const lines = served.command
          .stderr()
          .slice(at)
          .split('\n')
          .filter((line) => line.includes(`event="${event}"`));
        const workers = lines.map((line) => / worker=(\d)/.exec(line)?.[1]);
        expect(new Set(workers)).toEqual(new Set(['1', '2']));
      }, PATIENCE);
    await both('configuration reloaded', from);

    const at = served.command.stderr().length;
    await here.configure({ ...section(), rules: 'none' }, twice());
    await reload(served, 'configuration not reloaded');
    await both('configuration not reloaded', at);
    const token = await here.upstream.issue({ sub: 'more' });
    const body = String(new URLSearchParams({ token, audience: 'vault' }));
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => post(served.url, 'application/x-www-form-urlencoded', body)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
    // For the worker that is started next.
    await here.configure(section(), twice());
  });

  test('go on when one is killed, and get another', async () => {
    const [first = 0, second = 0] = await childrenOf(served.command.pid);
    const asking = ask(await here.upstream.issue());
    await vi.waitFor(() => expect(asking.ports.size).toBe(CALLERS), PATIENCE);
    const its = (await remotePorts(second)).filter((port) => asking.ports.has(port)).length;
    const from = served.command.stderr().length;
    process.kill(second, 'SIGKILL');
    await nextLine(served.command, from, 'worker ended');
    const scraped = await scrape();
    expect(scraped).toContain('worker="1"');
    await nextLine(served.command, from, 'worker replaced');
    const during = asking.answered;
    await vi.waitFor(() => expect(asking.answered).toBeGreaterThan(during + 50), PATIENCE);
    asking.stop();
    await asking.ended;
    // A connection has one request under way at most; and one connection more may have been on its way to the worker, from a
    // caller that had just lost another.
    expect([its > 0, its < CALLERS]).toEqual([true, true]);
    expect(asking.lost.length).toBeLessThanOrEqual(its + 1);
    expect(asking.refused).toBe(0);
    expect(served.command.stderr().slice(from)).toMatch(
      /level=error event="worker ended" worker=\d pid=\d+ because=SIGKILL pause=0\n/,
    );
    const now = await childrenOf(served.command.pid);
    expect([now.length, now.includes(first), now.includes(second)]).toEqual([2, true, false]);
    expect(await scrape()).toContain('drawbridge_worker_deaths_total{worker="primary"} 1\n');
  });

  test('end under load without losing a request, tell it once, and keep their records', async () => {
    const workers = await childrenOf(served.command.pid);
    const asking = ask(await here.upstream.issue());
    await vi.waitFor(() => expect(asking.answered).toBeGreaterThan(50), PATIENCE);
    // Ctrl-C reaches all processes of a terminal.
    for (const pid of [...workers, served.command.pid]) process.kill(pid, 'SIGINT');
    expect(await served.command.exited).toEqual({ code: 0, signal: null });
    await asking.ended;
    expect(asking.lost).toEqual([]);
    expect(workers.filter(isAlive)).toEqual([]);
    for (const event of ['exchange stopping', 'exchange stopped']) {
      expect([event, countEvents(served, event)]).toEqual([event, 1]);
    }
    expect(served.command.stderr()).toMatch(/event="exchange stopped" ms=\d+ cutOff=0\n$/);
    const verified = await here.stage.run(['audit', 'verify', '--json', audit]);
    const { valid, streams } = JSON.parse(verified.stdout) as {
      readonly valid: boolean;
      readonly streams: readonly unknown[];
    };
    expect([verified.code, valid, streams.length]).toEqual([0, true, 3]);
  });
});

describe.runIf(process.platform === 'linux')('workers', () => {
  let here: Installation;
  beforeEach(async () => {
    here = await install();
  });
  afterEach(() => here.clear());

  test('end by themselves when their primary is killed, and the port is free', async () => {
    const { command, url } = await here.serve({ workers: 2 });
    const workers = await childrenOf(command.pid);
    expect(workers).toHaveLength(2);
    await command.stop('SIGKILL');
    await gone(workers);
    const { port } = new URL(url);
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  test('leave no caller hanging, however often one is killed', async () => {
    const { command, url } = await here.serve({ workers: 2 });
    const asking = keepAsking(`${url}/token`, {
      callers: CALLERS,
      method: 'POST',
      headers: { 'content-type': 'application/jwt' },
      body: await here.upstream.issue(),
    });
    for (let round = 0; round < KILLS; round++) {
      const during = asking.answered;
      await vi.waitFor(() => expect(asking.answered).toBeGreaterThan(during + 20), PATIENCE);
      const from = command.stderr().length;
      const workers = await childrenOf(command.pid);
      process.kill(workers[round % workers.length] ?? 0, 'SIGKILL');
      await nextLine(command, from, 'worker replaced');
    }
    asking.stop();
    // Of callers who have no time-out.
    await asking.ended;
    expect(asking.refused).toBe(0);
    expect(asking.lost.length).toBeLessThanOrEqual(KILLS * CALLERS);
  });

  test('end when they are to, though one of them hangs', async () => {
    const { command } = await here.serve({ workers: 2, shutdown: { patience: 0 } });
    const [, second = 0] = await childrenOf(command.pid);
    process.kill(second, 'SIGSTOP');
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(command.stderr()).toContain(`event="worker hangs and is killed" worker=2 pid=${second}`);
    await gone([second]);
  });

  test('are ended at once by a second signal', async () => {
    const { command } = await here.serve({ workers: 2, shutdown: { delay: 60 } });
    const workers = await childrenOf(command.pid);
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event="exchange stopping" signal=SIGTERM delay=60\n/);
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
    await gone(workers);
  });

  test('are not started by what is a worker itself, in a cluster of somebody else', async () => {
    await here.configure({ workers: 2 });
    const { code, stderr } = await here.stage.run(['serve', 'exchange', '--config', here.config], {
      env: { NODE_UNIQUE_ID: '1' },
    });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/exchange\.workers .*NODE_UNIQUE_ID/),
    ]);
    expect(stderr).not.toContain('    at ');
  });

  test.runIf(existsSync(PRLIMIT))(
    'are replaced as soon as that is possible, where no file could be opened when one ended',
    async () => {
      const { command, url } = await here.serve({ workers: 2 });
      const { pid } = command;
      const [first = 0, second = 0] = await childrenOf(pid);
      const limitFiles = async (soft: number) => {
        const limit = start(PRLIMIT, ['--pid', String(pid), `--nofile=${soft}:`]);
        expect(await limit.exited, limit.stderr()).toMatchObject({ code: 0 });
      };
      const most = Number(
        /^Max open files\s+(\d+)/m.exec(await readFile(`/proc/${pid}/limits`, 'utf8'))?.[1],
      );
      await limitFiles(3);
      const from = command.stderr().length;
      process.kill(second, 'SIGKILL');
      await nextLine(command, from, 'worker error');
      await vi.waitFor(() =>
        expect(command.stderr()).toMatch(/event="worker ended" .* because=EMFILE /),
      );
      expect(await childrenOf(pid)).toEqual([first]);
      await limitFiles(most);
      await nextLine(command, from, 'worker replaced');
      expect(await childrenOf(pid)).toHaveLength(2);
      expect((await postToken(url, await here.upstream.issue())).status).toBe(200);
    },
  );

  test('that find their configuration faulty are given up when none of them is left', async () => {
    const { command } = await here.serve({ workers: 2 });
    const workers = await childrenOf(command.pid);
    await here.configure({ rules: 'none' });
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    expect(await command.exited).toEqual({ code: 2, signal: null });
    const said = command.stderr();
    expect(said).toMatch(/event="worker ended" worker=1 pid=\d+ because=SIGKILL pause=0\n/);
    expect(said).toMatch(
      /event="worker ended" worker=1 pid=\d+ because="exit code 2" pause=0\.25\n/,
    );
    expect(said).toMatch(/exchange\.rules .*is not a list/);
    expect(said).toMatch(/event="no worker can be kept running" ends=5 because="exit code 2"\n/);
    expect(await childrenOf(command.pid).catch(() => [])).toEqual([]);
  });

  test('that are told to stop while they start, do', async () => {
    await here.configure({ workers: 2 });
    const command = await here.stage.start(['serve', 'exchange', '--config', here.config]);
    await vi.waitFor(async () => expect(await childrenOf(command.pid)).toHaveLength(1), {
      timeout: PATIENCE,
      interval: 5,
    });
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(command.stderr()).not.toContain('exchange ready');
    expect(command.stderr()).toMatch(/event="exchange stopped" ms=\d+ cutOff=0\n$/);
  });

  test('do not start where somebody else listens, and say so once', async () => {
    const taken = createServer().listen(await freePort(), '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { readonly port: number };
    await here.configure({ workers: 2, listen: `127.0.0.1:${port}` });
    const { code, stderr } = await here.stage.run(['serve', 'exchange', '--config', here.config]);
    taken.close();
    expect(code).toBe(2);
    expect(stderr).toBe(
      `drawbridge: cannot listen on http://127.0.0.1:${port} (EADDRINUSE)\n` +
        'Something else listens there: stop it, or choose another address with --listen or exchange.listen.\n',
    );
    expect(await readdir(here.folder)).toEqual(['drawbridge.yaml']);
  });
});

describe.runIf(process.platform === 'linux')('one process', () => {
  test('has a thread pool of the size that its cores ask for, or that it was given', async () => {
    const here = await install();
    await here.configure();
    const threads = async (env: Readonly<Record<string, string>> = {}) => {
      const command = await here.stage.start(['serve', 'exchange', '--config', here.config], {
        env,
      });
      await command.waitFor('stderr', /event="exchange ready"/);
      const all = await readdir(`/proc/${command.pid}/task`);
      await command.stop('SIGKILL');
      return all.length;
    };
    const [sized, one] = [await threads(), await threads({ UV_THREADPOOL_SIZE: '1' })];
    const { availableParallelism } = await import('node:os');
    expect(sized - one).toBe(2 * availableParallelism() + 1);
    await here.clear();
  });
});
