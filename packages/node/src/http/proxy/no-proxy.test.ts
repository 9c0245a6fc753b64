import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf } from './host-of.ts';
import { createNoProxy, parseNoProxyEntry } from './no-proxy.ts';

function matches(entry: string, url: string): boolean {
  return createNoProxy([entry])(hostOf(new URL(url)));
}

describe('parseNoProxyEntry', () => {
  it.each([
    '',
    ' ',
    '.',
    '*.',
    '**',
    'a..b',
    '*a.example',
    'a.*.example',
    'https://a.example',
    'a.example/path',
    'a.example:',
    'a.example:0',
    'a.example:65536',
    'a.example:https',
    '10.*',
    '10.0.0',
    '192.168.',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8:443',
    'a.example/8',
    '[10.0.0.1]',
    '[fd00::1',
    'fd00::1]',
    'fd00::/129',
    'fe80::1%eth0',
    'a.example,b.example',
  ])('refuses %j', (entry) => {
    expect(parseNoProxyEntry(entry)).toBeUndefined();
  });

  it('answers for any text (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0a.*:/[]-é ,f') }), (entry) => {
        expect(['function', 'undefined']).toContain(typeof parseNoProxyEntry(entry));
      }),
    );
  });
});

describe('an entry of NO_PROXY does not match', () => {
  it.each([
    ['bank.example', 'https://otherbank.example'],
    ['bank.example', 'https://bank.example.evil.test'],
    ['.bank.example', 'https://bank.example'],
    ['*.bank.example', 'https://bank.example'],
    ['.bank.example', 'https://otherbank.example'],
    ['bank.example:8443', 'https://bank.example'],
    ['bank.example:8443', 'https://bank.example:84'],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['10.0.0.0/8', 'https://ten.bank.example'],
    ['0.0.0.0/0', 'https://bank.example'],
    ['0.0.0.0/0', 'https://[fd00::1]'],
    ['10.1.2.3', 'https://10.1.2.30'],
    ['10.1.2.3', 'https://a.10.1.2.3.example'],
    ['10.1.2.3:8443', 'https://10.1.2.3'],
    ['fd00::/8', 'https://[fe00::1]'],
    ['[fd00::1]:8443', 'https://[fd00::1]'],
    ['example', 'https://10.0.0.1'],
  ])('%s: %s', (entry, url) => {
    expect(matches(entry, url)).toBe(false);
  });
});

describe('an entry of NO_PROXY matches', () => {
  it.each([
    ['*', 'https://anything.example'],
    ['*', 'https://[2001:db8::1]:8443'],
    ['bank.example', 'https://bank.example'],
    ['bank.example', 'https://BANK.example.'],
    ['bank.example.', 'https://bank.example'],
    ['bank.example', 'https://deep.below.bank.example:8443'],
    ['.bank.example', 'https://a.bank.example'],
    ['*.bank.example', 'https://a.bank.example'],
    ['bücher.example', 'https://www.xn--bcher-kva.example'],
    ['bank.example:443', 'https://bank.example'],
    ['bank.example:80', 'http://bank.example'],
    ['.bank.example:8443', 'https://a.bank.example:8443'],
    ['gitlab', 'https://gitlab'],
    ['10.0.0.0/8', 'https://10.255.0.1:8443'],
    ['10.9.9.9/8', 'https://10.255.0.1'],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]'],
    ['0.0.0.0/0', 'https://192.0.2.1'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['10.1.2.3', 'https://0x0a.1.2.3'],
    ['10.1.2.3:443', 'https://10.1.2.3'],
    ['fd00::/8', 'https://[fdff::1]'],
    ['fd00::1', 'https://[fd00:0:0::1]:8443'],
    ['[fd00::1]', 'https://[fd00::1]'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ])('%s: %s', (entry, url) => {
    expect(matches(entry, url)).toBe(true);
  });

  it('where the address is in the network, by arithmetic (property)', () => {
    const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const dotted = (value: number) =>
      [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
    fc.assert(
      fc.property(
        address,
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 33 }),
        address,
        (network, prefix, shared, noise) => {
          // Mostly near misses: the first `shared` bits agree.
          const block = 2 ** (32 - Math.min(shared, 32));
          const other = Math.floor(network / block) * block + (noise % block);
          const size = 2 ** (32 - prefix);
          const within = Math.floor(network / size) === Math.floor(other / size);
          expect(matches(`${dotted(network)}/${prefix}`, `https://${dotted(other)}`)).toBe(within);
        },
      ),
    );
  });
});

it('joins entries, and passes over what is none', () => {
  const isExcepted = createNoProxy(['10.0.0', 'bank.example', '10.0.0.0/8']);
  const excepted = ['https://bank.example', 'https://10.0.0.1', 'https://bank.test'].map((url) =>
    isExcepted(hostOf(new URL(url))),
  );
  expect(excepted).toEqual([true, true, false]);
});
