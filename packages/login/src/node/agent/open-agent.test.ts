import { expect, test } from 'vitest';
import { openAgent } from './open-agent.ts';

const given = (accessKeyId: string) => ({
  accessKeyId,
  secretAccessKey: 's',
  sessionToken: 't',
  expiresAt: 1_800_000_000,
});

test('it is served on a loopback address, until it is closed', async () => {
  const agent = await openAgent({
    logins: { credentials: (name) => Promise.resolve(given(name)) },
    onFault: () => {},
  });
  try {
    expect(agent.url).toBe(`http://127.0.0.1:${agent.port}${agent.path}`);
    const { token, revoke } = agent.grant('dev');
    const get = () => fetch(agent.url, { headers: { authorization: token } });
    expect(await (await get()).json()).toMatchObject({ AccessKeyId: 'dev' });
    revoke();
    expect((await get()).status).toBe(401);
  } finally {
    await agent.close();
  }
  await expect(fetch(agent.url)).rejects.toThrow('fetch failed');
});

test('a caller that has gone does not end the renewal that it began', async () => {
  let renewals = 0;
  let done = () => {};
  const renewed = new Promise<void>((resolve) => {
    done = resolve;
  });
  let flight: Promise<ReturnType<typeof given>> | undefined;
  const agent = await openAgent({
    logins: {
      credentials(name) {
        flight ??= renewed.then(() => given(name));
        renewals += 1;
        return flight;
      },
    },
    onFault: () => {},
  });
  try {
    const { token } = agent.grant('dev');
    const headers = { authorization: token };
    const leaving = new AbortController();
    const first = fetch(agent.url, { headers, signal: leaving.signal });
    await expect.poll(() => renewals).toBe(1);
    leaving.abort();
    await expect(first).rejects.toThrow('aborted');
    done();
    expect(await (await fetch(agent.url, { headers })).json()).toMatchObject({
      AccessKeyId: 'dev',
    });
  } finally {
    await agent.close();
  }
});
