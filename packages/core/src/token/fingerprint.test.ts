import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createFingerprinter, fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it('is the beginning of the SHA-256 in hexadecimal (FIPS 180-4, "abc")', async () => {
    expect(await fingerprint(createDefaultEngine(), 'abc')).toBe('ba7816bf8f01');
  });

  it('agrees with node:crypto for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const whole = createHash('sha256').update(text).digest('hex');
        expect(await fingerprint(createDefaultEngine(), text)).toBe(whole.slice(0, 12));
      }),
    );
  });
});

describe('createFingerprinter', () => {
  const engine = createDefaultEngine();

  it('hashes nothing before it is asked, where the engine hashes at once', async () => {
    let hashed = 0;
    const counting = {
      ...engine,
      sha256Text: (text: string) => (text !== '' && hashed++, engine.sha256Text(text)),
    };
    const name = await createFingerprinter(counting)('abc');
    expect(hashed).toBe(0);
    expect(typeof name === 'function' && name()).toBe('ba7816bf8f01');
    expect(hashed).toBe(1);
  });

  it('waits for an engine that answers by promise', async () => {
    const slow = { ...engine, sha256Text: async (text: string) => engine.sha256Text(text) };
    expect(await createFingerprinter(slow)('abc')).toBe('ba7816bf8f01');
  });

  it('waits for a promise of another realm', async () => {
    const promise = runInNewContext('(value) => Promise.resolve(value)') as (
      value: unknown,
    ) => Promise<string>;
    const foreign = { ...engine, sha256Text: (text: string) => promise(engine.sha256Text(text)) };
    expect(await createFingerprinter(foreign)('abc')).toBe('ba7816bf8f01');
  });

  it('leaves it to who asks to be told that the engine fails', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const failing = { ...engine, sha256Text: () => Promise.reject(new Error('no hash')) };
    const fingerprintOf = createFingerprinter(failing);
    // Node tells of a promise that nobody looked after once all that are settled were.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await expect(fingerprintOf('abc')).rejects.toThrow('no hash');
  });
});
