import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup.ts';

type Answer = (error: Error | null, addresses: readonly LookupAddress[]) => void;
type Lookup = (host: string, options: object, answer: Answer) => void;
let lookup: Mock<Lookup>;

beforeEach(() => {
  lookup = vi.spyOn(dns as { lookup: Lookup }, 'lookup');
  // What was imported by name follows.
  syncBuiltinESMExports();
});
afterEach(() => {
  lookup.mockRestore();
  syncBuiltinESMExports();
});

function resolveTo(...addresses: readonly string[]) {
  lookup.mockImplementation((_host, _options, answer) => {
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });
}

function lookUp(options: { all?: boolean } = { all: true }): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guardedLookup('name.test', options, (error, address, family) => {
      if (error === null) resolve(family === undefined ? address : { address, family });
      else reject(error);
    });
  });
}

describe('guardedLookup', () => {
  it.each([
    ['the metadata address', ['169.254.169.254']],
    ['it as IPv6', ['::ffff:169.254.169.254']],
    ['it among good ones', ['192.0.2.1', '192.0.2.2', '169.254.169.254']],
    ['a link-local IPv6 address', ['192.0.2.1', 'fe80::1']],
  ])('refuses a name that stands for %s', async (_, addresses) => {
    resolveTo(...addresses);
    await expect(lookUp({ all: true })).rejects.toBeInstanceOf(ForbiddenAddressError);
    await expect(lookUp({})).rejects.toBeInstanceOf(ForbiddenAddressError);
    await expect(lookUp({})).rejects.toThrow('name.test stands for');
  });

  it('asks for all addresses even where one is wanted: the one used is one that was judged', async () => {
    resolveTo('192.0.2.1', '192.0.2.2');
    await expect(lookUp({})).resolves.toEqual({ address: '192.0.2.1', family: 4 });
    expect(lookup).toHaveBeenCalledTimes(1);
    expect(lookup.mock.calls[0]?.[1]).toMatchObject({ all: true });
  });

  it('hands over what the resolver throws', async () => {
    const error = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    lookup.mockImplementation((_host, _options, answer) => answer(error, []));
    await expect(lookUp()).rejects.toBe(error);
  });

  it('answers all addresses of a good name', async () => {
    resolveTo('10.0.0.1', '::1');
    await expect(lookUp()).resolves.toEqual([
      { address: '10.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  });
});
