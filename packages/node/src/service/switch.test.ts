import type { Reply, Service } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createSwitch } from './switch.ts';

const reply = (body: string): Reply => ({ status: 200, headers: [], body });

/** A service that answers when it is told to. */
function slowService(name: string) {
  const waiting: (() => void)[] = [];
  const state = { closed: 0 };
  const service: Service = {
    handle: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(reply(name)));
      }),
    close() {
      state.closed++;
      return Promise.resolve();
    },
  };
  return {
    service,
    state,
    answerAll: () => {
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

function quickService(name: string): Service {
  return { handle: () => Promise.resolve(reply(name)), close: () => Promise.resolve() };
}

/** A few turns, in which whatever can happen has happened. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('createSwitch', () => {
  it('lets calls wait until there is somebody to answer them', async () => {
    const { face, replace } = createSwitch();
    const answers = [face().handle(testCall()), face().handle(testCall())];
    await settle();
    replace(quickService('first'));
    expect((await Promise.all(answers)).map(replyText)).toEqual(['first', 'first']);
  });

  it('hands a call that waited to what is in force by then', async () => {
    const { face, replace } = createSwitch();
    const answer = face().handle(testCall());
    replace(quickService('first'));
    replace(quickService('second'));
    expect(replyText(await answer)).toBe('second');
  });

  it('does not close the one before while a call is under way, and closes it once then', async () => {
    const { face, replace } = createSwitch();
    const before = slowService('before');
    replace(before.service);
    const answers = [face().handle(testCall()), face().handle(testCall())];
    replace(quickService('after'));
    await settle();
    expect(before.state.closed).toBe(0);
    expect(replyText(await face().handle(testCall()))).toBe('after');

    before.answerAll();
    expect((await Promise.all(answers)).map(replyText)).toEqual(['before', 'before']);
    await settle();
    expect(before.state.closed).toBe(1);
  });

  it('closes the one before at once when it has nothing to do', async () => {
    const { replace } = createSwitch();
    const before = slowService('before');
    replace(before.service);
    replace(quickService('after'));
    await settle();
    expect(before.state.closed).toBe(1);
  });

  it('closes a call that failed like one that was answered', async () => {
    const { face, replace } = createSwitch();
    const state = { closed: 0 };
    replace({
      handle: () => Promise.reject(new Error('broken')),
      close: () => Promise.resolve(void state.closed++),
    });
    const answer = face().handle(testCall());
    replace(quickService('after'));
    await expect(answer).rejects.toThrow('broken');
    await settle();
    expect(state.closed).toBe(1);
  });

  it('tells of one that cannot be closed, and goes on', async () => {
    const faults: unknown[] = [];
    const { face, replace } = createSwitch((thrown) => faults.push(thrown));
    const fault = new Error('stuck');
    replace({ ...quickService('before'), close: () => Promise.reject(fault) });
    replace(quickService('after'));
    expect(replyText(await face().handle(testCall()))).toBe('after');
    await settle();
    expect(faults).toEqual([fault]);
  });

  it('has faces that move together', async () => {
    const two = (name: string) => ({ ...quickService(name), other: quickService(`other ${name}`) });
    const { face, replace } = createSwitch<ReturnType<typeof two>>();
    const other = face(({ other: picked }) => picked);
    replace(two('a'));
    expect(replyText(await other.handle(testCall()))).toBe('other a');
    replace(two('b'));
    expect(replyText(await other.handle(testCall()))).toBe('other b');
  });

  it('closes when the last call is answered, and at once when there never was one', async () => {
    await createSwitch().close();

    const { face, replace, close } = createSwitch();
    const last = slowService('last');
    replace(last.service);
    const answer = face().handle(testCall());
    const closed = close();
    await settle();
    expect(last.state.closed).toBe(0);
    last.answerAll();
    await Promise.all([answer, closed, close()]);
    expect(last.state.closed).toBe(1);
  });
});
