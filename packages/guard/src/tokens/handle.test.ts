import { createHash } from 'node:crypto';
import { createDefaultEngine } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { idOfHandle, isId, makeHandle } from './handle.ts';

const engine = createDefaultEngine();

describe('a handle', () => {
  it('is 256 random bits, named by its hash', async () => {
    const { handle, id } = await makeHandle(engine);
    expect(Buffer.from(handle, 'base64url')).toHaveLength(32);
    expect(id).toBe(createHash('sha256').update(handle).digest('base64url'));
    expect(await idOfHandle(engine, handle)).toBe(id);
    expect(isId(id)).toBe(true);
    expect((await makeHandle(engine)).handle).not.toBe(handle);
  });

  it('is nothing of another form, whatever it is (property)', async () => {
    const anything = fc.oneof(fc.anything(), fc.string({ unit: anyCharacter }));
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        fc.pre(typeof value !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(value));
        expect(await idOfHandle(engine, value)).toBeUndefined();
        expect(isId(value)).toBe(false);
      }),
    );
    const { handle } = await makeHandle(engine);
    for (const other of [`${handle}\n`, `${handle}A`, handle.slice(1), ` ${handle.slice(1)}`]) {
      expect(await idOfHandle(engine, other)).toBeUndefined();
    }
  });
});
