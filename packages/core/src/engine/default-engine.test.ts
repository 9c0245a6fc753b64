import * as nodeCrypto from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testKey } from '@drawbridge/testing';
import { createDefaultEngine } from './default-engine.ts';

const { versions } = process;
const getBuiltinModule = () => nodeCrypto;
const data = new TextEncoder().encode('data');

describe('createDefaultEngine', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** Whether its engine answers at once, as the one on node:crypto does. */
  async function answersAtOnce() {
    const engine = createDefaultEngine();
    const key = await engine.importKey('ES256', { jwk: (await testKey('ES256')).publicJwk });
    return engine.verify(key, data, new Uint8Array(64).fill(1)) === false;
  }

  it('is on node:crypto where there is one', async () => {
    expect(await answersAtOnce()).toBe(true);
  });

  it.each([
    ['there is no process', undefined],
    ['a process says nothing of itself', { getBuiltinModule }],
    ['a process does not give its modules out', { versions }],
    ['there is no such module', { versions, getBuiltinModule: () => undefined }],
    [
      'workerd answers to the name of Node',
      { versions: { ...versions, openssl: '' }, getBuiltinModule },
    ],
    ['Bun does', { versions: { ...versions, bun: '1.4.4' }, getBuiltinModule }],
    ['Deno does', { versions: { ...versions, deno: '2.9.8' }, getBuiltinModule }],
  ])('is on WebCrypto where %s', async (_, process) => {
    vi.stubGlobal('process', process);
    expect(await answersAtOnce()).toBe(false);
  });

  it.each([
    ['no crypto', undefined],
    ['a crypto without subtle', {}],
  ])('says what is missing where there is neither: %s', (_, crypto) => {
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('crypto', crypto);
    expect(() => createDefaultEngine()).toThrow(TypeError);
    expect(() => createDefaultEngine()).toThrow(/neither node:crypto .* nor WebCrypto/);
  });
});
