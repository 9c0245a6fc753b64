import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { freePort } from './support/free-port.ts';
import { ask, codeOf, injectAt, startInject } from './support/inject.ts';
import { startNginx } from './support/nginx.ts';
import { createStage, type Stage } from './support/stage.ts';

// An address that leads back to the proxy itself: each call would go round until nothing is left.

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.clear());

const env = { GIVEN: 'planted' };
const inject = (upstream: string, port: number) =>
  startInject(stage, [upstream, '--listen', `127.0.0.1:${port}`, '--access-token', 'GIVEN'], {
    env,
  });

describe('an upstream that is the proxy itself', () => {
  it.each(['127.0.0.1', 'localhost', '0.0.0.0'])('is found at the start: %s', async (host) => {
    const port = await freePort();
    const command = await inject(`http://${host}:${port}`, port);
    expect(await command.exited).toMatchObject({ code: 2 });
    expect(command.stderr()).toContain(`is this proxy itself, which listens on 127.0.0.1:${port}`);
  });

  it('by way of a second proxy is found by the first call', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const [first] = await Promise.all([
      inject(`http://127.0.0.1:${two}`, one),
      inject(`http://127.0.0.1:${one}`, two).then(async (command) => {
        await injectAt(command);
        return command;
      }),
    ]);
    const reply = await ask(await injectAt(first));
    expect([reply.status, codeOf(reply)]).toEqual([502, 'remote_unreachable']);
    await first.waitFor('stderr', /a call came back to this proxy/);
  });
});

describeWith(['nginx'], 'an upstream that leads back by nginx', () => {
  it('is found by the first call, whatever its method', async () => {
    const port = await freePort();
    const { url } = await startNginx(stage, `location / { proxy_pass http://127.0.0.1:${port}; }`);
    const command = await inject(url, port);
    const own = await injectAt(command);
    for (const method of ['GET', 'POST']) {
      const reply = await ask(own, { method, ...(method === 'POST' && { body: 'content' }) });
      expect([reply.status, codeOf(reply)]).toEqual([502, 'remote_unreachable']);
    }
    await command.waitFor('stderr', /Give the address of the remote service itself/);
    expect(stage.output()).not.toContain('planted');
  });
});
