import { createHash } from 'node:crypto';
import { readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type RunningCommand, start } from '../support/command.ts';
import { ACCEPTED, exchangeArguments, getJson, type Jwks, postToken } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

let upstream: Upstream;
let data: string;
beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  data = await stage.folder();
});

interface Served {
  readonly command: RunningCommand;
  readonly url: string;
  readonly metrics: string;
}

/** Serves with metrics on a free port, JSON logs of all levels, and an audit file. */
async function serve(file: string, required: boolean, folder = data): Promise<Served> {
  const command = await stage.start(exchangeArguments(upstream.issuer, folder), {
    env: {
      DRAWBRIDGE_LOG__FORMAT: 'json',
      DRAWBRIDGE_LOG__LEVEL: 'debug',
      DRAWBRIDGE_METRICS__LISTEN: '127.0.0.1:0',
      DRAWBRIDGE_AUDIT__FILE: file,
      DRAWBRIDGE_AUDIT__REQUIRED: String(required),
    },
  });
  const [, metrics = ''] = await command.waitFor(
    'stderr',
    /"event":"metrics ready","listening":"([^"]+)"/,
    60_000,
  );
  const [, url = ''] = await command.waitFor(
    'stderr',
    /"event":"exchange ready".*"listening":"(http:[^"]+)"/,
    60_000,
  );
  return { command, url, metrics };
}

async function scrape(url: string, accept = 'text/plain'): Promise<string> {
  return (await fetch(url, { headers: { accept } })).text();
}

async function records(file: string): Promise<readonly Record<string, unknown>[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

interface Verified {
  readonly valid: boolean;
  readonly records: number;
  readonly streams: readonly { readonly last: number; readonly hash: string }[];
}

async function verify(...args: string[]): Promise<Verified> {
  const { code, stdout, stderr } = await stage.run(['audit', 'verify', '--json', ...args]);
  const findings = JSON.parse(stdout) as Verified;
  expect([code, findings.valid, stderr]).toEqual([0, true, '']);
  return findings;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('an exchange with audit, metrics and JSON logs', () => {
  let served: Served;
  let file: string;
  const secrets: string[] = [];

  beforeAll(async () => {
    file = join(await stage.folder(), 'audit.jsonl');
    served = await serve(file, true);
  });

  test('keeps one record a decision, and counts it', async () => {
    const token = await upstream.issue({ jti: 'in-1' });
    const expired = await upstream.issue({ exp: 1 });
    const foreign = await upstream.issue({ iss: 'https://elsewhere.example' });
    secrets.push(token, expired, foreign);
    const granted = await postToken(served.url, token);
    expect(granted.status).toBe(200);
    secrets.push(granted.text);
    expect((await postToken(served.url, expired)).status).toBe(400);
    expect((await postToken(served.url, foreign)).status).toBe(400);
    expect((await postToken(served.url, '')).status).toBe(400);

    expect(await records(file)).toMatchObject([
      {
        decision: 'granted',
        rule: 'command-line',
        issuer: upstream.issuer,
        subject: 'alice',
        jti_in: 'in-1',
        token_in: sha256(token),
        token_out: sha256(granted.text),
        client: '127.0.0.1',
      },
      { decision: 'refused', code: 'token_expired', token_in: sha256(expired) },
      { decision: 'refused', code: 'issuer_unknown', token_in: sha256(foreign) },
    ]);

    const text = await scrape(served.metrics);
    const { issuer } = upstream;
    const { jwks_uri: uri } = await getJson<{ readonly jwks_uri: string }>(
      `${issuer}/.well-known/openid-configuration`,
    );
    const { keys } = await getJson<Jwks>(uri);
    for (const sample of [
      `drawbridge_exchanges_total{code="ok",issuer="${issuer}"} 1`,
      `drawbridge_exchanges_total{code="token_expired",issuer="${issuer}"} 1`,
      'drawbridge_exchanges_total{code="issuer_unknown",issuer=""} 1',
      'drawbridge_exchanges_total{code="body_missing",issuer=""} 1',
      'drawbridge_exchange_duration_seconds_count{outcome="granted"} 1',
      'drawbridge_exchange_duration_seconds_count{outcome="refused"} 3',
      `drawbridge_upstream_keys{issuer="${issuer}"} ${keys.length}`,
      `drawbridge_upstream_key_loads_total{issuer="${issuer}",outcome="loaded"} 1`,
      'drawbridge_audit_records_total{outcome="kept"} 3',
    ]) {
      expect.soft(text).toContain(sample);
    }
    expect(text).toMatch(/^drawbridge_build_info\{version="\d[^"]*",node="v\d[^"]*"\} 1$/m);
  });

  test('has a chain that holds, and notices a change', async () => {
    const { records: count, streams } = await verify(file);
    expect([count, streams.length]).toEqual([3, 1]);
    const copy = `${file}.copy`;
    const text = await readFile(file, 'utf8');
    await writeFile(copy, text.replace('token_expired', 'token_too_old'));
    const changed = await stage.run(['audit', 'verify', copy]);
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain(`${copy}:2 is not as it was written`);
    await writeFile(copy, `${text.split('\n').slice(0, 2).join('\n')}\n`);
    const cut = await stage.run(['audit', 'verify', copy, '--holds', streams[0]?.hash ?? '']);
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain('records were removed');
  });

  test('serves metrics on their own listener and nowhere else', async () => {
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404);
    const { origin } = new URL(served.metrics);
    expect(await getJson(`${origin}/readyz`)).toMatchObject({ ready: true });
    expect((await fetch(`${origin}/token`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${origin}/.well-known/jwks.json`)).status).toBe(404);
  });

  describeWith(['python3-prometheus-client'], 'the parsers of the Prometheus client', () => {
    test.each([
      ['prometheus_client.parser', 'text/plain'],
      ['prometheus_client.openmetrics.parser', 'application/openmetrics-text'],
    ])('%s reads all of it', async (parser, accept) => {
      const text = await scrape(served.metrics, accept);
      const program =
        `import sys; from ${parser} import text_string_to_metric_families as read; ` +
        "print(int(sum(s.value for f in read(sys.stdin.read()) for s in f.samples if s.name == 'drawbridge_exchanges_total')))";
      const python = start('/usr/bin/python3', ['-c', program], { stdin: text });
      expect(await python.exited, python.stderr()).toMatchObject({ code: 0 });
      expect(python.stdout()).toBe('4\n');
    });
  });

  test('writes every line of its log as JSON, and no token anywhere', async () => {
    const said = served.command.stderr();
    const lines = said.split('\n').filter((line) => line.startsWith('{'));
    const events = lines.map((line) => (JSON.parse(line) as { readonly event: string }).event);
    expect(events).toEqual(expect.arrayContaining(['token exchanged', 'call refused']));
    const everything = [said, await readFile(file, 'utf8'), await scrape(served.metrics)].join(
      '\n',
    );
    for (const secret of secrets) {
      for (const part of secret.split('.')) expect(everything).not.toContain(part);
    }
  });

  test('keeps what is under way when it is asked to stop', async () => {
    expect(await served.command.stop()).toMatchObject({ code: 0 });
    expect((await verify(file)).records).toBe(3);
  });
});

describe.runIf(process.platform === 'linux')('an exchange whose audit has a full disk', () => {
  test('hands out nothing where records are required, and recovers by itself', async () => {
    const folder = await stage.folder();
    const file = join(folder, 'audit.jsonl');
    await symlink('/dev/full', file);
    const { command, url, metrics } = await serve(file, true);
    const refused = await postToken(url, await upstream.issue());
    expect([refused.status, refused.text]).toEqual([
      503,
      expect.stringContaining('audit_unavailable') as string,
    ]);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await scrape(metrics)).toContain('drawbridge_audit_records_total{outcome="lost"} 1');

    await writeFile(join(folder, 'fresh'), '', { mode: 0o600 });
    await rename(join(folder, 'fresh'), file);
    expect((await postToken(url, await upstream.issue())).status).toBe(200);
    await command.waitFor('stderr', /"event":"audit records kept again"/);
    expect((await verify(file)).records).toBe(1);
    await command.stop();
  });

  test('serves on where they are not, and says so', async () => {
    const file = join(await stage.folder(), 'audit.jsonl');
    await symlink('/dev/full', file);
    const { command, url } = await serve(file, false);
    expect((await postToken(url, await upstream.issue())).status).toBe(200);
    await command.waitFor('stderr', /"level":"error","event":"audit records not kept"/);
    await command.stop();
  });
});

test('two processes share a file, and the one that is killed breaks nothing', async () => {
  const file = join(await stage.folder(), 'audit.jsonl');
  const [one, two] = [await serve(file, true), await serve(file, true)];
  const token = await upstream.issue();
  let answered = 0;
  let killed = false;
  const load = async ({ url }: Served, until: () => boolean) => {
    while (!until()) {
      try {
        if ((await postToken(url, token)).status === 200) answered++;
      } catch {
        if (killed) return;
        throw new Error('an exchange that was not killed did not answer');
      }
    }
  };
  const doomed = Array.from({ length: 8 }, () => load(two, () => killed));
  const others = Array.from({ length: 4 }, () => load(one, () => killed && answered > 150));
  await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(100);
  const dying = two.command.stop('SIGKILL');
  killed = true;
  await Promise.all([dying, ...doomed, ...others]);
  // It starts again, and goes on behind what the killed one left.
  const again = await serve(file, true);
  expect((await postToken(again.url, token)).status).toBe(200);
  await Promise.all([one.command.stop(), again.command.stop()]);

  const { records: kept, streams } = await verify(file);
  expect(streams).toHaveLength(3);
  // Each token that went out has its record; of those under way at the end some may have one too.
  expect(kept).toBeGreaterThanOrEqual(answered + 1);
  expect(kept).toBeLessThanOrEqual(answered + 1 + 8);
}, 180_000);
