import { describe, expect, it } from 'vitest';
import { createTokenSource } from './create-token-source.ts';
import { keepTokens, keptTokens } from './kept-tokens.ts';
import { memoryKeeper } from './memory-keeper.ts';

const now = Math.floor(Date.now() / 1000);
const tokens = {
  accessToken: 'access-of-tests',
  tokenType: 'Bearer',
  obtainedAt: now,
  expiresAt: now + 300,
  refreshToken: 'refresh-of-tests',
};

describe('tokens that are kept for a source', () => {
  it('are those that it begins with', async () => {
    const keeper = memoryKeeper();
    expect(await keptTokens(keeper)).toBeUndefined();
    expect(await keepTokens(keeper, tokens)).toBe(true);
    expect(await keptTokens(keeper)).toEqual(tokens);
    const grant = { rotates: false, obtain: () => Promise.reject(new Error('nobody asks')) };
    const source = createTokenSource({ grant, keeper });
    expect(await source.get()).toEqual(tokens);
    await source.close();
  });

  it('take the place of nothing', async () => {
    const keeper = memoryKeeper();
    await keepTokens(keeper, tokens);
    expect(await keepTokens(keeper, { ...tokens, accessToken: 'other' })).toBe(false);
    expect(await keptTokens(keeper)).toEqual(tokens);
  });

  it('are none where something else is kept', async () => {
    const keeper = memoryKeeper();
    await keeper.write('what is this', undefined);
    await expect(keptTokens(keeper)).rejects.toMatchObject({ code: 'data_unusable' });
  });
});
