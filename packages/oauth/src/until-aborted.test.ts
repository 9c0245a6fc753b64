import { describe, expect, it } from 'vitest';
import { untilAborted } from './until-aborted.ts';

describe('untilAborted', () => {
  it('does nothing for a signal that has fired', async () => {
    const reason = new Error('stopped');
    let count = 0;
    const work = async () => count++;
    await expect(untilAborted(work, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(count).toBe(0);
  });

  it('stops waiting, and takes what comes of the work later as nobody’s', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    let fail: (reason: Error) => void = () => {};
    const late = () => new Promise<never>((_, reject) => void (fail = reject));
    const waited = untilAborted(late, controller.signal);
    controller.abort(reason);
    await expect(waited).rejects.toBe(reason);
    fail(new Error('too late'));
  });

  it('gives what came, or was thrown', async () => {
    const { signal } = new AbortController();
    await expect(untilAborted(async () => 'done', signal)).resolves.toBe('done');
    const reason = new Error('broken');
    await expect(untilAborted(() => Promise.reject(reason), signal)).rejects.toBe(reason);
    const thrown = () => {
      throw reason;
    };
    await expect(untilAborted(thrown, signal)).rejects.toBe(reason);
  });
});
