import { describe, expect, it } from 'vitest';
import { memoryKeeper } from './memory-keeper.ts';
import { settle, world } from './source.fixture.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** A keeper that stops to answer. */
function silent(part: 'read' | 'write'): TokenKeeper & { isSilent: boolean } {
  const under = memoryKeeper();
  const never = () => new Promise<never>(() => {});
  const keeper = {
    isSilent: true,
    read: () => (keeper.isSilent && part === 'read' ? never() : under.read()),
    write: (text: string, over: string | undefined) =>
      keeper.isSilent && part === 'write' ? never() : under.write(text, over),
  };
  return keeper;
}

describe.each(['read', 'write'] as const)('a keeper that does not answer a %s', (part) => {
  it('is a fault after a while, and is asked again', async () => {
    const keeper = silent(part);
    const { source, timers } = world({ keeper });
    const waiting = expect(source.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    await timers.pass(20);
    await waiting;
    keeper.isSilent = false;
    await timers.pass(60);
    expect((await source.get()).accessToken).toBe('access-1');
  });

  it('does not keep a source from its end', async () => {
    const { source, timers } = world({ keeper: silent(part) });
    const waiting = expect(source.get()).rejects.toThrow('closed');
    await settle();
    const closed = source.close();
    await waiting;
    await timers.pass(20);
    await closed;
    await settle();
    expect(timers.count()).toBe(0);
  });
});

it('a keeper may answer at once, as plain functions do', async () => {
  const under = memoryKeeper();
  const read = (() => undefined) as unknown as TokenKeeper['read'];
  const keeper = { read, write: under.write.bind(under) };
  expect((await world({ keeper }).source.get()).accessToken).toBe('access-1');
});

it('a keeper that throws what it should not is a fault like any other', async () => {
  const read = () => {
    throw new Error('a bug');
  };
  const write = async () => undefined;
  const { source } = world({ keeper: { read, write } });
  await expect(source.get()).rejects.toMatchObject({ name: 'DrawbridgeError', code: 'internal' });
});
