import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { postToken } from './support/exchange.ts';
import { type Installation, install, PATIENCE } from './support/installation.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describe('two workers', () => {
  test('serve on one address, tell it once, and end with their primary', async () => {
    const { command, url } = await here.serve({ workers: 2 });
    const token = await here.upstream.issue();
    const replies = await Promise.all(Array.from({ length: 20 }, () => postToken(url, token)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
    await vi.waitFor(() => expect(command.stderr()).toMatch(/worker=2/), PATIENCE);
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });
});
