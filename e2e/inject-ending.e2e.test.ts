import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, injectAt, startInject, startInjectOf } from './support/inject.ts';
import { startRemote } from './support/protected-remote.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.clear());

const env = { GIVEN: 'planted-token', END: 'planted-secret' };
const token = { accessToken: { env: 'GIVEN' } };
const PATH = '/quitquitquit';

describe('the way to end drawbridge inject by a call', () => {
  it('is not there where nobody configured it: the path is the upstream’s', async () => {
    const remote = await startRemote(stage);
    const url = await injectAt(
      await startInject(stage, [remote.url, '--access-token', 'GIVEN'], { env }),
    );
    for (const method of ['GET', 'POST']) {
      expect((await ask(`${url}${PATH}`, { method })).text).toBe(`${method} ${PATH}`);
    }
    expect((await ask(url)).status).toBe(200);
  });

  it('is not to be had without a secret', async () => {
    const section = { upstream: 'https://up.test', token, termination: { path: PATH } };
    const command = await startInjectOf(stage, section, { env });
    expect(await command.exited).toMatchObject({ code: 2 });
    expect(command.stderr()).toContain('inject.termination.secret');
  });

  it('takes POST with the secret alone, lets calls end, and tells the upstream nothing', async () => {
    const remote = await startRemote(stage);
    const termination = { path: PATH, secret: { env: 'END' } };
    const command = await startInjectOf(
      stage,
      { upstream: remote.url, token, termination },
      { env },
    );
    const url = `${await injectAt(command)}${PATH}`;
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
    const statuses = [];
    for (const asked of [
      { headers: bearer(env.END) },
      { method: 'POST' },
      { method: 'POST', headers: bearer('wrong') },
      { method: 'POST', headers: bearer(env.GIVEN) },
      { method: 'POST', headers: { ...bearer(env.END), origin: 'https://evil.test' } },
      { method: 'POST', headers: bearer(env.END) },
    ]) {
      statuses.push((await ask(url, asked)).status);
    }
    expect(statuses).toEqual([405, 401, 401, 401, 403, 202]);
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(remote.calls).toEqual([]);
    expect(stage.output()).not.toContain('planted');
  });
});

describe('a signal during a stream', () => {
  /** A stream that a test writes, through a proxy. */
  async function stream() {
    const begun: ServerResponse[] = [];
    const upstream = await serveHere(
      stage,
      createServer((request, response) => {
        if (request.url !== '/stream') return void response.end();
        begun.push(response);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      }),
    );
    const command = await startInject(stage, [upstream, '--access-token', 'GIVEN'], { env });
    const url = await injectAt(command);
    const [reply] = (await once(get(`${url}/stream`), 'response')) as [IncomingMessage];
    const [writer] = begun;
    if (writer === undefined) throw new Error('nothing came');
    return { command, url, reply, writer };
  }

  it('lets it come to its end, and takes no more calls', async () => {
    const { command, url, reply, writer } = await stream();
    const whole = text(reply);
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event=stopping by=SIGTERM/);
    await expect
      .poll(() => ask(url).then(String, ({ code }: NodeJS.ErrnoException) => code), {
        timeout: 10_000,
      })
      .toBe('ECONNREFUSED');
    writer.end('data: 2\n\n');
    expect(await whole).toBe('data: 1\n\ndata: 2\n\n');
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });

  it('is not waited for where a second one comes', async () => {
    const { command, reply } = await stream();
    const broken = text(reply).catch(({ code }: NodeJS.ErrnoException) => code);
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event=stopping/);
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
    expect(await broken).toBe('ECONNRESET');
  });
});
