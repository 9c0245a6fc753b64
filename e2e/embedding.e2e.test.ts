import { createDefaultEngine, createFixedKeyRing } from '@drawbridge/core';
import { afterAll, describe, expect, it } from 'vitest';
import { readBlocks } from './support/documents.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

describe('docs/embedding.md', () => {
  it('has a command that makes keys to sign with', async () => {
    const blocks = await readBlocks('docs/embedding.md');
    const { text = '' } = blocks.find(({ mark }) => mark === 'key') ?? {};
    const { code, stdout } = await stage.shell(text);
    expect(code).toBe(0);
    const ring = await createFixedKeyRing(stdout, createDefaultEngine());
    expect(ring.algorithms()).toEqual(['ES256']);
  });
});
