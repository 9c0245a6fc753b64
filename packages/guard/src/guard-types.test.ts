import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Caller } from './caller/caller.ts';
import type { IdToken } from './caller/id-token.ts';
import type { RefreshToken } from './caller/refresh-token.ts';
import { createGuard } from './create-guard.ts';
import type { Guard, IdentityOf } from './guard.ts';
import type { GuardOptions, IssuerOptions } from './options/guard-options.ts';
import { APISIX } from './profiles/apisix.ts';

const { guardOptions } = await createTestIssuer();
const { issuer, audience } = guardOptions;
const base = { ...guardOptions, headers: APISIX };

describe('options', () => {
  it('have conditions of an issuer in its entry, and not beside the list', () => {
    type Listed = { issuers: readonly IssuerOptions[] };
    expectTypeOf<Listed>().toExtend<GuardOptions>();
    expectTypeOf<Listed & { atHash: 'off' }>().toExtend<GuardOptions>();
    expectTypeOf<Listed & { authorizedParties: string[] }>().not.toExtend<GuardOptions>();
    expectTypeOf<Listed & { audience: string }>().not.toExtend<GuardOptions>();
  });
});

describe('what identify answers follows the options', () => {
  it('a caller, whose other tokens may be missing', () => {
    expectTypeOf(createGuard(base)).toEqualTypeOf<Guard<Caller>>();
    expectTypeOf<Caller['id']>().toEqualTypeOf<IdToken | undefined>();
    expectTypeOf<Caller['refresh']>().toEqualTypeOf<RefreshToken | undefined>();
  });

  it('with tokens that are required', () => {
    const both = createGuard({ ...base, required: ['id', 'refresh'] });
    type Both = Awaited<ReturnType<typeof both.identify>>;
    expectTypeOf<Both['id']>().toEqualTypeOf<IdToken>();
    expectTypeOf<Both['refresh']>().toEqualTypeOf<RefreshToken>();
    const id = createGuard({ ...base, required: ['access', 'id'] });
    type Id = Awaited<ReturnType<typeof id.identify>>;
    expectTypeOf<Id['id']>().toEqualTypeOf<IdToken>();
    expectTypeOf<Id['refresh']>().toEqualTypeOf<RefreshToken | undefined>();
    // Who needs less takes it too.
    expectTypeOf<Id>().toExtend<Caller>();
  });

  it('nobody, where options let nobody in', () => {
    expectTypeOf(createGuard({ ...base, anonymous: 'absent' })).toEqualTypeOf<Guard>();
    expectTypeOf(createGuard({ ...base, anonymous: 'any' })).toEqualTypeOf<Guard>();
    expectTypeOf(createGuard({ ...base, anonymous: 'refuse' })).toEqualTypeOf<Guard<Caller>>();
    const open = createGuard({ ...base, anonymous: 'any', required: ['id'] });
    expectTypeOf(open).toEqualTypeOf<Guard<Caller<'access' | 'id'> | undefined>>();
  });

  it('and a name that no option has is found', () => {
    // @ts-expect-error -- nobody reads it, and it looks as if only these clients may call
    expect(() => createGuard({ ...base, authorisedParties: ['web'] })).toThrow(TypeError);
    // Types that are wider than what is in them pass.
    const options: GuardOptions = base;
    expectTypeOf(createGuard(options)).toEqualTypeOf<Guard>();
    expectTypeOf(createGuard({ issuers: [{ issuer, audience }] })).toEqualTypeOf<Guard<Caller>>();
  });

  it('as much as is known, where options are not', () => {
    expectTypeOf<
      IdentityOf<GuardOptions & { readonly anonymous: 'any' | 'refuse' }>
    >().toEqualTypeOf<Caller | undefined>();
    expectTypeOf<IdentityOf<GuardOptions>>().toEqualTypeOf<Caller | undefined>();
    const required: readonly ('id' | 'refresh')[] = [];
    expectTypeOf(createGuard({ ...base, required })).toEqualTypeOf<Guard<Caller>>();
  });
});
