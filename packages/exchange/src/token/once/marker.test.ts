import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readMarker, writeMarker } from './marker.ts';

const sha256 = (text: string) => Uint8Array.from(createHash('sha256').update(text).digest());
const marker = { handle: sha256('handle'), claims: sha256('claims') };
const written = JSON.parse(writeMarker(marker)) as Record<string, unknown>;

describe('readMarker', () => {
  it.each<[string, unknown]>([
    ['another version', { ...written, v: 2 }],
    ['no version', { ...written, v: undefined }],
    ['a version as text', { ...written, v: '1' }],
    ['no handle', { ...written, handle: undefined }],
    ['an empty handle', { ...written, handle: '' }],
    ['a short digest', { ...written, claims: 'AAAA' }],
    ['padding', { ...written, claims: `${String(written['claims'])}=` }],
    ['a digest that is no text', { ...written, claims: 1 }],
    ['no object', [1]],
  ])('knows nothing of %s', (_, value) => {
    expect(readMarker(JSON.stringify(value))).toBeUndefined();
  });

  it('knows nothing of what is no JSON', () => {
    expect(readMarker('x')).toBeUndefined();
  });

  it('reads what was written', () => {
    expect(readMarker(writeMarker(marker))).toEqual(marker);
  });
});
