import { createSealer } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { countVisit, type VisitLimit } from './count-visits.ts';
import { createParcels, type Parcels } from './parcels.ts';

const LIMIT: VisitLimit = { kind: { context: 'test' }, times: 2, window: 60 };

let clock = createTestClock();
let parcels: Parcels;
beforeEach(() => {
  clock = createTestClock();
  parcels = createParcels(createSealer(['0123456789abcdef0123456789abcdef']), clock);
});

const visit = (kept: string | undefined, address: string, limit = LIMIT) =>
  countVisit({ parcels, clock }, kept === undefined ? [] : [kept], address, limit);

describe('countVisit', () => {
  it('keeps nothing of who came too often for one address, and names no address', async () => {
    const one = await visit(undefined, '/a');
    const two = await visit(one, '/a');
    expect(one).not.toContain('/a');
    expect(await visit(two, '/a')).toBeUndefined();
    // What is counted is one address.
    expect(await visit(two, '/b')).toBeDefined();
  });

  it('forgets what was before the window', async () => {
    const one = await visit(undefined, '/a');
    clock.advance(59);
    const two = await visit(one, '/a');
    clock.advance(1);
    expect(await visit(two, '/a')).toBeDefined();
  });

  it('goes by nothing that is of another kind, that somebody wrote, or that is over', async () => {
    const strict = { ...LIMIT, times: 1 };
    const one = await visit(undefined, '/a', strict);
    expect(await visit(one, '/a', strict)).toBeUndefined();
    expect(await visit(one, '/a', { ...strict, kind: { context: 'other' } })).toBeDefined();
    expect(await visit('written', '/a', strict)).toBeDefined();
    clock.advance(61);
    expect(await visit(one, '/a', strict)).toBeDefined();
  });

  it('tries each value that came, and takes the first that is good', async () => {
    const one = await visit(undefined, '/a');
    const two = await visit(one, '/a');
    const brought = ['planted', two ?? ''];
    expect(await countVisit({ parcels, clock }, brought, '/a', LIMIT)).toBeUndefined();
  });

  it('keeps eight addresses, of which the oldest gives way', async () => {
    let kept = await visit(undefined, '/0');
    for (let at = 1; at < 8; at++) kept = await visit(kept, `/${at}`);
    const length = kept?.length ?? 0;
    kept = await visit(kept, '/0');
    expect(await visit(kept, '/0')).toBeUndefined();
    for (let at = 8; at < 16; at++) kept = await visit(kept, `/${at}`);
    expect(kept?.length).toBeLessThan(length * 1.3);
    expect(await visit(kept, '/0')).toBeDefined();
  });
});
