import { createServer, Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { ask, injectAt, startInject } from '../support/inject.ts';
import { startLoad } from '../support/load.ts';
import { startNginx } from '../support/nginx.ts';
import { serveHere } from '../support/serve-here.ts';
import { answerJson, createGate, startScripted } from '../support/scripted-endpoint.ts';
import { createStage, type Stage } from '../support/stage.ts';

// What a caller of many requests sees of tokens that end while it is at work: nothing.

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.clear());

const BEFORE = 200;
const AFTER = 800;

/** Gives refresh tokens that are good once, and says when each access token ends. */
function createMint() {
  /** By access token, in milliseconds of the clock of this process. */
  const ends = new Map<string, number>();
  let serial = 0;
  let isRevoked = false;
  return {
    ends,
    alarms: () => (isRevoked ? 1 : 0),
    mint(form: URLSearchParams, seconds: number): { status: number; body: object } {
      isRevoked ||= form.get('refresh_token') !== `refresh-${serial}`;
      if (isRevoked) return { status: 400, body: { error: 'invalid_grant' } };
      serial++;
      ends.set(`access-${serial}`, performance.now() + seconds * 1000);
      return {
        status: 200,
        body: {
          access_token: `access-${serial}`,
          token_type: 'Bearer',
          expires_in: seconds,
          refresh_token: `refresh-${serial}`,
        },
      };
    },
  };
}

const refreshing = (endpoint: string) => [
  '--token-endpoint',
  endpoint,
  '--client-id',
  'c',
  '--refresh-token',
  'REFRESH_TOKEN',
];
const env = { REFRESH_TOKEN: 'refresh-0' };

/** A service that counts the calls with a token that is good when they come, and all others. */
async function startJudge(ends: ReadonlyMap<string, number>) {
  const seen = { good: 0, others: [] as string[] };
  const server = createServer((incoming, response) => {
    const token = incoming.headers.authorization?.slice('Bearer '.length) ?? 'none';
    const end = ends.get(token) ?? 0;
    if (performance.now() < end) seen.good++;
    else seen.others.push(`${token}, over for ${Math.round(performance.now() - end)} ms`);
    response.writeHead(performance.now() < end ? 200 : 401).end(token);
  });
  return { url: await serveHere(stage, server), seen };
}

/** Sends many calls at once. @returns when all are sent, and what came of them */
function askAtOnce(url: string, count: number, agent: Agent) {
  const sent: Promise<void>[] = [];
  const answers = Array.from({ length: count }, () => {
    let done = () => {};
    sent.push(new Promise((resolve) => (done = resolve)));
    return new Promise<number>((resolve, reject) => {
      request(url, { agent }, (reply) => {
        reply.resume().on('end', () => resolve(reply.statusCode ?? 0));
      })
        .on('finish', done)
        .on('error', reject)
        .end();
    });
  });
  return { sent: Promise.all(sent), answers: Promise.all(answers) };
}

describe('1,000 calls at once across the end of a token', () => {
  it('lead to one refresh, and none of them fails', async () => {
    const { ends, mint, alarms } = createMint();
    const gate = createGate();
    const endpoint = await startScripted(stage, async (form, response, number) => {
      if (number > 1) await gate.opened;
      if (response.destroyed) return;
      const { status, body } = mint(form, number > 1 ? 3600 : 10);
      answerJson(response, body, status);
    });
    const judge = await startJudge(ends);
    const url = await injectAt(
      await startInject(stage, [judge.url, ...refreshing(endpoint.url)], { env }),
    );
    const agent = new Agent({ keepAlive: true });
    stage.later(async () => agent.destroy());

    const before = askAtOnce(url, BEFORE, agent);
    expect(new Set(await before.answers)).toEqual(new Set([200]));
    // The refresh is asked for ahead, and does not come before the end.
    await expect.poll(() => endpoint.requests.length, { timeout: 20_000 }).toBe(2);
    const end = ends.get('access-1') ?? 0;
    await sleep(Math.max(0, end - performance.now()) + 1);
    const after = askAtOnce(url, AFTER, agent);
    await after.sent;
    expect(judge.seen).toEqual({ good: BEFORE, others: [] });
    gate.open();
    expect(new Set(await after.answers)).toEqual(new Set([200]));
    expect(judge.seen).toEqual({ good: BEFORE + AFTER, others: [] });
    expect(endpoint.requests.map((form) => form.get('refresh_token'))).toEqual([
      'refresh-0',
      'refresh-1',
    ]);
    expect(alarms()).toBe(0);
  });

  it('go on through several ends, with one refresh for each', async () => {
    const { ends, mint, alarms } = createMint();
    const endpoint = await startScripted(stage, (form, response) => {
      const { status, body } = mint(form, 3);
      answerJson(response, body, status);
    });
    const judge = await startJudge(ends);
    const url = await injectAt(
      await startInject(stage, [judge.url, ...refreshing(endpoint.url)], { env }),
    );
    const agent = new Agent({ keepAlive: true });
    stage.later(async () => agent.destroy());
    const load = startLoad(async () => (await ask(url, { agent })).status, 16);
    const { lost } = await (async () => {
      try {
        const limit = { timeout: 30_000 };
        await expect.poll(() => endpoint.requests.length, limit).toBeGreaterThan(3);
        await expect.poll(() => load.answered(), limit).toBeGreaterThan(1000);
      } finally {
        await load.stop();
      }
      return load.stop();
    })();
    expect(lost).toEqual([]);
    expect(judge.seen.others).toEqual([]);
    expect(new Set(endpoint.requests.map(String)).size).toBe(endpoint.requests.length);
    expect(alarms()).toBe(0);
  });
});

describeWith(['nginx'], 'nginx that asks for a token', () => {
  it('sees none but good ones, with one refresh where it refuses one for many calls', async () => {
    const { ends, mint, alarms } = createMint();
    const endpoint = await startScripted(stage, (form, response) => {
      const { status, body } = mint(form, 3600);
      answerJson(response, body, status);
    });
    const judge = await startJudge(ends);
    const nginx = await startNginx(
      stage,
      `location / { auth_request /judge; root /nonexistent; try_files $uri @granted; }
       location = /judge { internal; proxy_pass ${judge.url}; proxy_pass_request_body off; }
       location @granted { return 200 granted; }`,
    );
    const args = [nginx.url, ...refreshing(endpoint.url), '--access-token', 'OLD'];
    const old = { OLD: 'one-that-was-revoked' };
    const url = await injectAt(await startInject(stage, args, { env: { ...env, ...old } }));
    const agent = new Agent({ keepAlive: true });
    stage.later(async () => agent.destroy());
    const { answers } = askAtOnce(url, 200, agent);
    expect(new Set(await answers)).toEqual(new Set([200]));
    expect(endpoint.requests).toHaveLength(1);
    expect(judge.seen.good).toBe(200);
    expect(judge.seen.others.every((text) => text.startsWith(old.OLD))).toBe(true);
    expect(alarms()).toBe(0);
    expect(stage.output()).not.toContain(old.OLD);
  });
});
