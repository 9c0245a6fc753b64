import { expect, test, vi } from 'vitest';
import { openOnce } from './open-once.ts';

test('opens nothing before it is asked for, and then once', async () => {
  const open = vi.fn(async () => 'open');
  const once = openOnce(open);
  await once.close();
  expect(open).not.toHaveBeenCalled();
  expect(await Promise.all([once.get(), once.get()])).toEqual(['open', 'open']);
  expect(open).toHaveBeenCalledOnce();
});

test('ends what was opened, the last one first, also while it is being opened', async () => {
  const ended: number[] = [];
  const once = openOnce(async (later) => {
    later(async () => ended.push(1));
    await Promise.resolve();
    later(async () => ended.push(2));
  });
  void once.get();
  await once.close();
  expect(ended).toEqual([2, 1]);
});

test('ends what was opened before something failed, and tries again', async () => {
  const ended = vi.fn(async () => {});
  let isThere = false;
  const once = openOnce(async (later) => {
    later(ended);
    if (!isThere) throw new Error('taken');
    return 'open';
  });
  await expect(once.get()).rejects.toThrow('taken');
  expect(ended).toHaveBeenCalledOnce();
  isThere = true;
  expect(await once.get()).toBe('open');
});
