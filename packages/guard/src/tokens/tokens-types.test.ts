import { describe, expectTypeOf, it } from 'vitest';
import type { TokenSource } from '@drawbridge/oauth';
import type { Caller } from '../caller/caller.ts';
import type {
  BackgroundTokens,
  createBackgroundTokens,
  DelegateOptions,
  Delegation,
  DelegationEntry,
  fetchWithToken,
} from './index.ts';

describe('the types of background tokens', () => {
  it('take a caller of any guard', () => {
    type Taken = Parameters<BackgroundTokens['delegate']>[0];
    expectTypeOf<Caller>().toExtend<Taken>();
    expectTypeOf<Caller<'access' | 'refresh'>>().toExtend<Taken>();
    expectTypeOf<Caller | undefined>().not.toExtend<Taken>();
  });

  it('ask for a purpose, and for a client, a store and a sealer', () => {
    expectTypeOf<object>().not.toExtend<DelegateOptions>();
    expectTypeOf<{ purpose: string }>().toExtend<DelegateOptions>();
    type Options = Parameters<typeof createBackgroundTokens>[0];
    expectTypeOf<Omit<Options, 'sealer'>>().not.toExtend<Options>();
    expectTypeOf<Omit<Options, 'store'>>().not.toExtend<Options>();
    expectTypeOf<Omit<Options, 'client'>>().not.toExtend<Options>();
    expectTypeOf<Omit<Options, 'clock' | 'log' | 'fetch'>>().toExtend<Options>();
    expectTypeOf<Options['sessionRefreshToken']>().toEqualTypeOf<'refuse' | 'use' | undefined>();
  });

  it('give a source, and tell no handle in a list', () => {
    expectTypeOf<Delegation['source']>().toEqualTypeOf<TokenSource>();
    expectTypeOf<DelegationEntry>().not.toHaveProperty('handle');
  });

  it('have a fetch that stands where the platform has its own', () => {
    expectTypeOf<ReturnType<typeof fetchWithToken>>().toExtend<typeof fetch>();
  });
});
