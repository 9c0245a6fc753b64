import { createSealer } from '@drawbridge/core';
import { describe, expect, it, vi } from 'vitest';
import { createContext } from './sign-in-context.ts';
import { startSignIn } from './sign-in.fixture.ts';

const VALUE = { host: 'app.example.com', to: '/', binding: 'b', cookie: 'the-cookie', endsAt: 9 };

async function setUp() {
  const world = await startSignIn();
  const put = vi.fn(world.store.put);
  const context = createContext({ ...world.options, store: { ...world.store, put } });
  return { ...world, put, context };
}

describe('a hand-over', () => {
  it('is in the store under a hash, sealed: neither code nor cookie can be read there', async () => {
    const { context, put } = await setUp();
    const code = await context.handOvers.keep(VALUE);
    const [[key, value, { expiresAt }] = ['', '', { expiresAt: 0 }]] = put.mock.calls;
    expect(code).toMatch(/^[\w-]{43}$/);
    expect(`${key} ${value}`).not.toContain(code);
    expect(value).not.toContain('the-cookie');
    expect(expiresAt).toBe(context.clock.now() / 1000 + 30);
    expect(await context.handOvers.take(code)).toEqual(VALUE);
  });

  it('is not taken once more by whoever puts it back into the store, later or under another key', async () => {
    const { context, put, clock, store } = await setUp();
    const code = await context.handOvers.keep(VALUE);
    const [[key, value] = ['', '']] = put.mock.calls;
    const other = await context.handOvers.keep({ ...VALUE, cookie: 'of-mallory' });
    const [, [otherKey] = ['']] = put.mock.calls;
    await store.put(otherKey, value, { expiresAt: clock.seconds() + 30 });
    expect(await context.handOvers.take(other)).toBeUndefined();
    clock.advance(30);
    await store.put(key, value, { expiresAt: clock.seconds() + 30 });
    expect(await context.handOvers.take(code)).toBeUndefined();
  });

  it('is opened by none but the keys of the gateway', async () => {
    const { context, options } = await setUp();
    const code = await context.handOvers.keep(VALUE);
    const sealer = createSealer(['another secret of thirty-two bytes or more']);
    const stranger = createContext({ ...options, sealer, store: context.store });
    expect(await stranger.handOvers.take(code)).toBeUndefined();
  });
});
