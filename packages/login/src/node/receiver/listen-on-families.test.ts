import { DrawbridgeError } from '@drawbridge/core';
import type { Listener } from '@drawbridge/node';
import { expect, it } from 'vitest';
import { listenOnFamilies } from './listen-on-families.ts';

const BOTH = ['127.0.0.1', '::1'];

/** A machine on which listening fails at some addresses, and what listens on it. */
function machine(faults: Readonly<Record<string, string>>) {
  const listening = new Set<string>();
  const listenAt = async ({ host, port }: { host: string; port: number }): Promise<Listener> => {
    const code = faults[host];
    if (code !== undefined) {
      const cause = Object.assign(new Error(code), { code });
      throw new DrawbridgeError('address_unavailable', { detail: `no ${host}`, cause });
    }
    const address = { host, port: port || 40_000 };
    const name = `${host} ${address.port}`;
    listening.add(name);
    const close = async () => void listening.delete(name);
    return { address, close } as unknown as Listener;
  };
  return { listening, listenAt };
}

it.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])(
  'does without ::1 where there is none: %s',
  async (code) => {
    const { listening, listenAt } = machine({ '::1': code });
    const listeners = await listenOnFamilies(BOTH, 6432, listenAt);
    expect(listeners).toHaveLength(1);
    expect([...listening]).toEqual(['127.0.0.1 6432']);
  },
);

it('does without 127.0.0.1 too', async () => {
  const { listening, listenAt } = machine({ '127.0.0.1': 'EADDRNOTAVAIL' });
  expect(await listenOnFamilies(BOTH, 0, listenAt)).toHaveLength(1);
  expect([...listening]).toEqual(['::1 40000']);
});

it('has the same port of both families', async () => {
  const { listening, listenAt } = machine({});
  expect(await listenOnFamilies(BOTH, 0, listenAt)).toHaveLength(2);
  expect([...listening]).toEqual(['127.0.0.1 40000', '::1 40000']);
});

it.each(['EADDRINUSE', 'EACCES'])('leaves a port where one of them fails by %s', async (code) => {
  const { listening, listenAt } = machine({ '::1': code });
  expect(await listenOnFamilies(BOTH, 6432, listenAt)).toBeUndefined();
  expect(listening.size).toBe(0);
});

it.each([[['::1']], [BOTH]])('has nothing where no address is there: %j', async (hosts) => {
  const { listenAt } = machine({ '127.0.0.1': 'EADDRNOTAVAIL', '::1': 'EADDRNOTAVAIL' });
  expect(await listenOnFamilies(hosts, 6432, listenAt)).toBeUndefined();
});
