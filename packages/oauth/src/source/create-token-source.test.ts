import { describe, expect, it } from 'vitest';
import { memoryKeeper } from './memory-keeper.ts';
import { failing, gate, settle, tokenSet, world } from './source.fixture.ts';

describe('a token source', () => {
  it('asks once for 1,000 who want a token at the same time', async () => {
    const { source, grant } = world();
    const given = await Promise.all(Array.from({ length: 1000 }, () => source.get()));
    expect(new Set(given.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-1']));
    expect(grant.requests).toEqual(['refresh-0']);
  });

  it('asks once for 1,000 across an expiry, and none fails', async () => {
    const { source, grant, clock } = world();
    await source.get();
    clock.advance(3601);
    const given = await Promise.all(Array.from({ length: 1000 }, () => source.get()));
    expect(new Set(given.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-2']));
    expect(grant.requests).toEqual(['refresh-0', 'refresh-1']);
  });

  it('answers the old token at once when it is due, and renews it meanwhile', async () => {
    const { source, grant, clock } = world();
    await source.get();
    clock.advance(3000);
    const { promise, open } = gate();
    grant.next.push(promise);
    expect((await source.get()).accessToken).toBe('access-1');
    await settle();
    expect(grant.requests).toHaveLength(2);
    open();
    await settle();
    expect(source.peek()?.accessToken).toBe('access-2');
  });

  it('makes no storm of tokens that are due when they come, as those of a file may be', async () => {
    const { source, grant, timers, clock } = world({ rotates: false });
    let asked = 0;
    grant.obtain = async () => {
      asked++;
      return { ...tokenSet(1, clock.seconds() - 3600, 3660), accessToken: `access-${asked}` };
    };
    for (let second = 0; second < 30; second++) {
      await source.get();
      await timers.pass(1);
    }
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(5);
  });

  it('hands out what lives shorter than it takes to come: no other would live longer', async () => {
    const under = memoryKeeper();
    const { source, grant, clock } = world({
      keeper: {
        read: () => under.read(),
        write(text, over) {
          if (text.includes('access')) clock.advance(2);
          return under.write(text, over);
        },
      },
    });
    grant.life = 1;
    expect((await source.get()).accessToken).toBe('access-2');
    expect(grant.requests).toHaveLength(2);
  });

  it('ends the wait of one caller alone', async () => {
    const { source, grant, timers } = world();
    const { promise, open } = gate();
    grant.next.push(promise);
    const control = new AbortController();
    const impatient = source.get({ signal: control.signal });
    const patient = source.get();
    await settle();
    expect(timers.holds()).toBe(2);
    const reason = new Error('gone');
    control.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    open();
    expect((await patient).accessToken).toBe('access-1');
    expect(grant.requests).toHaveLength(1);
    expect(timers.holds()).toBe(0);
  });

  it('is final about a refused refresh token, for all who share the keeper', async () => {
    const { source, make, grant, log } = world();
    grant.next.push(failing('sign_in_needed', 'the refresh token was refused'));
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(make().get()).rejects.toMatchObject({
      code: 'sign_in_needed',
      message: 'the refresh token was refused',
      hint: 'test hint',
    });
    expect(grant.requests).toHaveLength(1);
    expect(log.entries.filter(({ level }) => level === 'error')).toHaveLength(2);
  });
});
