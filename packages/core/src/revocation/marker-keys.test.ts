import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { endsToken } from './marker.ts';
import { createRevocations, markerKeys } from './revocations.ts';

const engine = createDefaultEngine();
const ISSUER = 'https://issuer.test';
const claims: Readonly<Record<string, unknown>> = { sid: 's', sub: 'alice', jti: 't', iat: 5 };
const token = { issuer: ISSUER, claim: (name: string) => claims[name] };

it('are none for a token that names nothing by text', async () => {
  expect(await markerKeys(engine, { issuer: ISSUER, claim: () => 5 })).toEqual([]);
});

it('are where each way to end a token leaves its marker', async () => {
  const clock = createTestClock();
  const end = clock.seconds() + 60;
  const keys = await markerKeys(engine, token);
  expect(new Set(keys).size).toBe(3);
  for (const [index, revoke] of [
    (all: ReturnType<typeof createRevocations>) => all.revokeSession(ISSUER, 's', end),
    (all: ReturnType<typeof createRevocations>) => all.revokeSubject(ISSUER, 'alice', 5, end),
    (all: ReturnType<typeof createRevocations>) => all.revokeToken(ISSUER, 't', end),
  ].entries()) {
    const store = createMemoryStore(clock);
    await revoke(createRevocations({ store, engine }));
    const found = await store.get(keys);
    expect(found.map((entry) => entry !== undefined && endsToken(entry.value, 5))).toEqual(
      keys.map((_, place) => place === index),
    );
    expect(found.some((entry) => entry !== undefined && endsToken(entry.value, 6))).toBe(
      index !== 1,
    );
  }
});
