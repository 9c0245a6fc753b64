import { describe, expect, it } from 'vitest';
import { keepChange } from './keep-change.ts';
import { memoryKeeper } from './memory-keeper.ts';
import { fault, tokenSet } from './source.fixture.ts';
import { formatRecord, parseRecord, type TokenRecord } from './token-record.ts';

const base = tokenSet(0, 1_000, 60);
const tokens = tokenSet(1, 1_060, 60);
const lease = { owner: 'another', term: 30_000 };
const ended = { at: 1_060, why: 'refused' };

/** A keeper with something in it, which tells what is in it. */
async function kept(record: TokenRecord | undefined) {
  const keeper = memoryKeeper();
  const version = record && (await keeper.write(formatRecord(record), undefined));
  const now = async () => {
    const found = await keeper.read();
    return found && parseRecord(found.text);
  };
  return { keeper, version, now };
}

/** The lease of another counts, unless it is said otherwise. */
const keep = async (
  { keeper }: Awaited<ReturnType<typeof kept>>,
  next: TokenRecord,
  { version, isHeld = true }: { readonly version?: string; readonly isHeld?: boolean } = {},
) =>
  keepChange(
    keeper,
    (found) => isHeld && found !== undefined,
    { next, base },
    version === undefined ? undefined : { version },
  );

describe('new tokens', () => {
  it('go over the lease of another, who works with the old ones', async () => {
    const place = await kept({ tokens: base, lease });
    expect(await keep(place, { tokens }, { version: 'lost' })).toBeUndefined();
    expect(await place.now()).toEqual({ tokens });
  });

  it('do not go over others that were kept meanwhile', async () => {
    const newer = { tokens: tokenSet(7, 1_060, 60) };
    const place = await kept(newer);
    expect(await keep(place, { tokens }, { version: 'lost' })).toEqual(newer);
    expect(await place.now()).toEqual(newer);
  });

  it('do not go over the end of the sign-in: nobody is to try again', async () => {
    const place = await kept({ tokens: base, ended });
    expect(await keep(place, { tokens }, { version: 'lost' })).toEqual({ tokens: base, ended });
    expect(await place.now()).toEqual({ tokens: base, ended });
  });

  it('are kept where there is nothing any more', async () => {
    const place = await kept(undefined);
    expect(await keep(place, { tokens }, { version: 'gone' })).toBeUndefined();
    expect(await place.now()).toEqual({ tokens });
  });

  it('are kept where they were, although the answer was lost on its way', async () => {
    const place = await kept({ tokens });
    expect(await keep(place, { tokens }, { version: 'of the lease' })).toBeUndefined();
    expect((await place.keeper.read())?.version).toBe(place.version);
  });
});

describe('the end of a sign-in', () => {
  it('waits for who is at work with the same tokens: they may have used them up', async () => {
    const place = await kept({ tokens: base, lease });
    expect(await keep(place, { tokens: base, ended })).toEqual({ tokens: base, lease });
    expect(await place.now()).toEqual({ tokens: base, lease });
  });

  it('is kept where the lease of another is over', async () => {
    const place = await kept({ tokens: base, lease });
    expect(await keep(place, { tokens: base, ended }, { isHeld: false })).toBeUndefined();
    expect(await place.now()).toEqual({ tokens: base, ended });
  });
});

it('tries again after who was faster changed nothing, and fails as the keeper does', async () => {
  const { keeper, version, now } = await kept({ tokens: base });
  let conflicts = 2;
  const busy = {
    read: () => keeper.read(),
    write: async (text: string, over: string | undefined) =>
      conflicts-- > 0 ? undefined : keeper.write(text, over),
  };
  const over = version === undefined ? undefined : { version };
  expect(await keepChange(busy, () => false, { next: { tokens }, base }, over)).toBeUndefined();
  expect(await now()).toEqual({ tokens });
  const broken = { ...keeper, write: () => Promise.reject(fault('store_unavailable')) };
  await expect(
    keepChange(broken, () => false, { next: { tokens }, base }, over),
  ).rejects.toMatchObject({ code: 'store_unavailable' });
});
