import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { ACCEPTED, GRANTED, ISSUER, readyAt } from '../support/exchange.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { giveKeys } from '../support/given-keys.ts';
import { startStsStub } from '../support/clouds/sts-stub.ts';
import { createStage } from '../support/stage.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { startUpstream } from '../support/upstream.ts';

// A job of more than three hours on tokens of ten minutes, each of which the exchange takes once: the exchange, the command and the job are
// processes with one clock, which is put forward.

const JOB = fileURLToPath(new URL('../support/hours-job.mjs', import.meta.url));
const ACCOUNT = '123456789012';
const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';
const HOUR = 3600;
/** Seconds that are left of ten minutes when no new token is due yet... */
const QUIET = 160;
/** ...and when one is. */
const DUE = 115;
/** Seconds between two looks of the job. */
const LOOK = 360;

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['libfaketime'], 'a job of hours', () => {
  test('has a good token until its own ends, and credentials beyond', async () => {
    const clock = await createFakeClock(stage);
    const upstream = await startUpstream(stage, ACCEPTED);
    const data = await stage.folder();
    await giveKeys(data);
    const rule = {
      name: 'jobs',
      match: { issuer: upstream.issuer },
      grant: { audience: [GRANTED], lifetime: 600, once: true },
    };
    const exchange = {
      issuer: ISSUER,
      listen: '127.0.0.1:0',
      upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
      rules: [rule],
    };
    const config = join(data, 'drawbridge.yaml');
    await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
    const served = await stage.start(['serve', 'exchange', '--config', config], { env: clock.env });
    const url = await readyAt(served);
    const network = await startTcpProxy(Number(new URL(url).port));
    stage.later(() => network.close());
    const sts = await startStsStub(stage, {
      account: ACCOUNT,
      outside: {
        now: clock.now,
        // The world knows the exchange by its public name.
        async fetch(address) {
          // Anew each time: the exchange ends idle connections by its own clock, which jumps.
          const headers = { connection: 'close' };
          const response = await fetch(address.replace(ISSUER, url), { headers });
          return { status: response.status, body: await response.text() };
        },
      },
    });
    const trusted = { issuer: ISSUER, audience: GRANTED, subject: SUBJECT };
    const role = await sts.trust({ role: 'deploy', ...trusted });

    const now = () => Math.floor(clock.now().getTime() / 1000);
    // Not at the time of a look, which would be as good as the other answer.
    const end = now() + 3 * HOUR - LOOK / 3;
    const token = await upstream.issue({ sub: SUBJECT, iat: now(), exp: end });
    const temporary = await stage.folder();
    const options = ['--aws', role, '--exchange', `http://127.0.0.1:${network.port}`];
    const job = await stage.start(
      ['ci', 'exec', ...options, '--region', 'eu-central-1', '--', process.execPath, JOB, '3.5'],
      {
        env: {
          ...clock.env,
          TMPDIR: temporary,
          AWS_ENDPOINT_URL_STS: sts.url,
          AWS_EC2_METADATA_DISABLED: 'true',
          NODE_NO_WARNINGS: '1',
          GITLAB_CI: 'true',
          CI_SERVER_URL: upstream.issuer,
          CI_PROJECT_ID: '12',
          CI_PIPELINE_ID: '345',
          ID_TOKEN: token,
        },
      },
    );
    await job.waitFor('stdout', /"arn"/);
    const [folder = ''] = await readdir(temporary);
    const file = join(temporary, folder, 'token');
    const seen = new Set<string>();
    const started = now();

    /** When the token in the file ends. */
    async function heldUntil(): Promise<number> {
      const held = await readFile(file, 'utf8');
      seen.add(held);
      return decodeJwt(held).exp ?? 0;
    }

    /** Waits for something. Who was about to sleep just when the clock was put forward is woken again. */
    const settle = (isDone: () => Promise<boolean> | boolean) =>
      expect
        .poll(
          () => {
            clock.nudge(job.pid);
            return isDone();
          },
          { interval: 10 },
        )
        .toBe(true);

    /** Puts the clock forward, and waits until the job has looked as often as it should by then. */
    async function step(seconds: number): Promise<void> {
      await clock.forward(seconds, [served.pid, job.pid]);
      const looks = Math.floor((now() - started) / LOOK);
      await settle(() => job.stdout().split('\n').length - 1 >= looks);
    }

    /** Lets time pass, and whatever is due be done before more of it does: a step is no pause of a request. */
    async function pass(until: number): Promise<void> {
      while (now() < until) {
        const held = await heldUntil();
        const quiet = held - QUIET - now();
        await step(quiet > 0 ? Math.min(quiet, LOOK) : held - now() - DUE);
        if (quiet > 0) continue;
        if (held >= end - 1) return;
        await settle(async () => (await heldUntil()) > held);
      }
    }

    await pass(end - 2 * HOUR);
    // The exchange is away when a token is due, and back before that one ends.
    network.set('reset');
    const held = await heldUntil();
    await step(held - now() - DUE);
    await job.waitFor('stderr', /could not be renewed/);
    await step(30);
    network.set('carry');
    while ((await heldUntil()) === held) await step(1);
    expect(now()).toBeLessThan(held);
    await pass(end);
    // It is told, and nothing else happens, until the job has what it wanted.
    while (now() < end) await step(60);
    await job.waitFor('stderr', /has ended/);
    while (now() < started + 3.5 * HOUR) await step(300);
    expect(await job.exited).toEqual({ code: 0, signal: null });
    expect(await readdir(temporary)).toEqual([]);

    const arn = 'arn:aws:sts::123456789012:assumed-role/deploy/GitLabRunner-12-345';
    const lines = job
      .stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Look);
    expect(lines.length).toBe(36);
    // What the SDK got for the last good token it had.
    const until = Math.max(...lines.map((look) => Date.parse(look.until ?? '0') / 1000));
    for (const look of lines) {
      const at = Date.parse(look.at) / 1000;
      expect(look).toMatchObject({
        token: at > end ? 'ExpiredTokenException' : 'good',
        arn: at > until ? 'ExpiredTokenException' : arn,
      });
    }
    expect(until).toBeGreaterThan(end);
    expect(seen.size).toBeGreaterThan(20);
    const [variable, start, ...renewals] = job.stderr().trimEnd().split('\n');
    expect(variable).toBe('drawbridge: the token of this job is in ID_TOKEN');
    expect(start).toMatch(
      /ends at 20\S+Z \(in \d hours\), and nothing renews it; credentials that/,
    );
    expect(renewals.pop()).toMatch(/^drawbridge: the token of this job has ended, /);
    expect(renewals).toEqual([
      expect.stringMatching(/could not be renewed: .* It is tried again; the command goes on/),
      expect.stringMatching(/renewed again$/),
    ]);
    expect(job.stdout() + job.stderr()).not.toContain(token.split('.')[2]);
  });
});

interface Look {
  readonly at: string;
  readonly token: string;
  readonly arn: string;
  /** When the credentials of the SDK end. It gets new ones in the background when that is near, which the next look sees. */
  readonly until?: string;
}
