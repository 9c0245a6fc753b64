import { createDecipheriv, hkdfSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createSealer } from './create-sealer.ts';

const SECRET = 'a-secret-of-tests-that-is-long-enough';
const OTHER = new Uint8Array(32).fill(7);
const sealer = createSealer([SECRET]);
const anyText = fc.string({ unit: anyCharacter });

describe('secrets', () => {
  it.each([
    ['none', []],
    ['no list', SECRET],
    ['text of 31 bytes', ['x'.repeat(31)]],
    ['31 bytes', [new Uint8Array(31)]],
    ['a short one among good ones', [SECRET, 'short']],
    ['no text and no bytes', [undefined]],
    ['a list of numbers', [Array.from({ length: 32 }, () => 1)]],
  ])('that are %s are refused, and not shown', (_, secrets) => {
    const make = () => createSealer(secrets as string[]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/of 32 bytes or more/);
    expect(make).not.toThrow(/short\b|a-secret/);
  });

  it('are counted in bytes, and are copied', async () => {
    expect(() => createSealer(['é'.repeat(16)])).not.toThrow();
    const bytes = new Uint8Array(32).fill(1);
    const own = createSealer([bytes]);
    const sealed = await own.seal('x', '');
    bytes.fill(2);
    expect(await own.open(sealed, '')).toBe('x');
    expect(await own.open(await own.seal('y', ''), '')).toBe('y');
  });
});

describe('what is opened', () => {
  it('is nothing that another key sealed, or that was sealed for another place or purpose', async () => {
    const sealed = await sealer.seal('secret', 'one/place');
    expect(await createSealer([OTHER]).open(sealed, 'one/place')).toBeUndefined();
    expect(await createSealer([SECRET], { purpose: 'x' }).open(sealed, 'one/place')).toBe(
      undefined,
    );
    expect(await sealer.open(sealed, 'one/other')).toBeUndefined();
    expect(await sealer.open(sealed, 'one/place')).toBe('secret');
  });

  it('tells contexts apart that UTF-8 does not', async () => {
    expect(await sealer.open(await sealer.seal('x', '\ud800'), '\ud801')).toBeUndefined();
  });

  it('is nothing that was changed in any character (property)', async () => {
    const change = fc.record({ at: fc.nat(), to: anyCharacter });
    await fc.assert(
      fc.asyncProperty(anyText, anyText, change, async (text, context, { at, to }) => {
        const sealed = await sealer.seal(text, context);
        const place = at % sealed.length;
        const changed = sealed.slice(0, place) + to + sealed.slice(place + 1);
        fc.pre(changed !== sealed);
        expect(await sealer.open(changed, context)).toBeUndefined();
        expect(await sealer.open(sealed.slice(0, place), context)).toBeUndefined();
      }),
    );
  });

  it('is nothing made up, and nothing is thrown (property)', async () => {
    const id = (await sealer.seal('', '')).split('.')[1] ?? '';
    const base64Url = fc
      .uint8Array({ maxLength: 80 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    const near = fc.tuple(
      fc.constantFrom('v1', 'v2', 'V1', ''),
      fc.constantFrom(id, '', `${id}A`),
      base64Url,
    );
    const made = fc.oneof(
      fc.string({ unit: anyCharacter }),
      near.map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(made, async (text) => {
        expect(await sealer.open(text, '')).toBeUndefined();
      }),
    );
  });
});

describe('what is sealed', () => {
  it('is opened again, whatever it is (property)', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (text, context) => {
        const sealed = await sealer.seal(text, context);
        expect(sealed).toMatch(/^v1\.[\w-]{11}\.[\w-]+$/);
        expect(await sealer.open(sealed, context)).toBe(text);
        expect(await sealer.seal(text, context)).not.toBe(sealed);
      }),
    );
  });

  it('is never half a character', async () => {
    await expect(sealer.seal('x\ud800', '')).rejects.toThrow(TypeError);
  });

  it('is opened by every secret while it is there', async () => {
    const old = await sealer.seal('x', 'place');
    const both = createSealer([OTHER, SECRET]);
    expect(await both.open(old, 'place')).toBe('x');
    const sealed = await both.seal('y', 'place');
    expect(await createSealer([OTHER]).open(sealed, 'place')).toBe('y');
    expect(await sealer.open(sealed, 'place')).toBeUndefined();
  });

  it('is opened by another implementation', async () => {
    const [version, id = '', encoded = ''] = (await sealer.seal('ein Töken', 'a/place')).split('.');
    const derive = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', SECRET, '', `drawbridge/seal/v1/${label}/tokens`, length));
    expect([version, id]).toEqual(['v1', derive('id', 8).toString('base64url')]);
    const bytes = Buffer.from(encoded, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', derive('key', 32), bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(JSON.stringify(['v1', id, 'a/place'])));
    decipher.setAuthTag(bytes.subarray(-16));
    const text =
      decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
    expect(text).toBe('ein Töken');
  });
});
