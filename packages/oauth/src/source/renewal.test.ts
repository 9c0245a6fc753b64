import { describe, expect, it } from 'vitest';
import { memoryKeeper } from './memory-keeper.ts';
import { failing, gate, settle, tokenSet, world } from './source.fixture.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { formatRecord, parseRecord } from './token-record.ts';

/** A keeper in memory, and something done each time that a lease is written. */
function whenLeased(work: () => void): TokenKeeper & { readonly under: TokenKeeper } {
  const under = memoryKeeper();
  return {
    under,
    read: () => under.read(),
    async write(text, over) {
      const version = await under.write(text, over);
      if (parseRecord(text).lease !== undefined) work();
      return version;
    },
  };
}

describe('the lease', () => {
  it('outlasts the attempt, and leaves what is kept beside it', async () => {
    const keeper = memoryKeeper();
    const { source, grant, clock } = world({ keeper, attemptTimeout: 10_000 });
    await keeper.write(formatRecord({ tokens: tokenSet(0, clock.seconds() - 60, 60) }), undefined);
    const { promise, open } = gate();
    grant.next.push(promise);
    const waiting = source.get();
    await settle();
    expect(parseRecord((await keeper.read())?.text ?? '')).toMatchObject({
      tokens: { refreshToken: 'refresh-0' },
      lease: { term: 15_000 },
    });
    open();
    await waiting;
  });

  it('is given back after a fault that passes, and what was kept stays', async () => {
    const keeper = memoryKeeper();
    const { source, grant, clock } = world({ keeper });
    const tokens = tokenSet(0, clock.seconds() - 60, 60);
    await keeper.write(formatRecord({ tokens }), undefined);
    grant.next.push(failing('token_endpoint_unreachable'));
    await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_unreachable' });
    expect(parseRecord((await keeper.read())?.text ?? '')).toEqual({ tokens });
  });

  it('of a machine that slept while it was written is no use: others may have waited it out', async () => {
    let naps = 1;
    const keeper = whenLeased(() => {
      if (naps-- > 0) clock.step(60);
    });
    const { source, grant, clock } = world({ keeper });
    grant.next.push(async () => {
      expect(naps).toBe(-1);
    });
    expect((await source.get()).accessToken).toBe('access-1');
    expect(grant.requests).toHaveLength(1);
  });

  it('of a source that was closed while it was written is given back, and nothing is sent', async () => {
    let closing: Promise<void> | undefined;
    const keeper = whenLeased(() => {
      closing = source.close();
    });
    const { source, grant } = world({ keeper });
    await expect(source.get()).rejects.toThrow('closed');
    await closing;
    expect(grant.requests).toEqual([]);
    expect(parseRecord((await keeper.under.read())?.text ?? '')).toEqual({});
  });
});

it('keeps the tokens beside that they have ended: whoever ends them at their issuer needs them', async () => {
  const keeper = memoryKeeper();
  const { source, grant, clock } = world({ keeper });
  const tokens = tokenSet(0, clock.seconds() - 60, 60);
  await keeper.write(formatRecord({ tokens }), undefined);
  grant.next.push(failing('sign_in_needed'));
  await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
  const { tokens: kept, ended } = parseRecord((await keeper.read())?.text ?? '');
  expect([kept, ended?.at]).toEqual([tokens, clock.seconds()]);
});
