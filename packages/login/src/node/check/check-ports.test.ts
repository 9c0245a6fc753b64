import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { checkPorts } from './check-ports.ts';

it('tells ports that are taken from those that are free, and holds none', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    expect(await checkPorts('127.0.0.1', [port])).toMatchObject({
      state: 'failed',
      seen: `${port} is taken`,
    });
    expect(await checkPorts('127.0.0.1', [port, 0])).toMatchObject({ state: 'warning' });
  } finally {
    other.close();
    await once(other, 'close');
  }
  for (let count = 0; count < 2; count++) {
    expect(await checkPorts('127.0.0.1', [port])).toMatchObject({ state: 'passed' });
  }
});

it('says why a port is none for this user or machine', async () => {
  const { state, seen } = await checkPorts('192.0.2.1', [6432]);
  expect([state, seen]).toEqual(['failed', '6432 cannot be listened on (EADDRNOTAVAIL)']);
});
