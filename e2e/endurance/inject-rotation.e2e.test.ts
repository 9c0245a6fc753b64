import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeToken } from '@drawbridge/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Certificate, certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { ask, injectAt, startInject } from '../support/inject.ts';
import { startMiddleman } from '../support/middleman.ts';
import { type ProtectedRemote, startRemote } from '../support/protected-remote.ts';
import {
  PERSON,
  type RotatingProvider,
  startRotatingProvider,
} from '../support/rotating-provider.ts';
import { createStage } from '../support/stage.ts';

// A refresh token is good for one use here, and using one twice ends them all: whoever shares one must take turns.

const stage = createStage();
afterAll(() => stage.clear());

/** Milliseconds between two calls of a caller that goes on and on. */
const PAUSE = 40;

// Half a minute is the wait for what a killed process left.
vi.setConfig({ testTimeout: 150_000 });

const SECRET = 'a secret of 32 characters, or more: %&+=~';
const CLIENT = 'the client';

describeWith(['openssl'], 'drawbridge inject before a provider that rotates refresh tokens', () => {
  let authority: Certificate;
  let here: Certificate;

  beforeAll(async () => {
    const folder = await stage.folder();
    authority = await certify(folder, 'authority', '');
    here = await certify(folder, 'here', 'IP:127.0.0.1', authority);
  });

  const startProvider = (lifetime: number) =>
    startRotatingProvider(stage, {
      certificate: here,
      clientAuthority: authority.cert,
      clients: [
        {
          client_id: CLIENT,
          token_endpoint_auth_method: 'client_secret_basic',
          client_secret: SECRET,
        },
      ],
      lifetime,
    });

  interface Shared {
    readonly provider: RotatingProvider;
    readonly remote: ProtectedRemote;
    readonly data: string;
    /** As the environment has it: the first one, which is used up soon. */
    readonly token: string;
  }

  async function share(lifetime: number): Promise<Shared> {
    const provider = await startProvider(lifetime);
    const [remote, data, token] = await Promise.all([
      startRemote(stage),
      stage.folder(),
      provider.signIn(CLIENT),
    ]);
    return { provider, remote, data, token };
  }

  function start({ provider, remote, data, token }: Shared, endpoint?: string) {
    const where =
      endpoint === undefined ? ['--issuer', provider.issuer] : ['--token-endpoint', endpoint];
    const client = ['--client-id', CLIENT, '--client-secret', 'SECRET'];
    return startInject(
      stage,
      [remote.url, ...where, ...client, '--refresh-token', 'REFRESH_TOKEN'],
      { data, env: { SECRET, REFRESH_TOKEN: token, NODE_EXTRA_CA_CERTS: authority.certFile } },
    );
  }

  const tokensOf = ({ calls }: ProtectedRemote) =>
    new Set(calls.map(({ headers }) => headers.authorization));

  async function expectServed(urls: readonly string[]): Promise<void> {
    const answers = await Promise.all(urls.map((url) => ask(url)));
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(
      urls.map(() => '200 GET /'),
    );
  }

  /** Others need this machine too. */
  async function expectServedForNow(urls: readonly string[]): Promise<void> {
    await expectServed(urls);
    await sleep(PAUSE);
  }

  it.concurrent('two at once share what one of them comes by, through several ends', async () => {
    const shared = await share(4);
    const { provider, remote, data } = shared;
    const urls = await Promise.all([1, 2].map(async () => injectAt(await start(shared))));
    while (provider.refreshes() < 4) await expectServedForNow(urls);
    expect(provider.alarms()).toBe(0);
    // Each refresh was for both.
    expect(tokensOf(remote).size).toBeLessThanOrEqual(provider.refreshes());
    expect(await readdir(join(data, 'tokens'))).toHaveLength(1);
    const [, token = ''] = remote.calls.at(-1)?.headers.authorization?.split(' ') ?? [];
    expect(decodeToken(token).claims).toMatchObject({ sub: PERSON });
  });

  it.concurrent('one after another goes on with what is kept, whatever the environment says', async () => {
    const shared = await share(3600);
    for (let round = 0; round < 3; round++) {
      const command = await start(shared);
      expect((await ask(await injectAt(command))).status).toBe(200);
      await command.stop(round === 0 ? 'SIGKILL' : 'SIGTERM');
    }
    expect(shared.provider.refreshes()).toBe(1);
    expect(shared.provider.alarms()).toBe(0);
  });

  it.concurrent('one killed before its request has arrived: the next has fresh tokens', async () => {
    const shared = await share(3600);
    const middle = await startMiddleman(stage, `${shared.provider.issuer}/token`, authority.cert);
    middle.hold('requests');
    const killed = await start(shared, middle.url);
    await vi.waitFor(() => expect(middle.held()).toBe(1), 20_000);
    await killed.stop('SIGKILL');
    middle.hold(undefined);
    const next = await start(shared, middle.url);
    // What the one before left is waited for, and that is said.
    await next.waitFor('stderr', /waiting for another process/);
    expect((await ask(await injectAt(next, 80_000))).status).toBe(200);
    expect(next.stderr()).not.toContain('no token yet');
    expect([shared.provider.refreshes(), shared.provider.alarms()]).toEqual([1, 0]);
  });

  it.concurrent('one killed before its answer has come: the next says to sign in, once and for all', async () => {
    const shared = await share(3600);
    const middle = await startMiddleman(stage, `${shared.provider.issuer}/token`, authority.cert);
    middle.hold('answers');
    const killed = await start(shared, middle.url);
    await vi.waitFor(() => expect(middle.held()).toBe(1), 20_000);
    await killed.stop('SIGKILL');
    middle.hold(undefined);
    // The unsafe window: the new refresh token is known to nobody, and the old one is taken for stolen.
    const next = await start(shared, middle.url);
    expect(await next.exited).toEqual({ code: 1, signal: null });
    expect(next.stderr()).toMatch(/sign in again/i);
    expect([shared.provider.refreshes(), shared.provider.alarms()]).toEqual([1, 1]);
    middle.hold('requests');
    const last = await start(shared, middle.url);
    expect(await last.exited).toEqual({ code: 1, signal: null });
    expect(last.stderr()).toMatch(/sign in again/i);
    expect(middle.held()).toBe(0);
    expect(stage.output()).not.toContain(shared.token);
    // A new sign-in is another token, which what is kept does not count for.
    middle.hold(undefined);
    const anew = { ...shared, token: await shared.provider.signIn(CLIENT) };
    expect((await ask(await injectAt(await start(anew, middle.url)))).status).toBe(200);
  });

  it.concurrent('one killed while another serves: the other goes on, and so does the next', async () => {
    const shared = await share(8);
    const { provider } = shared;
    const [first, second] = await Promise.all([start(shared), start(shared)]);
    const url = await injectAt(second);
    await injectAt(first);
    const before = provider.refreshes();
    // Not over a refresh: what was just come by is kept, and the next is due in four seconds.
    await vi.waitFor(() => expect(provider.refreshes()).toBeGreaterThan(before), 20_000);
    await expectServed([url]);
    await first.stop('SIGKILL');
    const third = await start(shared);
    const urls = [url, await injectAt(third, 80_000)];
    while (provider.refreshes() < before + 2) await expectServedForNow(urls);
    expect(provider.alarms()).toBe(0);
  });
});
