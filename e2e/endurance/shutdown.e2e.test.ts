import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { getJson, postToken } from '../support/exchange.ts';
import { type Installation, install, PATIENCE } from '../support/installation.ts';
import { type Load, startLoad } from '../support/load.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describe('a shutdown', () => {
  /** Starts requests until it hears that it should not, as a load balancer does. */
  function balance(url: string, send: () => Promise<number>): { load: Load; left: Promise<void> } {
    const load = startLoad(send);
    const left = vi
      .waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(503), {
        timeout: PATIENCE,
        interval: 20,
      })
      .then(() => {});
    return { load, left };
  }

  test('under load loses no request, and ends with 0', async () => {
    const { command, url } = await here.serve({ shutdown: { delay: 3 } });
    const token = await here.upstream.issue();
    const { load, left } = balance(url, async () => (await postToken(url, token)).status);
    await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(20), PATIENCE);
    process.kill(command.pid, 'SIGTERM');
    await left;
    const during = load.answered();
    await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(during), PATIENCE);
    expect((await load.stop()).lost).toEqual([]);
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });

  test('says that it is not ready at once, and is alive', async () => {
    const { command, url } = await here.serve({ shutdown: { delay: 60 } });
    expect(await getJson(`${url}/readyz`)).toEqual({
      ready: true,
      checks: [{ name: 'signing-key', ok: true }],
    });
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event="exchange stopping" signal=SIGTERM delay=60/);
    const reply = await fetch(`${url}/readyz`);
    expect([reply.status, await reply.json()]).toEqual([
      503,
      {
        ready: false,
        checks: [
          { name: 'signing-key', ok: true },
          { name: 'not-draining', ok: false },
        ],
      },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    // A second signal ends even that.
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
  });

  test('waits for a call under way, as long as patience says', async () => {
    const { command, url } = await here.serve({ shutdown: { patience: 60 } });
    const token = await here.upstream.issue();
    const call = request(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', 'content-length': token.length },
    });
    const answered = once(call, 'response');
    call.write(token.slice(0, 10));
    await vi.waitFor(
      async () => expect((await fetch(`${url}/healthz`)).status).toBe(200),
      PATIENCE,
    );
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event="exchange stopping"/);
    call.end(token.slice(10));
    const [response] = (await answered) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });

  test('is ended at once by a second signal, whatever is under way', async () => {
    const { command, url } = await here.serve({ shutdown: { patience: 600 } });
    const call = request(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', 'content-length': 100 },
    });
    call.on('error', () => {});
    call.write('a');
    await once(call, 'socket').then(([socket]) => once(socket as never, 'connect'));
    process.kill(command.pid, 'SIGINT');
    await command.waitFor('stderr', /event="exchange stopping"/);
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
  });
});
